"""A small cooperative with everything to look at: assemblies in each state, people of each kind, papers, mails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, select, update

from govapp.accounts.models import Link
from govapp.accounts.service import InviteOfficer, demo_link, invite_officer, link_url
from govapp.assembly.agenda.queries import ItemRow, list_items
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service import AddItem, ItemDraft, add_item
from govapp.assembly.attendance.rules.bureau import BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.service.bureau import AppointToBureau, RecordHour, appoint_to_bureau, record_hour
from govapp.assembly.attendance.service.desk import CheckIn, CheckOut, check_in, check_out
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.queries.decided import list_decisions
from govapp.assembly.minutes.rules.decisions import FollowUp
from govapp.assembly.minutes.rules.mandates import MandateBody, MandateEnd
from govapp.assembly.minutes.rules.record import reading_digest
from govapp.assembly.minutes.service import (
    AddSigned,
    FixMinutes,
    WriteNote,
    add_signed,
    compile_draft,
    fix_minutes,
    write_note,
)
from govapp.assembly.minutes.service.decided import (
    EndMandate,
    EnterMandate,
    StepDecision,
    end_mandate,
    enter_mandate,
    step_decision,
)
from govapp.assembly.proxies.rules.recording import ProxyChannel
from govapp.assembly.proxies.service import RecordProxy, confirm_proxy, end_proxy, record_proxy
from govapp.assembly.votes.rules.incident_messages import ToTell, proposed_message
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service import (
    Announce,
    CloseVoting,
    LockVote,
    OpenVoting,
    announce,
    close_voting,
    confirm_early_closing,
    lock_vote,
    open_voting,
)
from govapp.assembly.votes.service.incident_mails import TellOfIncident, ask_to_tell, confirm_mail
from govapp.assembly.votes.service.incidents import (
    NoteIncident,
    ReportIncident,
    note_incident,
    report_incident,
)
from govapp.ballots import service as ballots
from govapp.ballots.queries import get_key_group_by_id, get_paper, list_ballots_of
from govapp.ballots.rules import SERVER, Trustee
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.demo import meetings, officers
from govapp.demo.meetings import Days
from govapp.demo.population import as_csv, population
from govapp.demo.voting import Intent, cast_all
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import translator_for
from govapp.outbox.models import OutboxMessage
from govapp.rehearsal.votes import Answers
from govapp.shares.importing.service import ImportFile, StageImport, check_import, import_file, stage_import
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.service import CorrectEntry, correct_or_ask, withdraw_correction
from govapp.shares.rolls.queries import RollEntryRow, list_roll_entries
from govapp.shares.rolls.rules.rights import ProxyEndReason
from pybelenios.receipts.tracker import tracker_to_path
from tests.factories.assembly import write_all_letters
from tests.factories.keys import KeyHolders
from tests.factories.sample_questions import ask_and_answer

T = TypeVar("T")
SIZE = 60
HEAD = "number;kind;name;given_name;category;language;event;shares;effective_date\n"
RIGHT_ROWS = HEAD + "9001;natural;Claes;An;A;nl;issue;2;2026-05-02\n"
WRONG_ROWS = (
    RIGHT_ROWS + "9002;natural;Maes;Jo;X;nl;issue;-1;2026-05-32\n9001;natural;Claes;An;A;xx;issue;0;2026-05-02\n"
)
SMALL: dict[str, Any] = {
    "title": {"nl": "Stemming over de lonen", "fr": "Vote sur les salaires", "en": "Vote on pay", "de": "Abstimmung"},
    "place": {"nl": "La Tricoterie, Brussel", "fr": "La Tricoterie, Bruxelles"},
    "documents": [],
    "items": [
        {"kind": "decision", "title": {"nl": "Loonakkoord", "fr": "Accord salarial", "en": "Pay", "de": "Lohn"}},
        {
            "kind": "election",
            "seats": 1,
            "title": {"nl": "Voorzitter", "fr": "Présidence", "en": "Chair", "de": "Vorsitz"},
            "choices": [{"name": "Amina Benali"}, {"name": "Bart Verlinden"}],
        },
    ],
}


@dataclass
class SampleCooperative:
    """The cooperative of a test; `now` (UTC) is the moment at which it is looked at."""

    database: Database
    now: datetime
    people: dict[str, Actor] = field(default_factory=dict)
    assemblies: dict[str, int] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    doors: dict[str, str] = field(default_factory=dict)
    trackers: dict[str, str] = field(default_factory=dict)
    staged: dict[str, str] = field(default_factory=dict)

    def do(self, actor: Actor, moment: datetime, use_case: Callable[[Work], T]) -> T:
        """Run a use case as `actor` at `moment`."""
        with self.database.unit_of_work(actor, moment) as work:
            return use_case(work)

    def read(self, query: Callable[[Work], T]) -> T:
        """Return what the database says."""
        with self.database.read_only(SYSTEM, self.now) as work:
            return query(work)

    def ago(self, days: float) -> datetime:
        """Return the moment so many days before now."""
        return self.now - timedelta(days=days)

    @property
    def secretary(self) -> Actor:
        """Return who calls the assemblies."""
        return self.people["secretary"]


def build(database: Database, now: datetime) -> SampleCooperative:
    """Fill an empty, migrated database: the same cooperative every time."""
    sample = SampleCooperative(database, now)
    born = sample.ago(40)
    sample.people = sample.do(SYSTEM, born, officers.engage)
    content = as_csv(population(SIZE, record_date=born.date()))
    sample.do(sample.people["registrar"], born, lambda work: import_file(work, ImportFile("register.csv", content)))
    _past(sample, born.date())
    _counting(sample, born.date())
    _open(sample, born.date())
    _waiting(sample, born.date())
    _draft(sample, born.date())
    _corrections(sample)
    _doors(sample)
    return sample


def _convene(sample: SampleCooperative, name: str, words: dict[str, Any], days: Days, *holders: Actor) -> None:
    made, locked = days.opens_at - timedelta(days=10), days.opens_at - timedelta(days=5)
    number = sample.do(sample.secretary, made, lambda work: meetings.convene(work, words, days))
    trustees = tuple(Trustee(each.id, each.name) for each in holders) or (SERVER,)
    lock = LockVote(number, _version(sample, number), trustees)
    sample.assemblies[name] = number
    sample.papers[name] = sample.do(sample.secretary, locked, lambda work: lock_vote(work, lock))


def _version(sample: SampleCooperative, number: int) -> int:
    return sample.read(lambda work: get_assembly(work.session, number)).version


def _hold(sample: SampleCooperative, name: str, days: Days, votes: Sequence[Answers]) -> None:
    number, uuid = sample.assemblies[name], sample.papers[name]
    sample.do(sample.secretary, days.opens_at, lambda work: open_voting(work, OpenVoting(number)))
    write_all_letters(sample.database, days.opens_at)
    intents = [
        Intent(entry, answers, days.opens_at + timedelta(hours=place))
        for place, (entry, answers) in enumerate(zip(_voters(sample, uuid, len(votes)), votes, strict=True), 1)
    ]
    assert len(list(cast_all(sample.database, uuid, intents))) == len(votes)


def _voters(sample: SampleCooperative, uuid: str, count: int) -> list[RollEntryRow]:
    roll_id = sample.read(lambda work: get_paper(work.session, uuid).roll_id)
    return list(sample.read(lambda work: list_roll_entries(work.session, roll_id)))[-count:]


def _close(sample: SampleCooperative, name: str, moment: datetime) -> None:
    command = CloseVoting(sample.assemblies[name], "the meeting asked for it")
    is_closed = sample.do(sample.secretary, moment, lambda work: close_voting(work, command))
    if not is_closed:
        confirm = partial(confirm_early_closing, uuid=sample.papers[name])
        sample.do(sample.people["scrutineer"], moment, confirm)


def _days(sample: SampleCooperative, record_date: date, opened: float, closed: float) -> Days:
    return Days(record_date, sample.ago(opened), sample.ago(closed), sample.ago(closed).date())


def _past(sample: SampleCooperative, record_date: date) -> None:
    """Hold an assembly and announce it: adopted, two elected, options in order."""
    days = _days(sample, record_date, 28, 21)
    _convene(sample, "past", meetings.script("past", "2025"), days)
    words = meetings.script("past", "2025")["items"]
    _hold(sample, "past", days, [_answers(words, number) for number in range(6)])
    _close(sample, "past", sample.ago(21.5))
    command = Announce(sample.assemblies["past"])
    sample.do(sample.secretary, sample.ago(21), lambda work: announce(work, command))
    sample.do(sample.secretary, sample.ago(20), lambda work: _write_minutes(work, sample.assemblies["past"]))
    write_all_letters(sample.database, sample.ago(21))
    _in_the_room(sample)


def _in_the_room(sample: SampleCooperative) -> None:
    """Let a chair open the meeting, four people come, one leave, and an item be opened."""
    number, uuid, came = sample.assemblies["past"], sample.papers["past"], sample.ago(20.95)
    roll_id = sample.read(lambda work: get_paper(work.session, uuid).roll_id)
    chair = AppointToBureau(number, BureauOffice.CHAIR, "Anna Peeters", "De Markten", came)
    sample.do(sample.secretary, came, lambda work: appoint_to_bureau(work, chair))
    hour = RecordHour(number, MeetingHour.OPENED, came)
    sample.do(sample.secretary, came, lambda work: record_hour(work, hour))
    voters = _voters(sample, uuid, 4)
    for place, entry in enumerate(voters):
        arrival = CheckIn(number, roll_id, entry.holder_id, 1, is_remote=place == 1, acting_name=entry.voter)
        sample.do(sample.people["scrutineer"], came, partial(check_in, command=arrival))
    gone = CheckOut(number, roll_id, voters[2].holder_id, 1)
    sample.do(sample.people["scrutineer"], sample.ago(20.9), lambda work: check_out(work, gone))
    item_id = agenda(sample, "past")[1].id
    opened = StepItem(number, roll_id, item_id, ItemStep.OPENED)
    sample.do(sample.secretary, sample.ago(20.9), lambda work: step_item(work, opened))


def _answers(words: list[dict[str, Any]], number: int) -> Answers:
    """Return a ballot: mostly for, and the first names of a list more often than the last."""
    voted = [item for item in words if item["kind"] not in {"information", "acknowledgement"}]
    return tuple(
        frozenset({number % 2, 2} if number < 5 else set()) if item.get("choices") else (0, 0, 0, 1, 2, 0)[number]
        for item in voted
    )


def _counting(sample: SampleCooperative, record_date: date) -> None:
    """Hold three more: counted with a tie, closed and waiting for a key, closed with too few ballots."""
    one, other = sample.people["scrutineer"], sample.people["scrutineer-2"]
    votes: list[Answers] = [(place % 2, frozenset({place % 2})) for place in range(6)]
    halls = (("counted", (), votes), ("closed", (one,), votes), ("few", (one, other), votes[:1]))
    for place, (name, holders, cast) in enumerate(halls):
        days = _days(sample, record_date, 12, 3 - place)
        _convene(sample, name, SMALL, days, *holders)
        _hand_in(sample, name, holders, days.opens_at - timedelta(days=1))
        _hold(sample, name, days, cast)
        _close(sample, name, sample.ago(4))


def _hand_in(sample: SampleCooperative, name: str, holders: Sequence[Actor], moment: datetime) -> None:
    if holders:
        group_id = sample.read(lambda work: get_paper(work.session, sample.papers[name])).key_group_id
        group = sample.read(lambda work: get_key_group_by_id(work.session, group_id or 0))
        KeyHolders(sample.database, FixedClock(moment), group.uuid, holders).make()


def _open(sample: SampleCooperative, record_date: date) -> None:
    """Open the assembly of this year, in which our shareholder voted twice."""
    days = Days(record_date, sample.ago(2), sample.ago(-5), sample.ago(-5).date())
    words = meetings.script("open", "2025")
    _convene(sample, "open", words, days)
    _hold(sample, "open", days, [_answers(words["items"], number) for number in range(3)])
    uuid = sample.papers["open"]
    voter = _voters(sample, uuid, 1)[0]
    again = Intent(voter, _answers(words["items"], 3), sample.ago(1))
    assert list(cast_all(sample.database, uuid, [again])) == [again]
    _incident(sample, uuid)
    _proxies(sample, uuid)
    ask_and_answer(sample, sample.assemblies["open"], _voters(sample, uuid, 1)[0])
    sent = update(OutboxMessage).values(state="sent", sent_at=OutboxMessage.created_at, attempts=1)
    sample.do(SYSTEM, sample.ago(1), lambda work: work.session.execute(sent))
    sample.do(SYSTEM, sample.ago(1), _in_the_middle_of_a_mailing)


def _proxies(sample: SampleCooperative, uuid: str) -> None:
    """Let two shareholders give proxies to a third, of which one waits; that of our shareholder ended."""
    *_others, holder, second, first, ours = _voters(sample, uuid, 8)
    signed_on, rolls = sample.ago(3).date(), (sample.read(lambda work: get_paper(work.session, uuid).roll_id),)
    registrar, moment = sample.people["registrar"], sample.ago(1)

    def give(giver: RollEntryRow) -> int:
        command = RecordProxy(sample.assemblies["open"], giver.number, holder.number, ProxyChannel.PAPER, signed_on)
        return sample.do(sample.secretary, moment, lambda work: record_proxy(work, command, rolls))

    numbers = [give(giver) for giver in (ours, first, second)]
    for number in numbers[:2]:
        sample.do(registrar, moment, partial(confirm_proxy, proxy_id=number, rolls=rolls))
    sample.do(registrar, moment, lambda work: end_proxy(work, numbers[0], ProxyEndReason.GIVER_SAID, rolls))


def _incident(sample: SampleCooperative, uuid: str) -> None:
    """Let a scrutineer write down an outage, and the secretary add to it and write to everybody."""
    began, written_at, told_at = sample.ago(1.2), sample.ago(1.1), sample.ago(1)
    report = ReportIncident(uuid, 1, IncidentKind.SITE, "The site could not be reached.", "Everybody", began)
    sample.do(sample.people["scrutineer"], written_at, lambda work: report_incident(work, report))
    note = NoteIncident(uuid, 1, 1, "The site answers again.", told_at)
    sample.do(sample.secretary, told_at, lambda work: note_incident(work, note))
    message = proposed_message(ToTell(IncidentKind.SITE, began, told_at, sample.ago(-5)), translator_for)
    sample.do(sample.secretary, told_at, lambda work: ask_to_tell(work, TellOfIncident(uuid, 1, 1, *message)))
    sample.do(sample.people["scrutineer"], told_at, lambda work: confirm_mail(work, uuid, 1, 1))
    write_all_letters(sample.database, told_at)


def _in_the_middle_of_a_mailing(work: Work) -> None:
    """Let a few of the last letters still wait and one have failed: progress is shown, and that no worker lives."""
    last = work.session.scalar(select(func.max(OutboxMessage.mailing_id)))
    letters = update(OutboxMessage).where(OutboxMessage.mailing_id == last)
    waiting, failed = OutboxMessage.place.between(2, 9), OutboxMessage.place == 10
    work.session.execute(letters.where(waiting).values(state="waiting", sent_at=None))
    work.session.execute(letters.where(failed).values(state="dead", sent_at=None, last_error="550 no such mailbox"))


def _waiting(sample: SampleCooperative, record_date: date) -> None:
    """Lock two assemblies: one waits for a key, the other for its hour."""
    days = _days(sample, record_date, -2, -12)
    _convene(sample, "keyless", SMALL, days, sample.people["scrutineer"], sample.people["scrutineer-2"])
    _convene(sample, "ready", SMALL, _days(sample, record_date, 0, -13))


def _draft(sample: SampleCooperative, record_date: date) -> None:
    """Write an agenda with a missing language."""
    days = _days(sample, record_date, -10, -24)
    words = meetings.script("open", "2026")
    number = sample.do(sample.secretary, sample.ago(1), lambda work: meetings.convene(work, words, days))
    half = ItemDraft(ItemKind.DECISION, Texts(nl="Nieuwe statuten", fr="Nouveaux statuts"))
    sample.do(sample.secretary, sample.ago(1), lambda work: add_item(work, AddItem(number, 7, half)))
    sample.assemblies["draft"] = number


def _corrections(sample: SampleCooperative) -> None:
    """Ask for two large corrections of the register, of which the secretary refuses one."""

    def ask(work: Work, holder_id: int) -> int | None:
        entry = list_entries(work.session, [holder_id])[0]
        price, reason = entry.movement.unit_price_cents, "Sixty were meant: the paper was misread"
        right = CorrectEntry(holder_id, entry.sequence, 60, price, 60 * price, entry.effective_date, reason, "Page 12")
        return correct_or_ask(work, right)

    registrar = sample.people["registrar"]
    asked = [
        sample.do(registrar, sample.ago(1), partial(ask, holder_id=each.holder_id))
        for each in _voters(sample, sample.papers["open"], 2)
    ]
    sample.do(sample.secretary, sample.ago(1), lambda work: withdraw_correction(work, asked[0] or 0))


def _doors(sample: SampleCooperative) -> None:
    """Give everybody a way in, and leave a checked import behind."""

    def officer_door(work: Work, actor: Actor) -> str:
        return link_url(work.session, demo_link(work, actor.id or 0), "")

    for name, person in sample.people.items():
        sample.doors[name] = sample.do(SYSTEM, sample.now, lambda work, who=person: officer_door(work, who))  # type: ignore[misc]
    voter = _voters(sample, sample.papers["open"], 1)[0]
    sample.trackers = sample.read(lambda work: _trackers(work, sample.papers["open"], voter.holder_id))
    sample.doors["shareholder"] = sample.read(lambda work: _vote_link(work, voter.holder_id, sample.papers["open"]))
    invitation = InviteOfficer("new@ambora.example", "Nele Nieuw", Language.NL, frozenset({Role.AUDITOR}))
    _id, link = sample.do(sample.people["administrator"], sample.now, lambda work: invite_officer(work, invitation))
    sample.doors["newcomer"] = sample.read(lambda work: link_url(work.session, link, ""))
    for name, content in (("right", RIGHT_ROWS.encode()), ("wrong", WRONG_ROWS.encode())):
        sample.staged[name] = sample.do(
            sample.people["registrar"],
            sample.now,
            lambda work, name=name, content=content: stage_import(  # type: ignore[misc]
                work, StageImport(f"{name}.csv", content, check_import(work, content))
            ),
        )


def _vote_link(work: Work, holder_id: int, uuid: str) -> str:
    statement = select(Link.id).where(Link.subject_ref == f"holder:{holder_id}", Link.next_path == f"/vote/{uuid}")
    return link_url(work.session, work.session.execute(statement).scalars().one(), "")


def _trackers(work: Work, uuid: str, holder_id: int) -> dict[str, str]:
    right = ballots.get_right(work.session, uuid, Actor(ActorKind.SHAREHOLDER, holder_id), work.now)
    first, last = list_ballots_of(work.session, right.paper_id, right.entry.entry_id)
    return {"replaced": tracker_to_path(first.tracker), "counted": tracker_to_path(last.tracker)}


def agenda(sample: SampleCooperative, name: str) -> tuple[ItemRow, ...]:
    """Return the items of an assembly."""
    return sample.read(lambda work: list_items(work.session, sample.assemblies[name]))


def mails(sample: SampleCooperative) -> dict[str, int]:
    """Return the number of one sent mail of each kind, by the name of its template."""
    statement = select(OutboxMessage.template, OutboxMessage.id).where(OutboxMessage.state == "sent")
    return sample.read(lambda work: {str(name): int(number) for name, number in work.session.execute(statement)})


def _write_minutes(work: Work, assembly_id: int) -> None:
    """Add a note to the minutes, fix a version of them, and keep its signed copy."""
    said = Texts(nl="Een vennoot vraagt naar de reserves.", fr="Un coopérateur demande l'état des réserves.")
    write_note(work, WriteNote(assembly_id, "item-2", said, 0))
    draft = compile_draft(work, assembly_id, Language.NL)
    number = fix_minutes(work, FixMinutes(assembly_id, reading_digest(draft), Language.NL))
    add_signed(work, AddSigned(assembly_id, number, "signed.pdf", b"%PDF-1.7 signed"))
    decision = list_decisions(work.session, assembly_id=assembly_id)[0]
    step_decision(work, StepDecision(decision.key, FollowUp("Nora El Amrani", work.today)))
    days = work.today, date(work.today.year + 4, 6, 1)
    enter_mandate(work, EnterMandate(MandateBody.DIRECTOR, *days, None, "Jan Claes", "Assembly of 2024"))
    ended = enter_mandate(work, EnterMandate(MandateBody.AUDITOR, *days, None, "Audit BV", "Assembly of 2023"))
    end_mandate(work, EndMandate(ended, work.today, MandateEnd.RESIGNATION, "Merged with another office"))
