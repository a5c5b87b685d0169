"""Counting papers and hands: two scrutineers count apart, and what they key in is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.rules import PaperQuestion, QuestionType
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.kernel.errors import N_, Conflict, Invalid, NotFound
from govapp.kernel.records import RecordType

TELLERS: Final = 2
MAX_COUNT: Final = 1_000_000


class CountState(StrEnum):
    """How far the count of one question in one channel is."""

    NOBODY = "nobody"
    ONE = "one"
    DIFFERENT = "different"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class TellerCount:
    """What one scrutineer counted for one question (from 0), at `at` (UTC).

    `round` counts from 1: another follows where the two of one round differ, and then each gives a `reason`. `papers`
    are all papers or hands, `invalid` those of them that say nothing valid. `figures` are as the ballot paper has them.
    """

    channel: RoomChannel
    question: int
    round: int
    place: int
    papers: int
    invalid: int
    figures: tuple[int, ...]
    reason: str
    at: datetime
    by: str
    by_name: str

    @property
    def said(self) -> tuple[int, int, tuple[int, ...]]:
        """Return what is compared."""
        return self.papers, self.invalid, self.figures

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what was keyed in, as the journal keeps it: no figure stands there beforehand."""
        return COUNT.digest(self, COUNT.newest)


def encode_count_v1(count: TellerCount) -> dict[str, Any]:
    """Return what a scrutineer keyed in as a record."""
    return {
        "v": 1,
        "channel": count.channel.value,
        "question": count.question,
        "round": count.round,
        "place": count.place,
        "papers": count.papers,
        "invalid": count.invalid,
        "figures": list(count.figures),
    }


COUNT: Final = RecordType("teller count", {1: encode_count_v1})


@dataclass(frozen=True, slots=True)
class CountStanding:
    """How far the count of one question in one channel is; `last` are the counts of the last round."""

    state: CountState
    round: int
    last: tuple[TellerCount, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Tell whether the next count needs a reason: the two before it differed."""
        return self.round > 1 or self.state is CountState.DIFFERENT


class CountingNotYet(Conflict):
    """Papers are counted before voting closed, hands before it opened, or either after the announcement."""

    code = "counting_not_now"
    message = N_("Papers are counted once voting has closed, hands once it is open, and both before the announcement.")
    help = N_("Nothing was kept.")


class NothingToCount(Conflict):
    """Nobody is marked for the channel."""

    code = "counting_nobody_marked"
    message = N_("Nobody is marked for this: there is nothing to count.")
    help = N_("Nothing was kept. Rights are marked on the voting list first.")


class CountSettled(Conflict):
    """Two scrutineers agree already."""

    code = "count_settled"
    message = N_("Two scrutineers counted the same here: it stands.")
    help = N_("Nothing was kept.")


class CountNeedsAnother(Conflict):
    """One scrutineer keys in both counts."""

    code = "count_needs_another"
    message = N_("You have keyed in your count. The second is keyed in by another scrutineer, who does not see yours.")
    help = N_("Nothing was kept.")


class QuestionNotCounted(NotFound):
    """There is no such question, or no such channel."""

    code = "count_question"
    message = N_("We cannot find what is counted here.")


class CountDoesNotAdd(Invalid):
    """The papers are not as many as the marks, or the figures are not as many as the papers."""

    code = "count_does_not_add"
    message = N_("You counted %(counted)s, and %(marked)s rights are marked: a difference of %(difference)s.")
    help = N_("Nothing was kept. Count again. A paper that was not handed in counts among the invalid ones.")


class CountCannotBe(Invalid):
    """More votes than papers can carry, or fewer."""

    code = "count_cannot_be"
    message = N_("%(papers)s papers that are valid and not blank cannot hold these figures.")
    help = N_("Nothing was kept. Each carries one vote at least, %(most)s at most, and one for each name.")


class CountReasonNeeded(Invalid):
    """After a difference each scrutineer says what was found."""

    code = "count_reason"
    message = N_("The two counts differed. Say in %(fewest)s to %(most)s characters what you found.")


def count_standing(counts: Sequence[TellerCount]) -> CountStanding:
    """Return how far the count of one question in one channel is; `counts` are all that were keyed in for it."""
    if not counts:
        return CountStanding(CountState.NOBODY, 1)
    round_ = max(each.round for each in counts)
    last = tuple(sorted((each for each in counts if each.round == round_), key=lambda each: each.place))
    if len(last) < TELLERS:
        return CountStanding(CountState.ONE, round_, last)
    is_same = last[0].said == last[1].said
    return CountStanding(CountState.SETTLED if is_same else CountState.DIFFERENT, round_, last)


def next_place(standing: CountStanding, by: str) -> tuple[int, int]:
    """Return round and place of the next count; raises CountSettled, CountNeedsAnother."""
    if standing.state is CountState.SETTLED:
        raise CountSettled
    if standing.state is CountState.ONE:
        if standing.last[0].by == by:
            raise CountNeedsAnother
        return standing.round, TELLERS
    return standing.round + (standing.state is CountState.DIFFERENT), 1


def require_counting(channel: RoomChannel, state: VoteState) -> None:
    """Return when a channel can be counted: hands are seen by all, papers stay in the box; raises CountingNotYet."""
    open_to = {VoteState.CLOSED, VoteState.COUNTED}
    if state not in (open_to | {VoteState.OPEN} if channel is RoomChannel.HANDS else open_to):
        raise CountingNotYet


def require_adds_up(question: PaperQuestion, papers: int, invalid: int, figures: Sequence[int], marked: int) -> None:
    """Return when a count can be: papers = marks, and the figures are what so many papers can carry.

    A motion has one answer on each valid paper; of candidates each paper that is not blank names some, each once.
    Raises CountDoesNotAdd, CountCannotBe.
    """
    counted = papers
    if question.kind is not QuestionType.APPROVAL and papers == marked:
        counted = sum(figures) + invalid
    if counted != marked:
        raise CountDoesNotAdd(counted=counted, marked=marked, difference=abs(counted - marked))
    if question.kind is not QuestionType.APPROVAL:
        return
    blank, *votes = figures
    carrying = papers - invalid - blank
    fits = carrying >= 0 and all(each <= carrying for each in votes)
    if not fits or not carrying <= sum(votes) <= carrying * question.maximum:
        raise CountCannotBe(papers=max(carrying, 0), most=question.maximum)
