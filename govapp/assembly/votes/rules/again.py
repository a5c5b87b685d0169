"""Putting an item to the vote again: a ballot after a tie, or a whole item once more."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from govapp.assembly.agenda.rules.items import Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.assembly.votes.rules.verdict import ItemVerdict
from govapp.kernel.errors import N_, Conflict, Invalid

_MIN_CHOICES_IN_RUN_OFF = 2


class AgendaStillOpen(Conflict):
    """A second vote was planned while the agenda can still change."""

    code = "agenda_still_open"
    message = N_("Another vote can be planned once the agenda is locked.")
    help = N_("Until then, every item of the agenda belongs to the vote that is being prepared.")


class NothingPutAgain(Invalid):
    """A vote was planned on nothing."""

    code = "nothing_put_again"
    message = N_("Choose at least one item for this vote.")


class ItemStillOnVote(Conflict):
    """The item is in another vote whose result is not announced yet."""

    code = "item_still_on_vote"
    message = N_("Item %(number)s is in another vote that is not finished.")
    help = N_("It can be put to the vote again once that result is announced, or that vote is cancelled or ended.")


class ItemNotVoted(Invalid):
    """Nobody votes on that item, or it is not on this agenda."""

    code = "item_not_voted"
    message = N_("Only items of this agenda that are voted on can be put to the vote.")


class ChoicesDoNotFit(Invalid):
    """A second ballot among candidates who do not stand, or for more seats than there are."""

    code = "choices_do_not_fit"
    message = N_("The candidates or the seats of item %(number)s do not fit.")
    help = N_("Choose at least two candidates of the item, and no more seats than it has.")


def next_window(opens_at: datetime, closes_at: datetime, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the hours proposed for a vote that is held again: tomorrow on, at the same hours, for as many days.

    All in UTC; hours and days are those of the clock in `zone`.
    """
    opened, closed = (each.astimezone(zone).replace(tzinfo=None) for each in (opens_at, closes_at))
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    begins = datetime.combine(tomorrow, opened.time())
    ends = begins + (closed - opened)
    return begins.replace(tzinfo=zone).astimezone(UTC), ends.replace(tzinfo=zone).astimezone(UTC)


def run_off(verdict: ItemVerdict) -> VotedItem | None:
    """Return the second ballot that a tie asks for: among those who are tied, for the seats that are left."""
    if verdict.kind is not ItemKind.ELECTION or not verdict.tied:
        return None
    return VotedItem(verdict.item_id, tuple(sorted(verdict.tied)), verdict.contested)


def check_again(
    agenda: Sequence[Item], chosen: Sequence[VotedItem], running: frozenset[int], *, is_locked: bool
) -> None:
    """Return when `chosen` can be put to another vote; `running` are the items of votes that are not finished.

    Raises AgendaStillOpen, NothingPutAgain, ItemNotVoted, ItemStillOnVote, ChoicesDoNotFit.
    """
    if not is_locked:
        raise AgendaStillOpen
    if not chosen:
        raise NothingPutAgain
    known = {item.item_id: item for item in agenda if item.is_voted}
    for each in chosen:
        item = known.get(each.item_id)
        if item is None or len({one.item_id for one in chosen}) != len(chosen):
            raise ItemNotVoted
        if item.item_id in running:
            raise ItemStillOnVote(number=item.number)
        if not _fits(item, each):
            raise ChoicesDoNotFit(number=item.number)


def _fits(item: Item, put: VotedItem) -> bool:
    if not put.choices:
        return put.seats in {0, item.seats}
    return (
        item.kind is ItemKind.ELECTION
        and item.method in {VotingMethod.APPROVAL, VotingMethod.MOTIONS}
        and len(set(put.choices)) == len(put.choices) >= _MIN_CHOICES_IN_RUN_OFF
        and all(0 <= index < len(item.choices) for index in put.choices)
        and 1 <= put.seats <= item.seats
    )
