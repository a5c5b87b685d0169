"""Under each field for a date the day stands in words of the page, whatever order the browser shows it in."""

from datetime import date

import pytest
from playwright.sync_api import expect

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.language.formats import date_full
from tests.e2e.conftest import Phone
from tests.e2e.keyboard import plain
from tests.e2e.test_office_journeys import sign_in
from tests.factories.accounts import an_officer

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", list(Language))]


def test_a_day_typed_on_the_keyboard_is_said_as_the_server_says_it(
    phone: Phone, database: Database, clock: FixedClock, language: Language
) -> None:
    registrar = an_officer(database, clock.now(), Role.REGISTRAR, language=language)
    keys = sign_in(phone, registrar, clock, language)
    phone.open("/office/holders/new")
    said = phone.page.locator("output[data-day][for=effective_date]")
    # As the server wrote it, before a script has done anything.
    assert plain(said.inner_text()) == plain(date_full(date(2026, 6, 1), language))
    # Days that every order writes alike, day first or month first; French has a word of its own for the first.
    for day in (date(2026, 5, 5), date(2025, 12, 12), date(2024, 1, 1)):
        keys.write("[name=effective_date]", day.strftime("%d%m%Y"))
        assert phone.page.input_value("[name=effective_date]") == day.isoformat()
        expect(said).to_have_text(plain(date_full(day, language)), use_inner_text=True)
        # Back to the first part of the field.
        phone.page.keyboard.press("ArrowLeft")
        phone.page.keyboard.press("ArrowLeft")
    phone.page.keyboard.press("Backspace")
    expect(said).to_have_text("")


def test_each_field_for_a_date_has_a_place_for_its_day(
    phone: Phone, database: Database, clock: FixedClock, language: Language
) -> None:
    sign_in(
        phone, an_officer(database, clock.now(), Role.REGISTRAR, Role.SECRETARY, language=language), clock, language
    )
    for path in ("/office/holders", "/office/holders/new", "/office/register/export", "/office/assemblies/new"):
        phone.open(path)
        ids = phone.page.eval_on_selector_all(
            "input[type=date], input[type=datetime-local]", "fields => fields.map(field => field.id)"
        )
        assert ids
        without = [each for each in ids if not phone.page.locator(f"output[data-day][for='{each}']").count()]
        assert not without, path
