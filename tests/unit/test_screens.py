"""Which screen the hall sees, and in which languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.room.rules.refusals import NothingToShow
from govapp.assembly.room.rules.screens import (
    ChosenScreen,
    Screen,
    ScreenChoice,
    ScreenFacts,
    ScreenItem,
    ScreenKind,
    due_screen,
    require_choice,
    say_twice,
    screen_languages,
)
from govapp.kernel.texts import Language, Phrase, Texts

EVENING = datetime(2026, 6, 16, 16, tzinfo=UTC)
AGENDA = (ScreenItem(1), ScreenItem(2, is_voting=True), ScreenItem(3))
HELD = ScreenFacts(opened_at=EVENING, items=AGENDA)


def steps(*steps: tuple[int, ItemStep]) -> tuple[ItemMoment, ...]:
    return tuple(
        ItemMoment(
            *(number, item, step, EVENING + timedelta(minutes=number)),
            is_quorum_met=True,
            reason="",
            figures={},
            by_name="Nadia",
        )
        for number, (item, step) in enumerate(steps, start=1)
    )


class TestDueScreen:
    def test_before_the_chair_opens_the_meeting_the_hall_is_welcomed(self) -> None:
        assert due_screen(replace(HELD, opened_at=None)) == Screen(ScreenKind.WELCOME)

    def test_the_first_item_is_announced_once_the_meeting_is_open(self) -> None:
        assert due_screen(HELD) == Screen(ScreenKind.NEXT, 1)

    def test_an_open_item_shows_itself_and_the_way_in_while_it_is_voted(self) -> None:
        opened = ItemStep.OPENED
        assert due_screen(replace(HELD, moments=steps((1, opened)))) == Screen(ScreenKind.ITEM, 1)
        assert due_screen(replace(HELD, moments=steps((2, opened)))) == Screen(ScreenKind.VOTE, 2)

    def test_after_a_closed_item_the_next_one_is_announced(self) -> None:
        moments = steps((1, ItemStep.OPENED), (1, ItemStep.CLOSED))
        assert due_screen(replace(HELD, moments=moments)) == Screen(ScreenKind.NEXT, 2)

    def test_a_result_waits_until_the_chair_tells_it(self) -> None:
        moments = steps((2, ItemStep.OPENED), (2, ItemStep.CLOSED))
        items = (AGENDA[0], ScreenItem(2, is_announced=True), AGENDA[2])
        assert due_screen(replace(HELD, items=items, moments=moments)) == Screen(ScreenKind.NEXT, 3)

    def test_after_the_last_item_all_has_been_dealt_with(self) -> None:
        moments = steps((3, ItemStep.OPENED), (3, ItemStep.CLOSED))
        assert due_screen(replace(HELD, moments=moments)) == Screen(ScreenKind.DONE)

    def test_a_meeting_without_items_and_an_item_that_is_gone_break_nothing(self) -> None:
        assert due_screen(replace(HELD, items=(), moments=steps((9, ItemStep.OPENED)))) == Screen(ScreenKind.DONE)

    def test_a_closed_meeting_says_so_whatever_is_open(self) -> None:
        moments = steps((1, ItemStep.OPENED))
        assert due_screen(replace(HELD, closed_at=EVENING, moments=moments)) == Screen(ScreenKind.END)


def chosen(choice: ScreenChoice, item_id: int | None = None, minutes: int = 30) -> ChosenScreen:
    return ChosenScreen(choice, item_id, EVENING + timedelta(minutes=minutes))


class TestChosenScreen:
    STEPS = steps((1, ItemStep.OPENED), (1, ItemStep.CLOSED))
    ROOM = replace(HELD, items=(AGENDA[0], AGENDA[1], ScreenItem(3, is_announced=True)), moments=STEPS)

    def test_what_the_chair_chose_stands_until_the_next_step(self) -> None:
        at_break = replace(self.ROOM, chosen=chosen(ScreenChoice.BREAK))
        assert due_screen(at_break) == Screen(ScreenKind.BREAK)
        assert at_break.is_break
        later = replace(self.ROOM, chosen=chosen(ScreenChoice.BREAK, minutes=1))
        assert due_screen(later) == Screen(ScreenKind.NEXT, 2)
        assert not later.is_break and not self.ROOM.is_break

    def test_before_any_step_a_choice_stands_as_well(self) -> None:
        waiting = ScreenFacts(items=AGENDA, chosen=chosen(ScreenChoice.BREAK))
        assert due_screen(waiting) == Screen(ScreenKind.BREAK)

    @pytest.mark.parametrize(
        ("choice", "item_id", "screen"),
        [
            (ScreenChoice.ITEM, 1, Screen(ScreenKind.ITEM, 1)),
            (ScreenChoice.ITEM, 2, Screen(ScreenKind.VOTE, 2)),
            (ScreenChoice.ITEM, 9, Screen(ScreenKind.NEXT, 2)),
            (ScreenChoice.RESULT, 3, Screen(ScreenKind.RESULT, 3)),
            (ScreenChoice.RESULT, 1, Screen(ScreenKind.ITEM, 1)),
            (ScreenChoice.STEPS, None, Screen(ScreenKind.NEXT, 2)),
        ],
    )
    def test_each_choice_has_its_screen(self, choice: ScreenChoice, item_id: int | None, screen: Screen) -> None:
        assert due_screen(replace(self.ROOM, chosen=chosen(choice, item_id))) == screen

    def test_only_an_item_of_the_agenda_and_an_announced_result_can_be_chosen(self) -> None:
        assert require_choice(self.ROOM, ScreenChoice.BREAK, 1) is None
        assert require_choice(self.ROOM, ScreenChoice.ITEM, 1) == 1
        assert require_choice(self.ROOM, ScreenChoice.RESULT, 3) == 3
        for choice, item_id in ((ScreenChoice.ITEM, 9), (ScreenChoice.RESULT, 1), (ScreenChoice.ITEM, None)):
            with pytest.raises(NothingToShow):
                require_choice(self.ROOM, choice, item_id)


class TestLanguages:
    @pytest.mark.parametrize(
        ("written", "authentic", "shown"),
        [
            ("nl fr en de", "nl", "nl fr"),
            ("nl fr en de", "fr", "fr nl"),
            ("de", "fr", "de"),
            ("fr de", "nl", "fr de"),
            ("", "fr", "fr"),
        ],
    )
    def test_the_authentic_language_comes_first_and_two_are_shown_at_most(
        self, written: str, authentic: str, shown: str
    ) -> None:
        found = screen_languages([Language(each) for each in written.split()], Language(authentic))
        assert [each.value for each in found] == shown.split()

    def test_a_text_is_said_twice_only_where_the_second_language_says_something_else(self) -> None:
        both = (Language.NL, Language.FR)
        said = say_twice(Texts(nl="Reserves", fr="Réserves"), both)
        assert (said.first, said.second) == (Phrase("Reserves", Language.NL), Phrase("Réserves", Language.FR))
        assert say_twice(Texts.same("Ambora"), both).second is None
        assert say_twice(Texts(fr="Réserves"), both).first == Phrase("Réserves", Language.FR, is_fallback=True)
        assert say_twice(Texts(nl="Reserves"), both).second is None
        assert say_twice(Texts(nl="Reserves"), both[:1]).second is None

    def test_a_long_title_is_set_smaller(self) -> None:
        assert say_twice(Texts(nl="lang " * 20), (Language.NL,)).is_long
        assert not say_twice(Texts(nl="kort"), (Language.NL,)).is_long
