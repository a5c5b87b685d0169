"""One translator says sentences, numbers, days and refusals in the words of one language."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from govapp.kernel.errors import N_, Conflict, NotFound
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for

NARROW = "\N{NARROW NO-BREAK SPACE}"
SPACE = "\N{NO-BREAK SPACE}"


class TooLate(Conflict):
    """A refusal with every shape of value."""

    code = "too_late"
    message = N_("%(name)s came on %(day)s at %(at)s, %(count)s days late.")
    help = N_("Nothing was changed. Go back and try again.")


def test_the_values_in_a_refusal_are_written_as_the_reader_writes_them() -> None:
    refusal = TooLate(name="Ada", day=date(2026, 6, 1), at=datetime(2026, 6, 16, 16, 0, tzinfo=UTC), count=1200)
    message, help_ = translator_for(Language.EN).describe_refusal(refusal)
    assert message == f"Ada came on 1{SPACE}June 2026 at Tuesday 16{SPACE}June 2026 at 18:00, 1,200 days late."
    assert help_ == "Nothing was changed. Go back and try again."
    message, help_ = translator_for(Language.NL).describe_refusal(refusal)
    assert "1.200" in message
    assert help_ == translator_for(Language.NL).say(TooLate.help) != TooLate.help


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_of_the_kernel_reads_differently_in_each_language(language: Language) -> None:
    others = {translator_for(each).describe_refusal(NotFound()) for each in LANGUAGES if each is not language}
    assert translator_for(language).describe_refusal(NotFound()) not in others


def test_a_plural_follows_the_number_and_its_count_is_grouped() -> None:
    french = translator_for(Language.FR)
    one, many = ("%(count)s mail failed", "%(count)s mails failed")
    assert french.ngettext(one, many, 1).startswith("1 ")
    assert french.ngettext(one, many, 1200).startswith(f"1{NARROW}200 ")
    assert french.ngettext(one, many, 1) != french.ngettext(one, many, 2).replace("2", "1")


def test_a_percentage_never_crosses_its_limit() -> None:
    english = translator_for(Language.EN)
    assert english.percent(Fraction(7499, 10_000), Fraction(3, 4)) == "74.99%"
    assert english.percent(Fraction(74_996, 100_000), Fraction(3, 4)) == "74.996%"
    assert english.percent(Fraction(3, 4), Fraction(3, 4)) == "75.0%"
