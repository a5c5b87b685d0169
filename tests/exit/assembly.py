"""One assembly and what everybody does in it, step by step; how large it is, a setting says."""

import io
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser as Chromium
from pypdf import PdfReader

from govapp.ballots.queries import find_newest_key_group
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.rehearsal.browser import Browser
from govapp.rehearsal.registrar import Registrar
from govapp.rehearsal.scrutineer import Scrutineer
from govapp.rehearsal.staff import StaffMember
from govapp.rehearsal.voters import enter_booth, send_ballot
from govapp.rehearsal.votes import Answers
from pybelenios.keyfile import read_key_file
from tests.e2e.conftest import PHONE, a_window
from tests.e2e.keyholders import DESK, KeyHolder
from tests.exit.cooperative import NO_MAIL_EVERY, Cooperative, late_file, register_of
from tests.exit.office import STATUTES, Office, uuid_of
from tests.exit.voters import (
    ABSTAIN,
    AGAINST,
    CANDIDATES,
    FOR,
    all_vote,
    ballots,
    figures_of,
    vote_by_code,
)
from tests.factories.accounts import OfficerHandle

SCALE: Final = Fraction(os.environ.get("GOVAPP_EXIT_SCALE", "1/10"))
HOLDERS: Final = ("An Peeters", "Bo Maes", "Cis Claes")
NEEDED: Final = 2
WHY: Final = "De tweede vergadering beslist"
LOST: Final = "Fell into the Leie"
ARTICLE: Final = "Article 12 lets whoever has paid vote"
ON_PAPER: Final[Answers] = (FOR, FOR, FOR, frozenset({0, 1}), FOR)


def scaled(number: int) -> int:
    """Return how many that is at the size of this run, one at least."""
    return max(1, int(number * SCALE))


REGISTER, BEFOREHAND, BY_LETTER, BOUNCED = scaled(14_000), scaled(6_000), scaled(300), scaled(120)
ROOM, WITHOUT_PHONE, JOINED_LATE = scaled(280), scaled(20), scaled(6)
GIVERS: Final = 3


@dataclass
class Assembly:
    """The assembly, whoever works for it, and what everybody did.

    `sent` are the ballots on line that count, `on_paper` the papers of those in the room without a phone.
    """

    cooperative: Cooperative
    chromium: Chromium
    folder: Path
    day: datetime
    rita: Office
    nadia: Office
    wim: Office
    team: tuple[StaffMember, ...]
    people: tuple[KeyHolder, ...] = ()
    uuid: str = ""
    links: dict[str, str] = field(default_factory=dict)
    letters: list[dict[str, str]] = field(default_factory=list)
    bounced: list[str] = field(default_factory=list)
    room: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    sent: list[Answers] = field(default_factory=list)
    on_paper: list[Answers] = field(default_factory=list)
    plan: Iterator[Answers] = field(default_factory=ballots)

    @property
    def clock(self) -> FixedClock:
        """Return the clock of the cooperative."""
        return self.cooperative.clock

    def come_back(self, moment: datetime) -> None:
        """Let days pass, and the office sign in again."""
        self.clock.set(moment)
        for each in (self.rita, self.nadia, self.wim):
            each.sign_in_again()

    def next_ballots(self, count: int) -> list[Answers]:
        """Return what the next voters vote."""
        found = list(islice(self.plan, count))
        self.sent += found
        return found


def number_of(address: str) -> int:
    """Return the number of the shareholder with this address."""
    return int("".join(filter(str.isdigit, address)))


def called(cooperative: Cooperative, chromium: Chromium, folder: Path) -> Assembly:
    """Return an assembly whose register is in, whose agenda is locked and whose keys are made in three browsers."""
    day = cooperative.clock.now() + timedelta(days=20)
    rita = Office(cooperative, cooperative.officer("Rita Registrar", Role.REGISTRAR))
    nadia = Office(cooperative, cooperative.officer("Nadia Lefèvre", Role.SECRETARY))
    wim = Office(cooperative, cooperative.officer("Wim Wouters", Role.SCRUTINEER))
    Registrar(rita.browser).import_register("register.csv", register_of(REGISTER, cooperative.clock))
    nadia.make_assembly(day, cooperative.clock.now() + timedelta(days=1), day.replace(hour=17))
    rita.path = wim.path = nadia.path
    team = tuple(cooperative.officer(name, Role.SCRUTINEER) for name in HOLDERS)
    nadia.lock(team, NEEDED, in_room=True)
    held = Assembly(cooperative, chromium, folder, day, rita, nadia, wim, team)
    with ExitStack() as stack:
        held.people = tuple(stack.enter_context(_key_holder(held, each)) for each in team)
        for person in held.people:
            person.begin()
        for person in held.people:
            person.test()
    return held


def _key_group(held: Assembly, number: int) -> str:
    with held.cooperative.database.read_only(SYSTEM, held.clock.now()) as work:
        found = find_newest_key_group(work.session, SubjectRef.to("assembly", number))
    assert found is not None
    return found.uuid


@contextmanager
def _key_holder(held: Assembly, officer: StaffMember) -> Iterator[KeyHolder]:
    """Open a browser of a key holder; the folder with the file of the key stays the same."""
    own = held.folder / officer.name
    own.mkdir(exist_ok=True)
    with a_window(held.chromium, held.cooperative.address, PHONE if officer.name == HOLDERS[0] else DESK) as window:
        path = f"/office/keys/{_key_group(held, 1)}"
        yield KeyHolder(officer.name, OfficerHandle(officer.id, officer.email), window, held.clock, path, own)


def send_the_notice(held: Assembly) -> None:
    """Open the voting: mails leave, some come back, and whoever got none gets a letter."""
    held.come_back(held.clock.now() + timedelta(days=1))
    held.cooperative.let_the_worker_work()
    held.links = held.cooperative.post.links()
    addresses = list(held.links)
    held.bounced, held.room = addresses[:BOUNCED], addresses[-ROOM:]
    held.nadia.report_bounces(held.bounced)
    held.letters = held.nadia.make_letters()
    pages = PdfReader(io.BytesIO(held.nadia.letters_pdf())).pages
    assert held.letters[0]["code"] in pages[0].extract_text()
    held.uuid = uuid_of(enter_booth(Browser(held.cooperative.address), held.links[held.room[0]]))


def vote_beforehand(held: Assembly) -> None:
    """Let people vote from home, some by the code of their letter."""
    without = [each for each in held.letters if int(each["shareholder_number"]) % NO_MAIL_EVERY == 0]
    back = [each for each in held.letters if int(each["shareholder_number"]) % NO_MAIL_EVERY]
    by_code = [*without[:BY_LETTER], *back]
    mailed = [each for each in held.links if each not in {*held.bounced, *held.room}]
    by_mail = mailed[: BEFOREHAND - len(by_code)]
    held.absent = mailed[BEFOREHAND - len(by_code) :]
    address = held.cooperative.address
    all_vote(address, [held.links[each] for each in by_mail], held.next_ballots(len(by_mail)))
    for letter, ballot in zip(by_code, held.next_ballots(len(by_code)), strict=True):
        vote_by_code(address, letter["code"], ballot)


def be_away_for_forty_minutes(held: Assembly) -> None:
    """Let the site be away on the last day; the voting is given as much time."""
    held.come_back(held.day.replace(hour=14))
    incident = held.wim.report_outage(held.uuid)
    held.clock.advance(timedelta(minutes=40))
    held.wim.end_outage(incident)
    held.nadia.extend(incident, held.day.replace(hour=17, minute=40))


def give_proxies(held: Assembly) -> None:
    """Record proxies on paper; one names a holder who stands in no register, and is refused."""
    for giver, holder in zip(held.absent[:GIVERS], held.room, strict=False):
        held.nadia.record_proxy(number_of(giver), number_of(holder))
    held.nadia.record_proxy(number_of(held.absent[GIVERS]), 999_999, status=422)
    held.nadia.record_proxy(number_of(held.absent[GIVERS]), number_of(held.room[0]))
    for number in range(1, GIVERS + 1):
        held.rita.answer_proxy(number, "confirm")
    held.rita.answer_proxy(GIVERS + 1, "refuse")


def meet(held: Assembly) -> None:
    """Let people arrive at three desks, the items be opened and closed, and those in the room vote."""
    held.come_back(held.day.replace(hour=15, minute=30))
    for number in range(REGISTER + 1000, REGISTER + 1000 + JOINED_LATE):
        Registrar(held.rita.browser).import_register(f"{number}.csv", late_file(number, held.clock))
    for office, name in (("chair", "Anna Chair"), ("secretary", "Nadia Lefèvre"), ("scrutineer", "Wim Wouters")):
        held.nadia.take_office(office, name)
    for place, address in enumerate(held.room[:-JOINED_LATE]):
        held.wim.check_in(1 + place % 3, number_of(address))
    for number in range(REGISTER + 1000, REGISTER + 1000 + JOINED_LATE):
        held.wim.check_in(1, number, "Paid yesterday")
    held.clock.set(held.day.replace(hour=16))
    held.nadia.say_hour("opened")
    for item in range(1, STATUTES):
        held.nadia.step(item, "opened")
        held.clock.advance(timedelta(minutes=2))
    held.nadia.step(STATUTES, "opened", status=409)
    held.nadia.step(STATUTES, "opened", WHY)
    vote_in_the_room(held)
    for item in range(1, STATUTES):
        held.nadia.step(item, "closed")
    held.nadia.step(STATUTES, "closed", WHY)


def vote_in_the_room(held: Assembly) -> None:
    """Let those with a phone vote on it, the others on paper, and proxy holders with the rights that they hold."""
    for holder in held.room[-WITHOUT_PHONE - JOINED_LATE : -JOINED_LATE]:
        held.wim.mark(number_of(holder))
    for number in range(REGISTER + 1000, REGISTER + 1000 + JOINED_LATE):
        held.nadia.mark(number, ARTICLE)
    held.on_paper = [ON_PAPER] * (WITHOUT_PHONE + JOINED_LATE)
    address = held.cooperative.address
    phones = held.room[: -WITHOUT_PHONE - JOINED_LATE]
    all_vote(address, [held.links[each] for each in phones], held.next_ballots(len(phones)))
    for giver, holder, ballot in zip(held.absent, held.room, held.next_ballots(GIVERS), strict=False):
        browser_of_holder = Browser(address, "fr")
        enter_booth(browser_of_holder, held.links[holder])
        booth = browser_of_holder.get(f"/vote/{held.uuid}?right={number_of(giver)}")
        send_ballot(browser_of_holder, address, booth, ballot)


def count_the_papers(held: Assembly) -> None:
    """Let two scrutineers count the papers apart: each question, a figure for each answer."""
    papers = len(held.on_paper)
    for question, counted in enumerate(figures_of(held.on_paper)):
        answers = (None, 0, 1, 2) if question == CANDIDATES else (FOR, AGAINST, ABSTAIN)
        for teller in (held.wim, held.nadia):
            teller.key_in(question, papers, [counted[each] for each in answers])


def count_with_two_of_three_keys(held: Assembly) -> None:
    """Let the worker close at the hour that was given, and one key be lost; a page and a program open the count."""
    held.clock.set(held.day.replace(hour=17, minute=45))
    held.cooperative.let_the_worker_work()
    held.wim.sign_in_again()
    held.wim.say_key_is_lost(held.uuid, 1, LOST)
    _, bo, cis = held.team
    with _key_holder(held, bo) as person:
        (person.file,) = person.folder.iterdir()
        person.open_count(held.uuid)
    (file,) = (held.folder / cis.name).iterdir()
    program = Scrutineer(cis, held.cooperative.browser_of(cis), read_key_file(file.read_bytes()).seed)
    program.open_count(held.uuid, _key_group(held, 1))
    held.nadia.sign_in_again()
    count_the_papers(held)
    held.nadia.submit("", "/announce")
    held.nadia.say_hour("closed")
    held.cooperative.let_the_worker_work()


def hold_the_second_meeting(held: Assembly) -> int:
    """Make the second meeting from the first in two presses, and let a few vote; return how many did."""
    second, cooperative = held.nadia, held.cooperative
    second.path = second.submit("/second").path
    opens_at, closes_at = second.hours()
    second.lock(held.team, NEEDED)
    group = _key_group(held, second.number)
    holders = [Scrutineer(officer, cooperative.browser_of(officer)) for officer in held.team]
    for step in (
        Scrutineer.begin,
        Scrutineer.promise,
        Scrutineer.contribute,
        Scrutineer.finish,
        Scrutineer.test_key,
    ):
        for holder in holders:
            step(holder, group)
    before = len(cooperative.post.mails)
    held.clock.set(opens_at)
    cooperative.let_the_worker_work()
    links = cooperative.post.links(before)
    few = list(links)[: scaled(600)]
    all_vote(cooperative.address, [links[each] for each in few], [(0,) for _ in few])
    uuid = uuid_of(enter_booth(Browser(cooperative.address), links[few[0]]))
    held.clock.set(closes_at + timedelta(minutes=1))
    cooperative.let_the_worker_work()
    for officer in held.team[:NEEDED]:
        holder = next(each for each in holders if each.officer is officer)
        Scrutineer(officer, cooperative.browser_of(officer), holder.seed).open_count(uuid, group)
    second.sign_in_again()
    second.submit("", "/announce")
    return len(few)
