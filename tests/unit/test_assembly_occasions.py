"""Who of the people on the roll gets which letter, and until when."""

import pytest

from govapp.assembly.convocation.rules.occasions import Occasion, is_written_to, may_be_written
from govapp.assembly.convocation.service.letters import LETTERS


@pytest.mark.parametrize("occasion", Occasion)
def test_nobody_without_an_address_is_written_to(occasion: Occasion) -> None:
    assert not is_written_to(occasion, has_email=False, has_voted=False)
    assert is_written_to(occasion, has_email=True, has_voted=False)


def test_only_a_reminder_leaves_out_who_has_voted() -> None:
    left_out = {each for each in Occasion if not is_written_to(each, has_email=True, has_voted=True)}
    assert left_out == {Occasion.REMINDER}


def test_only_an_early_closing_an_incident_and_the_result_are_written_about_once_nobody_can_vote() -> None:
    written = {each for each in Occasion if may_be_written(each, is_voting=False)}
    assert written == {Occasion.EARLY_CLOSING, Occasion.INCIDENT, Occasion.RESULT}
    assert all(may_be_written(each, is_voting=True) for each in Occasion)


def test_every_occasion_has_its_letter() -> None:
    assert {each: letter.value for each, letter in LETTERS.items()} == {each: each.value for each in Occasion}
