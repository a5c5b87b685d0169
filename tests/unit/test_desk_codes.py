"""A desk hands a code only to somebody with a ballot who stands there."""

from dataclasses import replace

import pytest

from govapp.assembly.attendance.rules.moves import Attending, Move
from govapp.assembly.votes.rules.desk_codes import CodeNeedsPresence, CodeNeedsRight, require_code_fits
from tests.unit.test_attendance import entry

ARRIVAL = entry(1, Move.ARRIVED, 0)


def test_whoever_is_checked_in_with_a_ballot_gets_a_code() -> None:
    assert require_code_fits("Jef", ARRIVAL, is_on_roll=True) == ARRIVAL


def test_nobody_else_gets_one() -> None:
    with pytest.raises(CodeNeedsRight):
        require_code_fits("Jef", ARRIVAL, is_on_roll=False)
    for there in (None, replace(ARRIVAL, attending=Attending.REMOTE)):
        with pytest.raises(CodeNeedsPresence):
            require_code_fits("Jef", there, is_on_roll=True)
