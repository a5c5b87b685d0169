"""Texts, money, refusals and canonical JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.canonical import canonical_json
from govapp.kernel.errors import N_, Conflict, Refusal
from govapp.kernel.money import cents_of, euros
from govapp.kernel.texts import LANGUAGES, Language, Texts, kept_lines


class TooLate(Conflict):
    """A refusal of this test."""

    code = "too_late"
    message = N_("It closed at %(hour)s.")


def test_a_text_is_shown_in_the_readers_language() -> None:
    phrase = Texts(nl="Rekeningen", fr="Comptes").in_language(Language.NL)
    assert (phrase.text, phrase.is_fallback) == ("Rekeningen", False)


def test_a_missing_text_is_shown_in_another_language_and_says_so() -> None:
    phrase = Texts(fr="Comptes").in_language(Language.DE)
    assert (phrase.text, phrase.language, phrase.is_fallback) == ("Comptes", Language.FR, True)


def test_only_spaces_count_as_a_missing_text() -> None:
    assert Texts(nl="  ", fr="Comptes").missing() == (Language.NL, Language.EN, Language.DE)
    assert not Texts(nl=" ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One.\r\n\r\n- a\r\n- b", "One.\n\n- a\n- b"),
        (" One  line. \r", "One line."),
        ("One.\n \n\t\n\nTwo.", "One.\n\nTwo."),
        ("1. a\n    b  c \n\td", "1. a\n    b c\n    d"),
        ("Pourquoi\u00a0? ", "Pourquoi\u00a0?"),
        (" \r\n", ""),
    ],
)
def test_a_text_keeps_the_lines_that_were_typed(typed: str, kept: str) -> None:
    assert kept_lines(typed) == kept
    assert kept_lines(kept) == kept


@given(st.fixed_dictionaries({language.value: st.text(max_size=5) for language in LANGUAGES}))
def test_texts_survive_being_stored(values: dict[str, str]) -> None:
    texts = Texts.from_dict(values)
    assert Texts.from_dict(texts.as_dict()).as_dict() == texts.as_dict()


@pytest.mark.parametrize(("cents", "written"), [(3000, "30.00"), (5, "0.05"), (-5, "-0.05"), (-12345, "-123.45")])
def test_an_amount_is_written_exactly(cents: int, written: str) -> None:
    assert euros(cents) == written


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("30", 3000),
        (" 30,5 ", 3050),
        ("30.05", 3005),
        ("0", 0),
        ("", None),
        ("1.000,00", None),
        ("1.000", None),
        ("30,005", None),
        ("-5", None),
        ("€ 30", None),
        ("\u0663", None),
    ],
)
def test_an_amount_is_read_as_people_write_it_or_not_at_all(written: str, cents: int | None) -> None:
    assert cents_of(written) == cents


def test_a_refusal_says_its_facts() -> None:
    assert str(TooLate(hour="18:00")) == "It closed at 18:00."
    assert issubclass(TooLate, Refusal)


def test_the_same_value_has_the_same_bytes_whatever_the_order_of_its_members() -> None:
    assert canonical_json({"b": 1, "a": [True, None]}) == canonical_json({"a": [True, None], "b": 1})


def test_an_officer_is_named_by_kind_and_number() -> None:
    officer = Actor(ActorKind.OFFICER, 3, "Nadia Lefèvre", frozenset({Role.SECRETARY}))
    assert officer.reference == "officer:3"
    assert officer.has_any(Role.SECRETARY, Role.AUDITOR)
    assert not officer.has_any(Role.REGISTRAR)
