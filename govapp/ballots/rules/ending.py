"""A vote that cannot be counted: keys that are lost, and ending it without a result.

Nobody ends a vote alone because its result might not please: somebody who holds a key, or who controls, says which key
is lost, and somebody else ends the vote.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from govapp.ballots.rules.states import PaperState
from govapp.kernel.actors import Actor, Role
from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid
from govapp.kernel.texts import kept_lines

MIN_REASON_CHARACTERS: Final = 15
MAX_REASON_CHARACTERS: Final = 500
WITNESSES: Final = (Role.SCRUTINEER, Role.AUDITOR)
"""Who may say that the key of somebody else is lost."""


@dataclass(frozen=True, slots=True)
class RemainingKeys:
    """How many of the `total` keys of a paper remain, and how many of them are `needed` to open its count.

    `lost_by` names, once for each lost key, who said so (`officer:3`). A key that opened its part is not lost.
    """

    needed: int
    total: int
    lost_by: tuple[str, ...]

    @property
    def lost(self) -> int:
        """Return how many keys are lost."""
        return len(self.lost_by)

    @property
    def remaining(self) -> int:
        """Return how many keys can still open their part, or have done so."""
        return self.total - self.lost

    @property
    def is_enough(self) -> bool:
        """Return whether the count can still be opened."""
        return self.remaining >= self.needed

    @property
    def to_spare(self) -> int:
        """Return how many more keys may be lost without any harm to the count; 0 when there is none, or too few."""
        return max(self.remaining - self.needed, 0)

    def is_enough_without_word_of(self, witness: str) -> bool:
        """Return whether the count could be opened if the keys that `witness` said are lost were not."""
        return self.remaining + self.lost_by.count(witness) >= self.needed


def remaining_keys(needed: int, lost_by: Iterable[str | None]) -> RemainingKeys:
    """Return what is left of the keys of a paper; `lost_by` has a member for each key, None for one that is not lost.

    Raises ValueError when more keys are needed than were ever made, or none.
    """
    keys = tuple(lost_by)
    if not 1 <= needed <= len(keys):
        raise ValueError("at least one key is needed, and at most as many as there are")
    return RemainingKeys(needed, len(keys), tuple(witness for witness in keys if witness is not None))


class EndReasonNeeded(Invalid):
    """A key is given up, or a vote ended, only for a reason that everybody can understand."""

    code = "end_reason_needed"
    message = N_("Say in a sentence of %(fewest)s to %(most)s characters what happened.")
    help = N_("Nothing was changed. Everybody can read the reason.")


class KeyCannotBeLost(Conflict):
    """A key was said to be lost that was never made, that has opened its part, or whose vote is over."""

    code = "key_cannot_be_lost"
    message = N_("This key is not awaited: it has opened its part, or the vote is over.")
    help = N_("Nothing was changed. Look at the ballot paper again.")


class NotAWitness(Forbidden):
    """Somebody said that a key is lost who neither holds it nor controls the vote."""

    code = "not_a_witness"
    message = N_("Only whoever holds the key, another scrutineer or an auditor can say that it is lost.")
    help = N_("Nothing was changed. Ask one of them.")


class StillCountable(Conflict):
    """A vote was to be ended although nothing stands in the way of its count."""

    code = "still_countable"
    message = N_("This vote can still be counted: enough keys remain, and there are enough ballots.")
    help = N_("Ask the key holders to open the count. A lost key is named on the page of the ballot paper first.")


class EndingNeedsAnother(Conflict):
    """Without the word of whoever ends the vote, enough keys would remain."""

    code = "ending_needs_another"
    message = N_("You said yourself that a key is lost, so somebody else has to end this vote.")
    help = N_("Nothing was changed. Ask a colleague of the secretariat.")


def kept_reason(reason: str) -> str:
    """Return the reason as it is kept; raises EndReasonNeeded."""
    kept = kept_lines(reason)
    if not MIN_REASON_CHARACTERS <= len(kept) <= MAX_REASON_CHARACTERS:
        raise EndReasonNeeded(fewest=MIN_REASON_CHARACTERS, most=MAX_REASON_CHARACTERS)
    return kept


def require_losable(state: PaperState, *, has_key: bool, has_decrypted: bool) -> None:
    """Return when a key can be said to be lost; raises KeyCannotBeLost."""
    is_awaited = state in {PaperState.READY, PaperState.OPEN, PaperState.CLOSED}
    if not is_awaited or not has_key or has_decrypted:
        raise KeyCannotBeLost


def require_witness(actor: Actor, holder_id: int | None) -> None:
    """Return when `actor` may say that the key of the officer `holder_id` is lost; raises NotAWitness.

    A key of the server is derived from the secret of the installation: nobody can say that it is lost.
    """
    if holder_id is None or (actor.id != holder_id and not actor.has_any(*WITNESSES)):
        raise NotAWitness


def require_uncountable(actor: Actor, keys: RemainingKeys, *, has_too_few: bool) -> None:
    """Return when a closed vote may be ended without a result: too few keys remain, or there were too few ballots.

    What the actor said of lost keys is not counted: it takes somebody else's word. Raises StillCountable or
    EndingNeedsAnother.
    """
    if has_too_few:
        return
    if keys.is_enough:
        raise StillCountable
    if keys.is_enough_without_word_of(actor.reference):
        raise EndingNeedsAnother
