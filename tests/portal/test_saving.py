"""The contract: what Salvar does. These tests change data, and take away again what they have saved."""

from __future__ import annotations

import pytest

from fixtures.portal.pfx import opened
from rpa.listed import brasilia, utc
from rpa.text import fold
from tests.portal.housekeeping import Housekeeping

pytestmark = pytest.mark.writes


def test_a_wrong_password_of_the_pfx_is_refused(housekeeping: Housekeeping) -> None:
    """The portal says no in words that are understood as a no, and keeps nothing."""
    name, (pfx, password) = housekeeping.name(), housekeeping.good()

    answer = housekeeping.save(name, pfx, f"{password}-errada")

    assert answer.said
    assert answer.kind in ("password", "refused")
    assert not housekeeping.listed(name)


def test_an_expired_pfx_is_refused(housekeeping: Housekeeping) -> None:
    """The portal says no in words that are understood as a no, and keeps nothing."""
    name, (pfx, password) = housekeeping.name(), housekeeping.made_up(expired=True)

    answer = housekeeping.save(name, pfx, password)

    assert answer.said
    assert answer.kind in ("expired", "refused")
    assert not housekeeping.listed(name)


def test_what_was_saved_is_in_the_list_with_its_own_expiry(housekeeping: Housekeeping) -> None:
    """A freshly loaded list shows Apelido and the PFX's expiry once, and the default is what it was."""
    before = housekeeping.defaults()
    name, (pfx, password) = housekeeping.name(), housekeeping.good()

    housekeeping.save(name, pfx, password)

    ends = opened(pfx.read_bytes(), password).valid_until
    ours = [row for row in housekeeping.rows() if fold(row.nickname) == fold(name)]
    assert [row.expires_on(brasilia(ends)) or row.expires_on(utc(ends)) for row in ours] == [True]
    assert housekeeping.defaults() == before
