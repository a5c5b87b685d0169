"""What a search of the register means, and which written names and towns it fits."""

import pytest

from govapp.shares.people.rules.names import fold, search_name
from govapp.shares.people.rules.searching import Search, read_search


def finds(text: str, *written: str) -> bool:
    """Tell whether each word of some reading of a search is in one of the names and towns."""
    folded = [fold(each) for each in written]
    return any(all(any(word.fits(each) for each in folded) for word in words) for words in read_search(text).readings)


@pytest.mark.parametrize("typed", ["dhondt", "D'Hondt", "d hondt", "D’HONDT", "hondt", "d'hon", "dhondt marie"])
def test_an_apostrophe_is_typed_or_not(typed: str) -> None:
    assert finds(typed, search_name("D'Hondt", "Marie"))
    assert finds(typed, search_name("Dhondt", "Marie")) is (typed != "hondt")


@pytest.mark.parametrize("written", ["Van den Berghe", "Vandenberghe", "vanden Berghe", "van denBerghe"])
@pytest.mark.parametrize("typed", ["van den berghe", "vandenberghe", "vanden berghe", "Van Denb", "jan vandenb"])
def test_particles_are_joined_or_not(typed: str, written: str) -> None:
    assert finds(typed, search_name(written, "Jan"))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("muller", "Müller"),
        ("Müller", "Muller"),
        ("jeanpierre", "Jean-Pierre"),
        ("saintgilles", "Saint-Gilles"),
        ("la louviere", "La Louvière"),
        ("lalouviere", "La Louvière"),
        ("t kint", "'t Kint"),
        ("liege", "Liège"),
        ("o'brien", "OBrien"),
    ],
)
def test_accents_hyphens_and_signs_do_not_matter(typed: str, written: str) -> None:
    assert finds(typed, written)


@pytest.mark.parametrize("typed", ["eeters", "peetersgent", "tina", "derlinde", "ondt", "·", "%", "_eeters"])
def test_a_word_fits_only_where_a_word_begins(typed: str) -> None:
    assert not finds(typed, "Peeters Martina", "Gent", "Vanderlinden", "D'Hondt")


def test_each_word_fits_a_name_or_a_place() -> None:
    assert finds("peeters gent", "Peeters Lieve", "Gent")
    assert finds("9000 peeters", "Peeters Lieve", "9000")
    assert not finds("peeters brugge", "Peeters Lieve", "Gent")


@pytest.mark.parametrize("typed", ["18204", " 18 204", "18.204", "no. 18204", "Nr 18204", "n° 18204", "#18204"])
def test_a_number_is_that_of_a_shareholder_or_a_postcode(typed: str) -> None:
    assert read_search(typed) == Search(number=18204, postcode="18204")


def test_a_company_number_is_read_as_people_write_it() -> None:
    assert read_search("0403.227.515").company_numbers == ("0403227515",)
    assert read_search("BE 0403 227 515") == Search(company_numbers=("0403227515",))
    assert read_search("BE403227515").company_numbers == ("0403227515", "403227515")
    assert read_search("403.227.515").number == 403227515
    assert read_search("BE 12").company_numbers == ("12",)


def test_an_address_is_searched_for_by_its_beginning_or_by_its_domain() -> None:
    assert read_search("Lieve@mail.example") == Search(email="lieve@mail.example")
    assert read_search(" @mail.example") == Search(email_domain="mail.example")
    assert read_search("lieve.p").email == "lieve.p"
    assert not read_search("lieve p").email


def test_a_search_without_end_is_read_in_part() -> None:
    assert len(read_search("de " * 50).readings[0]) == 8
    assert read_search("x" * 41).readings[0][0].phrases == ("x" * 41,)
    assert read_search("").readings == ()
