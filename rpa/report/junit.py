"""The report as JUnit XML, for CI servers and dashboards: a client is a test case."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from rpa.certificates import BRASILIA
from rpa.outcome import Outcome, Result
from rpa.report.plain import for_xml
from rpa.run_record import RunRecord
from rpa.wording import instruction, label, next_step

_FINE = (Result.RENEWED, Result.ALREADY_CURRENT, Result.RENEW)


def to_junit(record: RunRecord) -> bytes:
    """One suite. What the program itself could not do is an error; what a person must do is a failure."""
    failed = record.counts.get(Result.FAILED, 0)
    fine = sum(outcome.result in _FINE for outcome in record.outcomes)
    suite = ET.Element(
        "testsuite",
        name=for_xml(f"{record.about.clients_file} {record.name}"),
        tests=str(len(record.outcomes)),
        failures=str(len(record.outcomes) - fine - failed),
        errors=str(failed),
        skipped="0",
        time=f"{record.figures.seconds if record.figures else 0:.2f}",
        timestamp=f"{record.about.began.astimezone(BRASILIA):%Y-%m-%dT%H:%M:%S}",
    )
    for outcome in record.outcomes:
        suite.append(_case(outcome))
    suites = ET.Element("testsuites", {key: suite.get(key, "") for key in ("tests", "failures", "errors", "time")})
    suites.append(suite)
    return bytes(ET.tostring(suites, encoding="utf-8", xml_declaration=True))


def _case(outcome: Outcome) -> ET.Element:
    name = for_xml(f"{outcome.row}: {outcome.cnpj} {outcome.company}")
    case = ET.Element("testcase", classname="invoicy", name=name, time=f"{outcome.seconds:.2f}")
    if outcome.result not in _FINE:
        kind = "error" if outcome.result is Result.FAILED else "failure"
        told = ET.SubElement(case, kind, type=outcome.result.value, message=for_xml(outcome.reason))
        told.text = for_xml(f"{label(outcome.result)}: {outcome.reason}\n{instruction(next_step(outcome))}")
    if outcome.warnings or outcome.said:
        ET.SubElement(case, "system-out").text = for_xml("\n".join([*outcome.warnings, *outcome.said]))
    return case
