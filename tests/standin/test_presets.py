"""The named portals turn every switch, and every screen can be shown in each of them."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from pathlib import Path

import pytest

from fixtures.portal import VARIANTS, Variant
from fixtures.portal.app import application
from fixtures.portal.sample import EMAIL, PASSWORD, sample_portal
from fixtures.portal.screens import SCREENS
from fixtures.portal.switches import CompanyData, Notice
from tests.desk import run_rpa

SWITCHES = [field for field in dataclasses.fields(Variant) if field.name not in ("description", "renamed")]


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda field: field.name)
def test_every_value_of_a_switch_is_in_a_preset(switch: dataclasses.Field[object]) -> None:
    """A state gets a name in presets.toml for every way in which the portal may be built."""
    used = {getattr(variant, switch.name) for variant in VARIANTS.values()}
    kind = type(switch.default)
    if switch.name == "notice_in_the_middle":
        assert used == set(Notice) - {Notice.TERMS}  # terms come at login
    elif issubclass(kind, StrEnum):
        assert used == set(kind)
    elif switch.name != "session_losses":
        assert len(used) > 1


@pytest.mark.parametrize("name", VARIANTS)
def test_a_preset_says_what_it_is(name: str) -> None:
    """Every preset has one sentence that describes it."""
    assert VARIANTS[name].description.endswith(".")
    assert len(VARIANTS[name].description) < 110


@pytest.mark.parametrize("name", VARIANTS)
def test_every_screen_can_be_shown(name: str) -> None:
    """No screen breaks in any preset but where it must; every other one is shown as in a pop-up."""
    portal = sample_portal(dataclasses.replace(VARIANTS[name], latency_ms=0))
    client = application(portal).test_client()
    typed = {"_EventName": "ENTER", "vUSERNAME": EMAIL, "vUSERPASSWORD": PASSWORD, "vCAPTCHA": "K7RM4"}
    client.post("/login.aspx", data=typed)
    for number, screen in enumerate(SCREENS):
        place = "?gxpopup=1" if number % 2 else ""
        broken = screen == "empresadados" and portal.variant.company_data is CompanyData.BROKEN
        assert client.get(f"/{screen}.aspx{place}").status_code in ({500} if broken else {200, 302, 503})


def test_the_variants_of_the_stand_in_are_listed(tmp_path: Path) -> None:
    """`rpa portal --list` names every preset, in the order of the file, each with the sentence that describes it."""
    ran = run_rpa("portal", "--list", environment={}, folder=tmp_path)

    listed = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert ran.code == 0, ran.err
    assert list(listed.items()) == [(name, variant.description) for name, variant in VARIANTS.items()]
