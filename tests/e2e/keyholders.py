"""Three key holders of one assembly, each before an own browser, and what they do on the page of their key."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from govapp.ballots import service
from govapp.ballots.rules import PreparePaper, Trustee
from govapp.ballots.rules.key_groups import Holder, MakeKeyGroup
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.e2e.conftest import PHONE, Phone, a_window, sign_in_officer
from tests.factories.accounts import OfficerHandle, an_officer
from tests.factories.ballots import RULES, SECRETARY, Hall, decision, texts
from tests.factories.keys import KeyHolders
from tests.factories.shares import register_some

DESK = ViewportSize(width=1280, height=900)
PATIENCE = 600_000.0
PEOPLE = ("An Peeters", "Bo Maes", "Cis Claes")


@dataclass
class KeyHolder:
    """A key holder; `file` is the copy of the key that was kept."""

    name: str
    officer: OfficerHandle
    phone: Phone
    clock: FixedClock
    path: str
    folder: Path
    file: Path = field(default_factory=Path)

    @property
    def page(self) -> Page:
        """Return the tab in which the page of the key is open."""
        return self.phone.page

    def come(self) -> None:
        """Sign in and follow the link of the mail."""
        sign_in_officer(self.phone, self.officer, self.clock, self.path)

    def close_and_come_back(self) -> None:
        """Close the tab, and with it all that it kept; follow the link again, still signed in."""
        closed, self.phone.page = self.page, self.phone.context.new_page()
        closed.close()
        self.phone.open(self.path)

    def go_on(self) -> None:
        """Show the key file to a tab that does not have the key any more."""
        self.shows("again")
        self.page.set_input_files("#again-file", self.file)
        self.page.click("#again-go")

    def shows(self, panel: str) -> None:
        """Wait until a part of the page shows."""
        expect(self.page.locator(f"#panel-{panel}")).to_be_visible()

    def make(self) -> None:
        """Make the key and keep its file; nothing is handed in."""
        with self.page.expect_download() as download:
            self.page.click("#make")
        self.keep(download.value.suggested_filename)
        download.value.save_as(self.file)

    def keep(self, name: str) -> None:
        """Note where the key file of this name is kept."""
        self.file = self.folder / name

    def hand_in(self) -> None:
        """Show the file again, and hand in the public part."""
        self.page.set_input_files("#show-file", self.file)
        self.page.click("#show-go")
        expect(self.page.locator("#panel-show")).to_be_hidden()

    def begin(self) -> None:
        """Come, make the key and hand in the public part."""
        self.come()
        self.make()
        self.hand_in()

    def test(self) -> None:
        """Open the test ballot with the copy of the key."""
        self.shows("test")
        self.page.set_input_files("#test-file", self.file)
        self.page.click("#test-go")
        self.shows("done")

    def open(self, hall: Hall, words: Sequence[str] = ()) -> None:
        """Follow the page of the key to the count, and open it with the file, or with the words of the printed copy."""
        self.open_count(hall.uuid, words)

    def open_count(self, uuid: str, words: Sequence[str] = ()) -> None:
        """Follow the page of the key to the count of a paper, and open it."""
        sign_in_officer(self.phone, self.officer, self.clock, self.path)
        self.page.click("#papers a")
        # The page proves each ballot first.
        expect(self.page.locator("#trustee")).to_be_visible(timeout=PATIENCE)
        if words:
            self.page.click("#trustee summary")
            self.page.fill("#key-words", " ".join(words))
        else:
            self.page.set_input_files("#key-file", self.file)
        self.page.click("#decrypt")
        self.page.wait_for_url(f"**/office/papers/{uuid}")


@contextmanager
def key_holders(
    browser: Browser,
    address: str,
    database: Database,
    clock: FixedClock,
    folder: Path,
    language: Language = Language.EN,
) -> Iterator[tuple[Hall, tuple[KeyHolder, ...]]]:
    """Return a vote of which two of three keys open the count, and its key holders; the first has a phone."""
    officers = [
        an_officer(
            database, clock.now(), Role.SCRUTINEER, email=f"{name[:2]}@mail.example", name=name, language=language
        )
        for name in PEOPLE
    ]
    hall = a_vote_with(database, clock, officers)
    assert hall.group is not None
    with ExitStack() as stack:
        people: list[KeyHolder] = []
        for name, officer in zip(PEOPLE, officers, strict=True):
            window = stack.enter_context(a_window(browser, address, DESK if people else PHONE))
            own = folder / name
            own.mkdir()
            people.append(KeyHolder(name, officer, window, clock, f"/office/keys/{hall.group.uuid}", own))
        yield hall, tuple(people)


def a_vote_with(database: Database, clock: FixedClock, officers: list[OfficerHandle]) -> Hall:
    """Return a paper with one decision whose keys these officers hold together, two of whom are enough."""
    voters = [int(each) for each in register_some(database, clock, 5)]
    named = list(zip(PEOPLE, officers, strict=True))
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(clock.now().date(), Texts.same("Assembly of June")))
        holders = tuple(Holder(officer.id, name) for name, officer in named)
        group = service.find_or_make_key_group(work, MakeKeyGroup("assembly:1", texts("General assembly"), holders, 2))
        command = PreparePaper(
            subject_ref="assembly:1",
            roll_id=roll_id,
            name=texts("General assembly"),
            questions=(decision(),),
            opens_at=clock.now() + timedelta(hours=1),
            closes_at=clock.now() + timedelta(days=14),
            trustees=tuple(Trustee(officer.id, name) for name, officer in named),
            rules_digest=RULES,
            minimum_ballots=2,
            key_group_id=group.id,
        )
        uuid = service.prepare_paper(work, command)
    actors = [Actor(ActorKind.OFFICER, officer.id, name, frozenset({Role.SCRUTINEER})) for name, officer in named]
    return Hall(database, clock, uuid, roll_id, voters, actors, group=KeyHolders(database, clock, group.uuid, actors))
