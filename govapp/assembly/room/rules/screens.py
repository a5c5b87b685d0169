"""Which screen the hall sees: it follows from what is recorded of the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.room.rules.refusals import NothingToShow
from govapp.kernel.texts import LANGUAGES, Language, Phrase, Texts

MIN_TYPE_VW: Final = 2
"""The smallest type on the screen, in hundredths of its width.

On an image four metres wide that is 8 centimetres, of which a capital takes five and a half: a two hundred and
seventieth of 15 metres, and people read a three hundredth with ease.
"""


class ScreenKind(StrEnum):
    """What the screen is about."""

    WELCOME = "welcome"
    NEXT = "next"
    ITEM = "item"
    VOTE = "vote"
    RESULT = "result"
    BREAK = "break"
    DONE = "done"
    END = "end"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the screen is about, and the item it shows; None where it shows none."""

    kind: ScreenKind
    item_id: int | None = None


class ScreenChoice(StrEnum):
    """What the chair can put on the screen instead of what follows from the last step: an item, its result, a break.

    `STEPS` gives the screen back to the steps.
    """

    ITEM = "item"
    RESULT = "result"
    BREAK = "break"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class ChosenScreen:
    """What the chair chose at `at` (UTC), and the item it is about; None for a break and for the steps."""

    choice: ScreenChoice
    item_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ScreenItem:
    """An item of the agenda: whether ballots on it are accepted now, and whether its result is announced."""

    item_id: int
    is_voting: bool = False
    is_announced: bool = False


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What is recorded of a meeting (UTC): its hours, its agenda in order, items opened and closed in the room."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    items: Sequence[ScreenItem] = ()
    moments: Sequence[ItemMoment] = ()
    chosen: ChosenScreen | None = None

    @property
    def last_step_at(self) -> datetime | None:
        """Return when the chair last opened or closed the meeting or an item."""
        steps = (self.opened_at, self.closed_at, *(each.at for each in self.moments))
        return max((each for each in steps if each is not None), default=None)

    @property
    def standing_choice(self) -> ChosenScreen | None:
        """Return what the chair chose, until the next step."""
        if self.chosen is None or (self.last_step_at is not None and self.chosen.at < self.last_step_at):
            return None
        return self.chosen

    @property
    def is_break(self) -> bool:
        """Tell whether the screen says that there is a break."""
        return self.standing_choice is not None and self.standing_choice.choice is ScreenChoice.BREAK


def due_screen(facts: ScreenFacts) -> Screen:
    """Return the screen that the chair chose, and after the next step again the one that follows from the steps."""
    found = facts.standing_choice
    if found is None or found.choice is ScreenChoice.STEPS:
        return _of_steps(facts)
    if found.choice is ScreenChoice.BREAK:
        return Screen(ScreenKind.BREAK)
    item = next((each for each in facts.items if each.item_id == found.item_id), None)
    if item is None:
        return _of_steps(facts)
    if found.choice is ScreenChoice.RESULT and item.is_announced:
        return Screen(ScreenKind.RESULT, item.item_id)
    return item_screen(item)


def require_choice(facts: ScreenFacts, choice: ScreenChoice, item_id: int | None) -> int | None:
    """Return the item that a choice is about, None where it is about none; raises NothingToShow."""
    if choice in {ScreenChoice.BREAK, ScreenChoice.STEPS}:
        return None
    item = next((each for each in facts.items if each.item_id == item_id), None)
    if item is None or (choice is ScreenChoice.RESULT and not item.is_announced):
        raise NothingToShow
    return item.item_id


def _of_steps(facts: ScreenFacts) -> Screen:
    """Return the screen that follows from the last step.

    An open item shows itself, with the way in while it is voted; after a closed one comes the next. A result waits
    until the chair tells it.
    """
    if facts.closed_at is not None:
        return Screen(ScreenKind.END)
    if facts.opened_at is None:
        return Screen(ScreenKind.WELCOME)
    known = {each.item_id: each for each in facts.items}
    last = next((each for each in reversed(facts.moments) if each.item_id in known), None)
    if last is None:
        return _after(facts.items, None)
    return item_screen(known[last.item_id]) if last.step is ItemStep.OPENED else _after(facts.items, last.item_id)


def item_screen(item: ScreenItem) -> Screen:
    """Return the screen of an item that is treated: with the way in while it is voted."""
    return Screen(ScreenKind.VOTE if item.is_voting else ScreenKind.ITEM, item.item_id)


def _after(items: Sequence[ScreenItem], item_id: int | None) -> Screen:
    numbers = [each.item_id for each in items]
    place = numbers.index(item_id) + 1 if item_id is not None else 0
    return Screen(ScreenKind.NEXT, numbers[place]) if place < len(numbers) else Screen(ScreenKind.DONE)


def screen_languages(written: Sequence[Language], authentic: Language) -> tuple[Language, ...]:
    """Return the one or two languages of the screen, the first one large: the authentic one, then the next written.

    More than two cannot be read at the back of a hall.
    """
    ordered = [authentic, *(each for each in LANGUAGES if each is not authentic)]
    return tuple([each for each in ordered if each in written][:2]) or (authentic,)


@dataclass(frozen=True, slots=True)
class Said:
    """A text as the screen says it: in the first language, and in the second where that says something else."""

    first: Phrase
    second: Phrase | None = None

    @property
    def is_long(self) -> bool:
        """Tell whether the letters of a title must be smaller for it to stay on the screen."""
        return len(self.first.text) > _LONG


_LONG: Final = 80


def say_twice(texts: Texts, languages: Sequence[Language]) -> Said:
    """Return a text in the languages of the screen."""
    first = texts.in_language(languages[0])
    others = [texts.in_language(each) for each in languages[1:]]
    return Said(first, next((each for each in others if not each.is_fallback and each.text != first.text), None))
