"""A real agenda costs few clicks: seven items, three options, seven candidates, four documents, four languages.

A click is a press of the mouse on a link, a button, a choice or a file field; going to the next field with Tab, and to
the next language with an arrow, are keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.model_items import ItemModel
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from govapp.statutes.rules.profile import LegalKind
from tests.e2e.conftest import Phone, sign_in_officer
from tests.factories.accounts import an_officer
from tests.factories.assembly import Meeting

pytestmark = pytest.mark.browser

MAX_CLICKS = 35
MAX_CLICKS_FROM_LAST_YEAR = 12
CANDIDATES = "\n".join(f"{name} Peeters; bakker in Gent" for name in ("Ada", "Bo", "Cy", "Di", "Eva", "Fons", "Gus"))
OPTIONS = ("Klimaat", "Opleiding", "Toegang")
LINES = ("title", "question")
PARAGRAPHS = ("summary", "body")


@dataclass
class Mouse:
    """A person at a page who counts clicks, keys for the next language, and fields that were typed."""

    page: Page
    folder: Path
    clicks: int = 0
    arrows: int = 0
    fields: int = 0

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.clicks += 1

    def write(self, texts: Mapping[str, str]) -> None:
        """Type into fields one after the other, as Tab leads to them."""
        for selector, words in texts.items():
            self.page.fill(selector, words)
            self.fields += 1

    def write_in_four(self, *names: str) -> None:
        """Type texts language by language; an arrow on the radios shows the next one."""
        self.page.focus("[name=showing]:checked")
        place = LANGUAGES.index(Language.NL)
        for step, language in enumerate((*LANGUAGES[place:], *LANGUAGES[:place])):
            if step:
                self.page.focus("[name=showing]:checked")
                self.page.keyboard.press("ArrowRight")
                self.arrows += 1
            self.write({f"[name={name}_{language.value}]": f"{name} ({language.value})" for name in names})

    def attach(self, name: str) -> None:
        path = self.folder / f"{name}.pdf"
        path.write_bytes(b"%PDF-1.7 " + name.encode())
        self.page.set_input_files("[name=documents-0-file]", path)
        self.clicks += 1

    def add(self, kind: ItemKind) -> None:
        self.click(f"a[href$='/items/new/{kind.value}']")
        self.page.wait_for_url(f"**/items/new/{kind.value}")

    def save(self) -> None:
        self.click("#item-form button[type=submit]:not([name])")
        self.page.wait_for_url(lambda url: "/items/" not in url)


@pytest.fixture
def mouse(phone: Phone, database: Database, clock: FixedClock, tmp_path: Path) -> Mouse:
    """Return a secretary who reads Dutch at the list of assemblies, on a wide screen."""
    officer = an_officer(database, clock.now(), Role.SECRETARY, language=Language.NL)
    phone.page.set_viewport_size({"width": 1280, "height": 900})
    sign_in_officer(phone, officer, clock, "/office/assemblies")
    return Mouse(phone.page, tmp_path)


def make_assembly(mouse: Mouse, clock: FixedClock) -> int:
    mouse.click("main a[href$='/assemblies/new']")
    mouse.write({"form[method=get] [type=date]": (clock.now() + timedelta(days=60)).date().isoformat()})
    mouse.click("form[method=get]:has([type=date]) button")
    mouse.write({f"[name=title_{each.value}]": f"Vergadering ({each.value})" for each in LANGUAGES})
    mouse.write({f"[name=place_{each.value}]": "De Markten, Brussel" for each in LANGUAGES})
    mouse.click("form:has([name=held_on]) button[type=submit]:not([name])")
    mouse.page.wait_for_url(lambda url: url.rpartition("/")[2].isdecimal())
    return int(mouse.page.url.rpartition("/")[2])


def write_agenda(mouse: Mouse) -> None:
    for kind in (ItemKind.INFORMATION, ItemKind.ACKNOWLEDGEMENT):
        mouse.add(kind)
        mouse.write_in_four("title", "summary", "body")
        mouse.save()
    for legal_kind in ("accounts", "discharge", "statutes"):
        mouse.add(ItemKind.DECISION)
        mouse.write_in_four(*LINES, *PARAGRAPHS, "changes", "advice")
        mouse.choose("[name=legal_kind]", legal_kind)
        mouse.attach(legal_kind)
        mouse.save()
    mouse.add(ItemKind.ELECTION)
    mouse.write_in_four(*LINES, *PARAGRAPHS)
    mouse.write({"[name=seats]": "3", "[name=pasted]": CANDIDATES})
    mouse.click("[name=choice_order][value=lot]")
    mouse.attach("profiles")
    mouse.save()
    mouse.add(ItemKind.STRATEGY)
    mouse.choose("[name=method]", "approval")
    mouse.write_in_four(*LINES, *(f"choices-{place}-label" for place in range(3)))
    mouse.save()


def test_a_real_agenda_is_written_from_nothing_in_thirty_five_clicks(
    mouse: Mouse, database: Database, clock: FixedClock
) -> None:
    meeting = Meeting(database, clock, make_assembly(mouse, clock))
    write_agenda(mouse)
    items = meeting.items()
    assert len(items) == 7
    assert [len(row.choices) for row in items] == [0, 0, 0, 0, 0, 7, 3]
    assert sum(len(row.documents) for row in items) == 4
    assert all(not row.item.title.missing() for row in items)
    assert mouse.clicks <= MAX_CLICKS, f"{mouse.clicks} clicks, {mouse.fields} fields, {mouse.arrows} arrows"


def test_from_last_years_assembly_a_new_one_takes_twelve_clicks_and_only_what_changed_is_typed(
    mouse: Mouse, database: Database, clock: FixedClock
) -> None:
    earlier = Meeting(database, clock, make_assembly(mouse, clock))
    write_agenda(mouse)
    before = earlier.items()
    mouse.page.goto(mouse.page.url.rpartition("/")[0] + f"/{earlier.id}")
    mouse.clicks = mouse.fields = mouse.arrows = 0

    mouse.click(f"main a[href$='/assemblies/new?source={earlier.id}']")
    mouse.click("[name=with_documents]")
    mouse.click("form:has([name=held_on]) button[type=submit]:not([name])")
    mouse.page.wait_for_url(lambda url: url.rpartition("/")[2].isdecimal())
    meeting = Meeting(database, clock, int(mouse.page.url.rpartition("/")[2]))
    election = next(row for row in meeting.items() if row.item.kind is ItemKind.ELECTION)
    mouse.click(f"main a[href$='/items/{election.id}']")
    mouse.write({"[name=pasted]": CANDIDATES})
    mouse.save()

    items = meeting.items()
    assert meeting.row().place == earlier.row().place
    assert not meeting.row().title.missing()
    assert [len(row.choices) for row in items] == [len(row.choices) for row in before]
    assert [len(row.documents) for row in items] == [len(row.documents) for row in before]
    assert [row.item.body for row in items] == [row.item.body for row in before]
    assert mouse.clicks <= MAX_CLICKS_FROM_LAST_YEAR, f"{mouse.clicks} clicks"
    assert mouse.fields == 1, "only the candidates are others than last year"

    # Whatever last year had not comes from the models, with all its texts.
    mouse.click(f"main a[href$='/{meeting.id}/items/models']")
    for model in (ItemModel.APPROPRIATION, ItemModel.DISCHARGE_AUDITOR):
        mouse.click(f"[name=models][value={model.value}]")
    mouse.click("form:has([name=models]) button[type=submit]")
    mouse.page.wait_for_url(lambda url: "/items/" not in url)
    assert [row.item.legal_kind for row in meeting.items()] == [
        None,
        None,
        LegalKind.ACCOUNTS,
        LegalKind.APPROPRIATION,
        LegalKind.DISCHARGE,
        LegalKind.DISCHARGE,
        LegalKind.STATUTES,
        LegalKind.APPOINTMENT,
        LegalKind.STRATEGY,
    ]
    assert mouse.clicks <= MAX_CLICKS_FROM_LAST_YEAR, f"{mouse.clicks} clicks"
    assert mouse.fields == 1, "models need nothing typed"


@pytest.mark.parametrize("width", [390, 1280])
def test_one_language_is_shown_at_a_time_and_what_is_missing_is_counted_while_typing(
    mouse: Mouse, clock: FixedClock, width: int
) -> None:
    make_assembly(mouse, clock)
    mouse.page.set_viewport_size({"width": width, "height": 844})
    mouse.add(ItemKind.ELECTION)
    page = mouse.page
    expect(page.locator("[name=title_nl]")).to_be_visible()
    expect(page.locator("[name=title_fr]")).to_be_hidden()
    page.fill("[name=title_nl]", "Bestuurders")
    expect(page.locator("[data-gap=fr] b")).to_have_text("1")
    page.check("[name=showing][value=fr]")
    expect(page.locator("[name=title_fr]")).to_be_visible()
    page.fill("[name=title_fr]", "Administrateurs")
    expect(page.locator("[data-gap=fr]")).to_be_hidden()
    count = page.locator("[data-rows=choices] [data-row]").count()
    page.click("[data-add=choices]")
    expect(page.locator("[data-rows=choices] [data-row]")).to_have_count(count + 1)
    assert page.evaluate("document.activeElement.name") == f"choices-{count}-name"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
