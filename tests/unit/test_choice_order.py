"""The order in which candidates stand: as entered, alphabetical, or drawn by a lot that anybody can draw again."""

from hashlib import sha256

import pytest

from govapp.assembly.agenda.rules.drafts import MAX_LINK_CHARACTERS, check_text, checked_link
from govapp.assembly.agenda.rules.items import MAX_CHOICE_TEXT_CHARACTERS, Choice, Item, ItemKind, Portrait
from govapp.assembly.agenda.rules.order import ChoiceOrder, choice_places, drawn_name, lot_digest, plain_name
from govapp.assembly.agenda.rules.refusals import ChoiceTextTooLong, LinkNotHttps
from govapp.kernel.texts import Texts

SEED = "00112233445566778899aabbccddeeff"
NAMES = ("Zoë Claes", "Émile Dupont", "ada de Wit", "Bo Peeters")
LABELS = [Texts.same(name) for name in NAMES]


def ordered(order: ChoiceOrder, seed: str = "") -> list[str]:
    return [NAMES[place] for place in choice_places(LABELS, order, seed)]


def test_names_stay_as_they_were_entered() -> None:
    assert ordered(ChoiceOrder.ENTERED, SEED) == list(NAMES)


def test_the_alphabet_knows_neither_capitals_nor_accents() -> None:
    assert ordered(ChoiceOrder.ALPHABETICAL) == ["ada de Wit", "Bo Peeters", "Émile Dupont", "Zoë Claes"]


def test_a_lot_follows_from_its_seed_and_the_names_as_the_rule_says() -> None:
    by_hand = sorted(NAMES, key=lambda name: sha256(f"{SEED}\n{name}".encode()).hexdigest())
    assert ordered(ChoiceOrder.LOT, SEED) == by_hand
    assert lot_digest(SEED, "Bo Peeters") == sha256(f"{SEED}\nBo Peeters".encode()).hexdigest()


def test_a_lot_does_not_depend_on_the_order_in_which_names_were_typed() -> None:
    turned = list(reversed(LABELS))
    drawn = [str(turned[place].nl) for place in choice_places(turned, ChoiceOrder.LOT, SEED)]
    assert drawn == ordered(ChoiceOrder.LOT, SEED)


def test_another_seed_draws_another_order() -> None:
    assert len({tuple(ordered(ChoiceOrder.LOT, f"{number:032x}")) for number in range(50)}) > 10


def test_a_name_is_drawn_in_the_first_language_in_which_it_was_written() -> None:
    assert drawn_name(Texts(fr="Le  climat\n", en="Climate")) == "Le climat"
    assert drawn_name(Texts()) == ""
    assert drawn_name(Texts.same("Zoe\u0308")) == "Zoë"


def test_names_that_look_the_same_are_the_same() -> None:
    assert plain_name("Koen  MERTENS ") == plain_name("koen mertens") == plain_name("Koen\u00a0Mertens")


def test_a_text_is_as_long_as_it_may_be_and_no_longer() -> None:
    check_text(Texts.same("a" * MAX_CHOICE_TEXT_CHARACTERS))
    with pytest.raises(ChoiceTextTooLong) as refused:
        check_text(Texts(nl="kort", fr="a" * (MAX_CHOICE_TEXT_CHARACTERS + 1)))
    assert refused.value.params == {"language": "Français", "count": 1_201, "most": 1_200}


def test_a_link_is_a_secure_web_address_or_nothing() -> None:
    assert checked_link("  ") == ""
    assert checked_link(" https://ada.example/over?x=1#y ") == "https://ada.example/over?x=1#y"


@pytest.mark.parametrize(
    "link",
    [
        "http://ada.example",
        "ada.example",
        "javascript:alert(1)",
        "https://",
        "https://bank.example@ada.example",
        "https://ada.example/a b",
        'https://ada.example/"onclick',
        "https://[::1",
        "https://ada.example/" + "a" * MAX_LINK_CHARACTERS,
    ],
)
def test_other_addresses_are_refused(link: str) -> None:
    with pytest.raises(LinkNotHttps) as refused:
        checked_link(link)
    assert len(str(refused.value.params["link"])) <= MAX_LINK_CHARACTERS


def test_an_item_is_asked_in_each_language_or_named() -> None:
    item = Item(1, 1, ItemKind.INFORMATION, Texts(nl="Cijfers", fr="Chiffres"), question=Texts(nl="Zijn ze goed?"))
    assert item.asked == Texts(nl="Zijn ze goed?", fr="Chiffres")


def test_the_languages_of_all_texts_of_a_choice_are_counted() -> None:
    from govapp.assembly.agenda.rules.items import missing_texts

    ada = Choice(Texts.same("Ada"), portrait=Portrait("ab" * 32, Texts(nl="Ada in haar bakkerij", fr="Ada", en="Ada")))
    item = Item(1, 1, ItemKind.ELECTION, Texts.same("Raad"), choices=(ada,))
    (missing,) = missing_texts((item,))
    assert [language.value for language in missing.languages] == ["de"]
