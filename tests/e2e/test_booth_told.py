"""An agenda that tells, in the booth: questions, summaries, advice, documents before the answers, candidates' cards."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone
from tests.e2e.test_booth import CAST, REVIEW
from tests.e2e.test_booth_access import faults
from tests.e2e.test_booth_faults import SMALL, wrong
from tests.factories.accounts import a_link
from tests.factories.assembly import Meeting, created
from tests.factories.items import put_told_items

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that is open, with a decision and an election about which everything is told."""
    meeting = created(database, clock)
    put_told_items(meeting, ChoiceOrder.LOT)
    meeting.lock()
    meeting.open()
    return meeting


def enter(phone: Phone, meeting: Meeting, language: Language = Language.EN) -> str:
    """Come in by a personal link and return the path of the booth."""
    hall = meeting.hall()
    path = f"/vote/{hall.uuid}"
    phone.open(
        a_link(
            meeting.database,
            meeting.clock.now(),
            subject_ref=f"holder:{meeting.voters[0]}",
            next_path=path,
            lifetime=timedelta(days=30),
            language=language,
        )
    )
    phone.page.wait_for_url(f"**{path}")
    expect(phone.page.locator("#ballot")).to_be_visible()
    return path


def test_the_question_stands_above_and_what_helps_to_decide_before_the_answers(phone: Phone, meeting: Meeting) -> None:
    enter(phone, meeting)
    question = phone.page.locator("#q0")
    assert question.locator("h2").inner_text() == "Do we approve the accounts?"
    parts = question.locator("[data-part]").evaluate_all("(each) => each.map((e) => e.dataset.part)")
    assert parts.index("summary") < parts.index("changes") < parts.index("advice") < parts.index("needed")
    advice, answers = (question.locator(each).bounding_box() for each in (".advice", "fieldset"))
    assert advice is not None
    assert answers is not None
    assert advice["y"] < answers["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_candidates_have_cards_of_one_width_with_portrait_text_and_link(
    phone: Phone, meeting: Meeting, scheme: Any
) -> None:
    phone.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    enter(phone, meeting)
    cards = phone.page.locator("#q1 .candidate")
    assert cards.count() == 3
    assert len({round(each.bounding_box()["width"]) for each in cards.all()}) == 1  # type: ignore[index]
    expect(phone.page.locator("#q1 img.portrait")).to_have_count(1)
    expect(phone.page.locator("#q1 .about a")).to_have_attribute("href", "https://zoe.example/")
    assert phone.page.evaluate(SMALL) == []
    assert faults(phone) == []
    for size in (390, 320):
        phone.page.set_viewport_size({"width": size, "height": 800})
        assert wrong(phone) == []


def test_a_word_that_not_everybody_knows_is_explained_in_a_tap(phone: Phone, meeting: Meeting) -> None:
    enter(phone, meeting)
    term = phone.page.locator("#q0 details.term")
    assert "reserves" in term.locator("summary").inner_text()
    expect(term.locator("p")).to_be_hidden()
    term.locator("summary").click()
    expect(term.locator("p")).to_be_visible()


def test_the_told_ballot_is_cast(phone: Phone, meeting: Meeting) -> None:
    enter(phone, meeting, Language.NL)
    phone.page.check("input[name=q0][value='0']")
    phone.page.check("input[name=q1][value='1']")
    phone.page.click(REVIEW)
    expect(phone.page.locator("#review h2").first).to_have_text("Keuren we de rekening goed?")
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert meeting.hall().paper().ballots == 1


@pytest.mark.parametrize(
    ("fixed", "shown"),
    [
        ("The profit goes to the reserves.", "The profit goes to the directors."),
        ("The directors advise to approve.", "The directors advise to refuse."),
        ("Amina Benali writes a longer text.", "Amina Benali writes nonsense."),
        ("https://zoe.example/", "https://other.example/"),
        ("Zoë in her bakery", "Zoë in her jail"),
    ],
)
def test_what_is_told_otherwise_than_sealed_stops_the_booth(
    phone: Phone, meeting: Meeting, fixed: str, shown: str
) -> None:
    def tamper(route: Route) -> None:
        answer = route.fetch()
        assert fixed in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(fixed, shown))

    path = enter(phone, meeting)
    phone.page.route(f"**{path}", tamper)
    phone.open(path)
    expect(phone.page.locator("#fault")).to_contain_text("does not show the ballot paper that was fixed")
    expect(phone.page.locator("#ballot")).to_be_hidden()
