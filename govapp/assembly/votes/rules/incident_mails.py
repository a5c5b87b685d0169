"""When a mail to everybody about an incident leaves: confirmed by a second officer, and three an hour at most."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from govapp.assembly.votes.rules.incidents import REPORTERS
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.errors import N_, Conflict, Forbidden

MAX_MAILS_AN_HOUR: Final = 3
"""What happened, that it is over, and until when people can vote now: whoever gets more mails reads none of them."""
HOUR: Final = timedelta(hours=1)


class TooManyMails(Conflict):
    """Everybody who may vote was written to often enough within an hour."""

    code = "incident_mails_an_hour"
    message = N_("Within an hour, everybody who may vote gets at most %(most)s mails about incidents of a vote.")
    help = N_(
        "Nothing was sent. The next mail can leave from %(at)s on. What you write down about the incident is public at "
        "once."
    )


class MailWaits(Conflict):
    """A mail about the incident was written already, and nobody has confirmed it."""

    code = "incident_mail_waits"
    message = N_("A mail about this incident is written already and waits for a second person.")
    help = N_("Withdraw what waits before you write another one.")


class NoMailWaits(Conflict):
    """The mail was confirmed or withdrawn meanwhile, or there never was one."""

    code = "incident_no_mail_waits"
    message = N_("There is no mail to confirm: it left already, or it was withdrawn.")
    help = N_("Nothing was sent. Read what stands here now.")


class MailNeedsAnother(Forbidden):
    """Whoever wrote the mail cannot confirm it, nor can somebody without the role."""

    code = "incident_mail_second_person"
    message = N_("You cannot confirm this mail.")
    help = N_("Another secretary or scrutineer than the person who wrote it confirms it.")


class NobodyConfirms(Conflict):
    """There is no second officer who could confirm a mail."""

    code = "incident_mail_nobody_confirms"
    message = N_("Nobody could confirm this mail: there is no other secretary or scrutineer who can sign in.")
    help = N_(
        "Nothing was sent; what you wrote down is public already. Ask an administrator to give a second person the "
        "role of scrutineer or secretary, then write the mail again."
    )


def require_pause(sent: Iterable[datetime], now: datetime) -> None:
    """Return when everybody can be written to about an incident of a vote after the mails that were `sent` (UTC).

    Raises TooManyMails.
    """
    recent = sorted(at for at in sent if at > now - HOUR)
    if len(recent) >= MAX_MAILS_AN_HOUR:
        raise TooManyMails(most=MAX_MAILS_AN_HOUR, at=recent[-MAX_MAILS_AN_HOUR] + HOUR)


def may_withdraw(actor: Actor) -> bool:
    """Tell whether `actor` may take back a mail that waits, or refuse it: whoever writes about incidents."""
    return actor.kind is ActorKind.OFFICER and not actor.roles.isdisjoint(REPORTERS)


def may_confirm(asked_by: str, actor: Actor) -> bool:
    """Tell whether `actor` may confirm what `asked_by` (`officer:3`) wrote: a secretary or scrutineer, another one."""
    return may_withdraw(actor) and actor.reference != asked_by
