"""The rights that a proxy holder can use alike: one row for each giver, beside the review of the own ballot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from govapp.ballots import queries, service
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import PaperQuestion, QuestionType
from govapp.ballots.rules.rights import PaperRight, person_of
from govapp.db.uow import Work
from govapp.declarations import Declarations, ProxyInstructions


@dataclass(frozen=True)
class SameRow:
    """A right of a giver. `places` has the answer asked for by question, both counted from 0 on the ballot paper."""

    right: PaperRight
    asked: ProxyInstructions
    places: Mapping[int, int]
    has_voted: bool

    @property
    def is_offered(self) -> bool:
        """Tell whether the row is ticked from the start."""
        return not self.has_voted and not self.asked.note


def find_asked(work: Work, right: PaperRight, declarations: Declarations) -> ProxyInstructions | None:
    """Return what the giver asks of the reader who holds a proxy for this right; None for a right of one's own."""
    proxy = right.right.proxy
    return None if proxy is None else declarations.find_instructions(work.session, proxy.proxy_id)


def list_same(
    work: Work, paper: PaperRow, right: PaperRight, rights: Collection[PaperRight], declarations: Declarations
) -> tuple[SameRow, ...]:
    """Return the givers for whom the reader, who votes with `right`, may vote the same.

    None where that right has instructions of its own: they are no choice of the reader. Whoever voted before the proxy
    was confirmed is left out: that ballot stands.
    """
    own = find_asked(work, right, declarations)
    if own is not None and (own.by_item or own.note):
        return ()
    held = [
        each
        for each in rights
        if each.number != right.number
        and each.right.is_held_by(person_of(work.actor))
        and not service.giver_voted(work.session, each, work.actor)
    ]
    return tuple(_row(work, paper, each, declarations) for each in held)


def _row(work: Work, paper: PaperRow, right: PaperRight, declarations: Declarations) -> SameRow:
    asked = find_asked(work, right, declarations) or ProxyInstructions()
    has_voted = queries.has_voted(work.session, paper.id, right.entry.entry_id)
    return SameRow(right, asked, places_of(asked, paper.questions), has_voted)


def places_of(asked: ProxyInstructions, questions: Sequence[PaperQuestion]) -> dict[int, int]:
    """Return by question the answer that was asked for, both from 0; only a decision is for, against or abstention."""
    return {
        index: asked.places[question.item]
        for index, question in enumerate(questions)
        if question.kind is QuestionType.DECISION and question.item in asked.places
    }
