"""What the chair says at an item, in each language of the meeting: opening, closing, and the result."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.attendance.queries.quorum import QuorumRead
from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.attendance.rules.presence import is_quorum_met
from govapp.assembly.room.queries import RoomRead
from govapp.assembly.votes.queries.results import Counted
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.paper import as_asked, needed
from govapp.assembly.votes.rules.sentence import quorum_sentence, verdict_sentences
from govapp.assembly.votes.rules.states import VoteState
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language
from govapp.language.translator import Translator, translator_for
from govapp.statutes.rules.deciding import QuorumTest


@dataclass(frozen=True)
class Formula:
    """What the chair says, in one language."""

    language: Language
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class SheetItem:
    """An item on the sheet of the chair: where it stands, its quorum now, and what to say next."""

    item: Item
    last: ItemMoment | None
    tests: tuple[QuorumTest, ...]
    vote: VoteRow | None
    formulas: tuple[Formula, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether the item is open in the room."""
        return self.last is not None and self.last.step is ItemStep.OPENED

    @property
    def is_dealt_with(self) -> bool:
        """Tell whether the item was closed in the room."""
        return self.last is not None and self.last.step is ItemStep.CLOSED

    @property
    def is_quorum_met(self) -> bool:
        """Tell whether the item can be decided now."""
        return is_quorum_met(self.tests)

    @property
    def is_announced(self) -> bool:
        """Tell whether the result of its vote is announced."""
        return self.vote is not None and self.vote.state is VoteState.ANNOUNCED


def sheet_item(item: Item, room: RoomRead, read: QuorumRead, counted: Counted | None, zone: str) -> SheetItem:
    """Return an item with what the chair says next: the opening, then the closing, at last the result."""
    last = next((each for each in reversed(room.facts.moments) if each.item_id == item.item_id), None)
    tests = read.tests_of(item.rule, is_second_meeting=room.assembly.is_second_meeting)
    found = SheetItem(item, last, tests, room.vote_of.get(item.item_id), ())

    def sentences(said: Translator) -> Iterator[str]:
        if found.is_open:
            return _closing(item, said)
        if found.is_dealt_with and counted is not None:
            return _result(item, counted, said)
        return _opening(item, room, tests, said)

    languages = room.assembly.title.languages()
    formulas = tuple(Formula(each, tuple(sentences(translator_for(each, zone)))) for each in languages)
    return replace(found, formulas=formulas)


def _opening(item: Item, room: RoomRead, tests: tuple[QuorumTest, ...], said: Translator) -> Iterator[str]:
    title = item.title.in_language(said.language).text
    yield said.say(N_("I open item %(number)s of the agenda: “%(title)s”."), number=item.number, title=title)
    yield from (quorum_sentence(test, said) for test in tests)
    if not item.is_voted:
        yield said.say(N_("Nothing is voted on this item."))
        return
    (asked,) = as_asked([item], is_second=room.assembly.is_second_meeting)
    yield needed(asked).in_language(said.language).text


def _closing(item: Item, said: Translator) -> Iterator[str]:
    yield said.say(N_("Nobody asks to speak any more: I close item %(number)s."), number=item.number)
    if item.is_voted:
        yield said.say(N_("Its result follows when the voting is closed and counted."))


def _result(item: Item, counted: Counted, said: Translator) -> Iterator[str]:
    verdict = next(each for each in counted.verdicts if each.item_id == item.item_id)
    names = [str(choice.label.in_language(said.language)) for choice in counted.item_of(verdict).choices]
    yield said.say(N_("The result of item %(number)s:"), number=item.number)
    yield from verdict_sentences(verdict, names, said)
