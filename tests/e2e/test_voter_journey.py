"""A shareholder with a phone and a keyboard: from the mail to the receipt in as few actions as can be."""

import pytest
from playwright.sync_api import expect

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from tests.e2e.conftest import Phone
from tests.e2e.keyboard import Keyboard, plain, sentence
from tests.factories.assembly import ACCOUNTS, Meeting, created, put_item
from tests.factories.mail import a_worker
from tests.factories.shares import REGISTRAR, person, registered

pytestmark = pytest.mark.browser

CAST = "#cast button[type=submit]"
REVIEW = "#dock button"


def opened(database: Database, clock: FixedClock, settings: Settings, language: Language, decisions: int) -> Meeting:
    """Return an assembly that is open, whose invitations were sent, one of them to somebody who reads `language`."""
    meeting = created(database, clock, voters=5)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        meeting.voters.append(
            int(registered(work, person("Kaya", "Deniz", language.value), email="d.kaya@mail.example"))
        )
    for number in range(1, decisions + 1):
        title = ACCOUNTS if decisions == 1 else Texts.same(f"Item {number}")
        put_item(meeting, ItemKind.DECISION, title)
    meeting.lock()
    meeting.open()
    a_worker(database, clock, settings, InboxTransport()).run_once()
    return meeting


def read_mail(phone: Phone) -> Keyboard:
    """Let the shareholder find the invitation in the inbox."""
    phone.open("/inbox?q=Kaya")
    keys = Keyboard(phone.page)
    keys.press("main li a")
    phone.page.wait_for_url("**/inbox/*")
    keys.actions = 0
    return keys


def vote(phone: Phone, keys: Keyboard, decisions: int) -> None:
    """Choose, review and cast."""
    expect(phone.page.locator("#ballot")).to_be_visible()
    for question in range(decisions):
        keys.press(f"input[name=q{question}]", "Space")
    keys.press(REVIEW)
    expect(phone.page.locator("#title")).to_be_focused()
    keys.press(CAST)
    phone.page.wait_for_url("**/receipt/**")


@pytest.mark.parametrize(("decisions", "actions"), [(1, 4), (10, 13)])
def test_actions_from_the_mail_to_the_receipt(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings, decisions: int, actions: int
) -> None:
    meeting = opened(database, clock, settings, Language.NL, decisions)
    keys = read_mail(phone)
    keys.press("main a[role=button]")
    phone.page.wait_for_url("**/vote/*")
    vote(phone, keys, decisions)
    assert keys.actions == actions
    assert meeting.hall().paper().ballots == 1


@pytest.mark.parametrize("language", list(Language))
def test_a_vote_a_second_vote_and_the_checks_in_the_voters_language(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings, language: Language
) -> None:
    meeting = opened(database, clock, settings, language, 1)
    keys = read_mail(phone)
    assert sentence("mail.invitation.subject", language) in keys.said
    keys.press("main a[role=button]")
    phone.page.wait_for_url("**/vote/*")
    _booth_says(phone, keys, language)
    vote(phone, keys, 1)
    assert phone.page.get_attribute("html", "lang") == language
    assert plain(phone.page.inner_text("h1")) == sentence("state.voted", language)
    first = phone.page.url
    _vote_again(phone, keys, language)
    _earlier_is_replaced(phone, keys, first)
    _board_knows(phone, keys, language)
    assert meeting.hall().paper().ballots == 2


def _booth_says(phone: Phone, keys: Keyboard, language: Language) -> None:
    expect(phone.page.locator("#ballot")).to_be_visible()
    assert phone.page.get_attribute("html", "lang") == language
    for key in ("choice.for", "choice.against", "choice.abstain"):
        assert sentence(key, language) in keys.said
    assert plain(phone.page.inner_text(REVIEW)) == sentence("button.review", language)
    assert plain(phone.page.text_content(CAST) or "") == sentence("button.cast", language)
    assert str(ACCOUNTS.in_language(language)) in keys.said


def _vote_again(phone: Phone, keys: Keyboard, language: Language) -> None:
    first = phone.page.url
    keys.follow(sentence("button.vote_again", language))
    expect(phone.page.locator("#ballot")).to_be_visible()
    phone.page.wait_for_url(lambda url: "receipt" not in url)
    vote(phone, keys, 1)
    assert phone.page.url != first


def _earlier_is_replaced(phone: Phone, keys: Keyboard, first: str) -> None:
    last = phone.page.url
    phone.page.goto(last.split("/receipt/")[0] + "/used")
    expect(phone.page.locator("main li a")).to_have_count(2)
    phone.page.goto(first)
    assert phone.page.locator("main a[href*='/receipt/']").first.is_visible()
    keys.press("main a[href*='/receipt/']")
    phone.page.wait_for_url(last)


def _board_knows(phone: Phone, keys: Keyboard, language: Language) -> None:
    keys.follow(sentence("button.check_ballot", language))
    phone.page.wait_for_url("**/board/**")
    expect(phone.page.locator("main .banner.ok")).to_be_visible()
