"""A list that is pasted: one name a line, with words behind it."""

import pytest

from govapp.assembly.agenda.rules.drafts import check_names_differ
from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, item_remarks
from govapp.assembly.agenda.rules.pasting import PastedLine, read_pasted
from govapp.assembly.agenda.rules.refusals import ChoiceNamedTwice
from govapp.kernel.texts import Texts


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Ada Peeters", PastedLine("Ada Peeters")),
        ("  Ada   Peeters ;", PastedLine("Ada Peeters")),
        ("Ada Peeters; bakker; Gent", PastedLine("Ada Peeters", "bakker; Gent")),
        ("Ada Peeters\tbakker in Gent", PastedLine("Ada Peeters", "bakker in Gent")),
        ("; bakker", PastedLine("bakker")),
    ],
)
def test_a_line_is_a_name_with_words(line: str, read: PastedLine) -> None:
    assert read_pasted(f"\r\n{line}\r\n ; \n") == (read,)


def test_nothing_is_no_list() -> None:
    assert read_pasted(" \n\t\n") == ()


def test_names_that_look_the_same_are_refused_in_the_language_in_which_they_do() -> None:
    check_names_differ([Texts(nl="Klimaat"), Texts(fr="Klimaat"), Texts()])
    with pytest.raises(ChoiceNamedTwice) as refused:
        check_names_differ([Texts(nl="Klimaat", fr="Climat"), Texts(nl="Water", fr=" climat")])
    assert refused.value.params == {"name": "climat"}


@pytest.mark.parametrize(("seats", "count", "is_noticed"), [(3, 2, True), (2, 2, False), (2, 0, False)])
def test_more_seats_than_candidates_are_noticed(seats: int, count: int, is_noticed: bool) -> None:
    choices = tuple(Choice(Texts.same(f"Candidate {number}")) for number in range(count))
    item = Item(1, 4, ItemKind.ELECTION, Texts.same("Raad"), seats=seats, choices=choices)
    assert bool(item_remarks(item)) is is_noticed
    assert not item_remarks(Item(1, 4, ItemKind.DECISION, Texts.same("Raad"), seats=seats, choices=choices))
