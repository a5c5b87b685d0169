"""A voting right on one ballot paper: what links, casting, receipts and "have I voted" ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from govapp.ballots.rules.refusals import NotYourRight
from govapp.kernel.actors import Actor, ActorKind
from govapp.shares.people.rules.days import AsOf
from govapp.shares.rolls.rules.rights import RollEntryRow, VotingRight, may_exercise


@dataclass(frozen=True, slots=True)
class PaperRight:
    """The right of one entry of the roll to vote on the paper `uuid`."""

    paper_id: int
    uuid: str
    right: VotingRight

    @property
    def entry(self) -> RollEntryRow:
        """Return the entry of the roll."""
        return self.right.entry

    @property
    def number(self) -> int:
        """Return the shareholder number by which pages and addresses name the right."""
        return self.right.number

    def number_for(self, person_id: int | None) -> int | None:
        """Return the number by which an address must name the right; None for the own one, meant without a number."""
        return None if person_id == self.right.party_id else self.right.number


def person_of(actor: Actor) -> int | None:
    """Return who acts, as the register knows the person; None for anybody who is not signed in as a shareholder."""
    return actor.id if actor.kind is ActorKind.SHAREHOLDER else None


def require_exercise(right: PaperRight, actor: Actor, at: AsOf) -> None:
    """Raise NotYourRight unless the acting person may exercise a right at `at`."""
    if not may_exercise(right.right, person_of(actor), at):
        raise NotYourRight


def choose_right(rights: Iterable[PaperRight], number: int | None) -> PaperRight | None:
    """Return the right of the shareholder `number`; without a number the first, which is the own one; None if none.

    Raises NotYourRight for a number that is none of these.
    """
    offered = tuple(rights)
    if number is None or not offered:
        return next(iter(offered), None)
    chosen = next((each for each in offered if each.number == number), None)
    if chosen is None:
        raise NotYourRight
    return chosen
