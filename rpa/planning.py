"""What a plan is made of: the portal read account by account, and a file in which what was approved stands."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rpa.clients import ClientsFileError, Problem
from rpa.engine import Engine, Task, Visited, in_order
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.regular import read_regular
from rpa.renewal import Sent
from rpa.settings import Settings
from rpa.visitor import House, PortalVisitor

FORMAT = 2
_MOST_BYTES = 1 << 30  # 10,000 clients take 10 MB


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says of a client, and with which Apelido and Certificado Padrão, as the clients file had them."""

    outcome: Outcome
    nickname: str | None
    default: bool | None

    @property
    def is_approved(self) -> bool:
        """Whether it is to be renewed."""
        return self.outcome.result is Result.RENEW


def read_portal(
    house: House, tasks: Sequence[Task], workers: int, sent: Callable[[Task], Sequence[Sent]]
) -> Iterator[Visited]:
    """Take each task along the house's road, which must change nothing; accounts beside each other, in no order.

    `sent` tells what was sent to a task's company before.
    """
    by_account: dict[str, list[Task]] = {}
    for task in in_order(list(tasks)):
        by_account.setdefault(task.account, []).append(task)
    done: queue.SimpleQueue[Visited | BaseException | None] = queue.SimpleQueue()

    def of_account(account: str, own: Sequence[Task]) -> None:
        try:
            with closing(PortalVisitor(house, account)) as visitor:
                for task in own:
                    done.put(visitor.take(task, sent=sent(task)))
            done.put(None)
        except BaseException as error:  # noqa: BLE001 - it is raised where the plan is made
            done.put(error)

    with ThreadPoolExecutor(workers) as pool:
        for account, own in by_account.items():
            pool.submit(of_account, account, own)
        for _account in by_account:
            while (found := done.get()) is not None:
                if isinstance(found, BaseException):
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise found
                yield found


@contextmanager
def sent_before(settings: Settings) -> Iterator[Callable[[Task], Sequence[Sent]]]:
    """What this program has sent to the company of a task, by its database, where there is one."""
    engine = Engine.open_if_any(settings.database_url, settings.home)
    if engine is None:
        yield lambda _task: ()
        return
    with closing(engine):
        yield engine.sent


def write_plan(path: Path, clients_file: Path, ended: Sequence[Outcome], tasks: Sequence[Task]) -> None:
    """Write a plan to be approved: who would be renewed with which certificate, on which list. Raises OSError."""
    asked = {task.row: {"nickname": task.nickname, "default": task.default} for task in tasks}
    nothing = {"nickname": None, "default": None}
    plan = {
        "format": FORMAT,
        "clients_file": str(clients_file.resolve()),
        "clients": [
            {**_planned(outcome), "asked": asked.get(outcome.row, nothing)}
            for outcome in sorted(ended, key=lambda outcome: outcome.row)
        ],
    }
    text = json.dumps(plan, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")  # what is no UTF-8 in a name, as JSON escapes it


def read_plan(path: Path) -> tuple[Path, Sequence[Planned]]:
    """The clients file, and what was planned. Raises ClientsFileError for a file that is no plan."""
    text = plan_text(path)
    try:
        plan = json.loads(text)
        if plan["format"] != FORMAT:
            raise ClientsFileError([Problem(_("This plan is of another version: plan anew with  rpa plan --out ."))])
        planned = [
            Planned(Outcome.from_json(line), line["asked"]["nickname"], line["asked"]["default"])
            for line in plan["clients"]
        ]
        return Path(plan["clients_file"]), planned
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ClientsFileError([Problem(_no_plan())]) from None


def plan_text(path: Path) -> str:
    """What stands in a plan. Raises ClientsFileError for what cannot be read, or is no text."""
    try:
        content = read_regular(path, _MOST_BYTES)
        return content.decode(json.detect_encoding(content))
    except FileNotFoundError:
        raise ClientsFileError([Problem(_("There is no file {file}.").format(file=path))]) from None
    except OSError as error:
        unreadable = _("{file} cannot be read: {why}.").format(file=path, why=error.strerror)
        raise ClientsFileError([Problem(unreadable)]) from None
    except UnicodeDecodeError:
        raise ClientsFileError([Problem(_no_plan())]) from None


def planned_clients(path: Path | None) -> Path:
    """The clients file of a plan. Raises ClientsFileError, also where there is no plan."""
    if path is None:
        raise ClientsFileError([Problem(_("Name a clients file, or a plan with --plan."))])
    return read_plan(path)[0]


def approved(tasks: Sequence[Task], planned: Sequence[Planned]) -> tuple[list[Task], list[Outcome]]:
    """Of these tasks those that a plan has approved, bound to what was seen then; and how all the others end.

    A client is known again by its CNPJ and certificate: rows move when one is put in above them.
    """
    by_company: dict[str, list[Planned]] = {}
    for each in planned:
        by_company.setdefault(each.outcome.cnpj.text, []).append(each)
    wanted, ended = [], []
    for task in tasks:
        plan = _plan_of(task, by_company.get(task.cnpj, []))
        if plan is None:
            ended.append(task.failed(_("The plan does not have this client: it was not approved.")))
        elif not plan.is_approved:
            ended.append(replace(plan.outcome, row=task.row))
        elif plan.outcome.fingerprint != task.fingerprint:
            reason = _("The PFX is another certificate now than when this was approved; plan it anew.")
            ended.append(task.failed(reason))
        elif (plan.nickname, plan.default) != (task.nickname, task.default):
            reason = _("Apelido or Certificado Padrão is another now than when this was approved; plan it anew.")
            ended.append(task.failed(reason))
        else:
            seen = plan.outcome.seen
            wanted.append(replace(task, approved=seen, due=plan.outcome.replaced_valid_until or task.due))
    return wanted, ended


def _plan_of(task: Task, planned: Sequence[Planned]) -> Planned | None:
    """What a plan says of a client: of the same certificate, if it has several for one company."""
    return next((each for each in planned if each.outcome.fingerprint == task.fingerprint), next(iter(planned), None))


def _no_plan() -> str:
    return _("This is not a plan that  rpa plan --out  has written.")


def _planned(outcome: Outcome) -> dict[str, Any]:
    return replace(outcome, evidence=None, steps={}, seconds=0.0).as_json()
