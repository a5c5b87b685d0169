"""More time to vote and the day of the meeting: a vote is part of its meeting.

The assembly decides in its meeting: votes that are given beforehand count as if they were given there (art. 6:75), and
whoever missed what came later could have a decision annulled (art. 2:42). Hours after the meeting therefore are taken
only when the chair keeps the meeting open that long; then both end together, as the law wants it.
"""

from datetime import date

from govapp.kernel.errors import N_, Invalid


class ExtensionAfterMeeting(Invalid):
    """Voting was to go on after the day of the meeting, and nobody said that the meeting goes on too."""

    code = "extension_after_meeting"
    message = N_(
        "The meeting is on %(held_on)s. Votes that come in after it are not part of it, and its decisions could be "
        "void."
    )
    help = N_(
        "Choose an hour on that day at the latest. Or let the chair adjourn the meeting until voting has closed, and "
        "say so in the form."
    )


def require_during_meeting(until: date, held_on: date, *, is_adjourned: bool) -> bool:
    """Return whether voting until that day goes on after the day of its meeting, which is adjourned then.

    Raises ExtensionAfterMeeting when it is not adjourned.
    """
    is_after = until > held_on
    if is_after and not is_adjourned:
        raise ExtensionAfterMeeting(held_on=held_on)
    return is_after
