"""When shareholders may be reminded to vote, and what the reminder says about the time that is left."""

from datetime import datetime, timedelta
from typing import Final

from govapp.kernel.errors import N_, Conflict

REMINDER_PAUSE: Final = timedelta(hours=24)


class NoRemindersNow(Conflict):
    """A reminder was asked for while nobody can vote."""

    code = "no_reminders_now"
    message = N_("Reminders can be sent only while people can vote.")
    help = N_("Nothing was sent.")


class RemindedRecently(Conflict):
    """A reminder was asked for less than a day after the last one, perhaps by a second press."""

    code = "reminded_recently"
    message = N_("The last reminder was started on %(sent_at)s. The next one can be sent from %(next_at)s.")
    help = N_("Nothing was sent twice.")


class NobodyToRemind(Conflict):
    """Everybody who can be written to has voted."""

    code = "nobody_to_remind"
    message = N_("Everybody on the voting list who has an e-mail address has voted.")
    help = N_("Nothing was sent.")


def next_reminder_at(last: datetime | None, now: datetime) -> datetime:
    """Return from when the next reminder can be sent: `now`, or a day after the `last` one."""
    return now if last is None else max(now, last + REMINDER_PAUSE)


def check_reminder(*, is_voting: bool, last: datetime | None, now: datetime) -> None:
    """Return when a reminder may be sent now; raises NoRemindersNow or RemindedRecently."""
    if not is_voting:
        raise NoRemindersNow
    if last is not None and now < next_reminder_at(last, now):
        raise RemindedRecently(sent_at=last, next_at=next_reminder_at(last, now))


def days_left(closes_at: datetime, now: datetime) -> int:
    """Return how many whole days of 24 hours are left; 0 on the last one."""
    return max(0, (closes_at - now) // timedelta(days=1))
