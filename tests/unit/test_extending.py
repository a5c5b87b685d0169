"""More time to vote and the day of the meeting."""

from datetime import date

import pytest

from govapp.assembly.votes.rules.extending import ExtensionAfterMeeting, require_during_meeting

DAY = date(2026, 6, 16)


@pytest.mark.parametrize("is_adjourned", [False, True])
def test_until_the_day_of_the_meeting_nothing_is_asked(is_adjourned: bool) -> None:
    assert not require_during_meeting(DAY, DAY, is_adjourned=is_adjourned)


def test_past_its_day_the_meeting_has_to_be_adjourned() -> None:
    with pytest.raises(ExtensionAfterMeeting) as refused:
        require_during_meeting(date(2026, 6, 17), DAY, is_adjourned=False)
    assert refused.value.params == {"held_on": DAY}
    assert require_during_meeting(date(2026, 6, 17), DAY, is_adjourned=True)
