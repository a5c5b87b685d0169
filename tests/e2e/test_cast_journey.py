"""From the link in the mail to a result that a stranger can verify, in four languages, on both databases."""

import pytest

from govapp.kernel.texts import Language
from pybelenios.verifier.checks import verify
from tests.e2e.conftest import Phone
from tests.e2e.test_booth import enter, vote
from tests.factories.ballots import Hall

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", list(Language))
def test_the_whole_journey_in_the_voters_own_language(phone: Phone, hall: Hall, language: Language) -> None:
    enter(phone, hall, language=language)
    assert phone.page.get_attribute("html", "lang") == language
    assert f"Annual accounts ({language})" in phone.page.inner_text("#q0 h2")
    vote(phone, hall)
    assert phone.page.get_attribute("html", "lang") == language
    hall.close()
    assert hall.paper().result == ((1, 0, 0), (0, 0, 1, 0))
    assert verify(hall.archive()).valid
