"""Ballot papers with voters for tests: a paper in any state, and voters who cast with the cryptography of the booth."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from sqlalchemy import insert
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer, OfficerRole
from govapp.ballots import queries, service
from govapp.ballots.keys import private_code
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules import SERVER, PaperAnswer, PaperQuestion, PreparePaper, QuestionType, Trustee
from govapp.ballots.rules.key_groups import Holder, MakeKeyGroup
from govapp.ballots.service import CastReceipt, PaperRight
from govapp.ballots.service.casting import CastBallot, check
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls.queries import find_roll_entry
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from pybelenios.archive.reader import read_archive
from pybelenios.ballot import make_ballot
from pybelenios.decryption import partial_decryption
from pybelenios.election import read_election
from pybelenios.jsontext import compact
from pybelenios.tally import read_tally
from pybelenios.trustees import TrusteePair, make_trustee_key
from tests.factories.keys import KeyHolders
from tests.factories.shares import REGISTRAR, ZONEN, register_some, registered

KEY = b"a-key-for-tests-only-0123456789abcdef"
KEYS = KeyRing(KEY)
SECRETARY = Actor(ActorKind.OFFICER, 901, "Karel Maes", frozenset({Role.SECRETARY}))
SCRUTINEER = Actor(ActorKind.OFFICER, 903, "Odile Simon", frozenset({Role.SCRUTINEER}))
RULES = "5" * 64
FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def texts(words: str) -> Texts:
    """Return words in all four languages, told apart by their language."""
    return Texts(nl=f"{words} (nl)", fr=f"{words} (fr)", en=f"{words} (en)", de=f"{words} (de)")


def decision(item: int = 1, title: str = "Annual accounts") -> PaperQuestion:
    """Return a question with for, against and abstain."""
    return PaperQuestion(
        item=item,
        kind=QuestionType.DECISION,
        title=texts(title),
        text=texts(f"{title}: the assembly approves them."),
        answers=(
            PaperAnswer(texts("For")),
            PaperAnswer(texts("Against")),
            PaperAnswer(texts("Abstain"), texts("You take part")),
        ),
        minimum=1,
        maximum=1,
        needed=texts("more than half"),
    )


def election(item: int = 2, seats: int = 2, candidates: int = 3) -> PaperQuestion:
    """Return an election by approval with an explicit blank."""
    return PaperQuestion(
        item=item,
        kind=QuestionType.APPROVAL,
        title=texts("Board of directors"),
        text=Texts(),
        answers=tuple(PaperAnswer(Texts.same(f"Candidate {letter}")) for letter in "ABCDEFGH"[:candidates]),
        minimum=0,
        maximum=seats,
        blank=True,
        seats=seats,
    )


@dataclass
class Hall:
    """A ballot paper in a test: its uuid, its voters (ids of shareholders) and its trustees with their keys.

    The keys are those of a `group`, of which some are enough, or each is for this paper alone, as before groups.
    """

    database: Database
    clock: FixedClock
    uuid: str
    roll_id: int
    voters: list[int]
    trustees: list[Actor] = field(default_factory=list)
    keys: list[TrusteePair] = field(default_factory=list)
    group: KeyHolders | None = None

    @property
    def subject(self) -> str:
        """Return how the journal names the paper."""
        return f"paper:{self.uuid}"

    def paper(self) -> queries.PaperRow:
        """Return the paper as it stands."""
        with self.database.read_only(SECRETARY, self.clock.now()) as work:
            return queries.get_paper(work.session, self.uuid)

    def archive(self) -> bytes:
        """Return the archive as it stands."""
        with self.database.read_only(SECRETARY, self.clock.now()) as work:
            return queries.get_archive_bytes(work.session, queries.get_paper(work.session, self.uuid))

    def actor(self, voter: int) -> Actor:
        """Return the voter number `get_voter` (from 0) as somebody who signed in."""
        return Actor(ActorKind.SHAREHOLDER, self.voters[voter], f"Voter {voter}", language=Language.NL)

    def right(self, voter: int, number: int | None = None) -> PaperRight:
        """Return the voting right that a voter uses: of the shareholder `number`, else the own one."""
        with self.database.read_only(SECRETARY, self.clock.now()) as work:
            return service.get_right(work.session, self.uuid, self.actor(voter), self.clock.now(), number)

    def ballot(self, voter: int, *choices: Sequence[int]) -> bytes:
        """Return a fresh ballot of a voter, as the booth would make it."""
        with self.database.read_only(SECRETARY, self.clock.now()) as work:
            return sealed(work.session, self.uuid, self.voters[voter], choices)

    def check(self, body: bytes) -> CastBallot:
        """Check a ballot as the server does before its transaction."""
        with self.database.read_only(SECRETARY, self.clock.now()) as work:
            box = service.get_ballot_box(work.session, self.uuid)
        return check(box, body)

    def send(self, voter: int, body: bytes, *, received_at: datetime | None = None) -> CastReceipt:
        """Send the bytes of a ballot as a voter."""
        moment = received_at or self.clock.now()
        return service.receive_ballot(self.database, self.actor(voter), moment, self.right(voter), body)

    def vote(self, voter: int, *choices: Sequence[int]) -> CastReceipt:
        """Seal and send a ballot."""
        return self.send(voter, self.ballot(voter, *choices))

    def make_keys(self) -> None:
        """Let every key holder make a key and hand in its public part; members of a group test it, too."""
        if self.group is not None:
            self.group.make()
            return
        for officer in self.trustees:
            pair = make_trustee_key()
            self.keys.append(pair)
            with self.act(officer) as work:
                service.add_trustee_key(work, self.uuid, compact(pair.public.to_json()).decode())

    def seal(self) -> None:
        """Fix the paper."""
        with self.act(SECRETARY) as work:
            service.seal_paper(work, self.uuid)

    def open(self) -> None:
        """Open the box and let the opening hour come."""
        with self.database.unit_of_work(SECRETARY, self.clock.now()) as work:
            service.open_paper(work, self.uuid)

    def close(self, reason: str = "") -> None:
        """Close the box at the closing hour, or, where a reason is given, now: a second person confirms it."""
        if not reason:
            self.clock.set(self.paper().closes_at)
            with self.act(SECRETARY) as work:
                service.close_paper(work, self.uuid)
            return
        self.ask_to_close(reason)
        with self.act(self.second) as work:
            service.close_paper_early(work, self.uuid)

    def ask_to_close(self, reason: str) -> None:
        """Let the secretary ask to close the box before its hour."""
        with self.act(SECRETARY) as work:
            service.ask_early_closing(work, self.uuid, reason)

    @property
    def second(self) -> Actor:
        """Return who can confirm an early closing: the first key holder, or a scrutineer where there is none."""
        return self.trustees[0] if self.trustees else SCRUTINEER

    @contextmanager
    def act(self, actor: Actor) -> Iterator[Work]:
        """Let somebody act in a transaction: `with hall.act(SECRETARY) as work:`."""
        with self.database.unit_of_work(actor, self.clock.now()) as work:
            yield work

    def decrypt(self, holder: int) -> None:
        """Let the key holder number `holder` (from 0) hand in a partial decryption."""
        with self.act(self.trustees[holder]) as work:
            service.submit_decryption(work, self.uuid, self.partial_decryption(holder))

    def partial_decryption(self, holder: int) -> str:
        """Return the partial decryption of a key holder, made from the archive as `govapp-trustee decrypt` does."""
        if self.group is not None:
            return self.group.part_of(self.uuid, self.trustees[holder])
        read = read_archive(self.archive())
        assert read.tally is not None, "the box is closed"
        private = self.keys[holder].private
        return partial_decryption(read_election(read.election), read_tally(read.tally.body), private).decode()


def sealed(session: Session, uuid: str, holder_id: int, choices: Sequence[Sequence[int]]) -> bytes:
    """Return a fresh ballot with `choices`, sealed with the voting code of a shareholder."""
    found = queries.get_paper(session, uuid)
    entry = find_roll_entry(session, found.roll_id, holder_id)
    assert entry is not None, "a voter is on the roll"
    record = read_election(queries.get_record_body(session, found.id, ELECTION))
    return make_ballot(record, private_code(KEYS, uuid, entry.entry_id), choices)


def scrutineers(database: Database, clock: FixedClock, count: int, first: int = 101) -> list[Actor]:
    """Put `count` scrutineers in the database and return them."""
    found = [
        Actor(ActorKind.OFFICER, number, f"Scrutineer {number}", frozenset({Role.SCRUTINEER}))
        for number in range(first, first + count)
    ]
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        for each in found:
            values = {"id": each.id, "email": f"s{each.id}@mail.example", "name": each.name, "language": "nl"}
            enrolled = {"password_hash": "-", "phone_secret": f"-{each.id}", "created_at": clock.now()}
            work.session.execute(insert(Officer).values(**values, **enrolled))
            role = {"officer_id": each.id, "role": Role.SCRUTINEER.value, "from_at": clock.now()}
            work.session.execute(insert(OfficerRole).values(**role))
    return found


class Options(TypedDict, total=False):
    """What a test may choose about a paper; see `prepared`."""

    voters: int
    questions: tuple[PaperQuestion, ...]
    trustees: int
    key_holders: tuple[int, ...]
    minimum_ballots: int
    subject_ref: str
    represents: bool
    needed: int


def prepared(
    database: Database,
    clock: FixedClock,
    *,
    voters: int = 5,
    questions: tuple[PaperQuestion, ...] = (),
    trustees: int = 0,
    key_holders: tuple[int, ...] = (),
    minimum_ballots: int = 1,
    subject_ref: str = "assembly:1",
    represents: bool = False,
    needed: int = 0,
) -> Hall:
    """Return a paper that gathers keys: from `trustees` new scrutineers, or from the officers `key_holders`.

    When there are none of either, the server alone holds a key. With `needed` they are a key group of which so many are
    enough; without, each key is for this paper alone, as before there were groups. With `represents` the first voter
    also represents a company on the roll, which is the last of the voters.

    Voting is announced from one hour after the clock until two weeks later.
    """
    holders = [int(each) for each in register_some(database, clock, voters)]
    if represents:
        with database.unit_of_work(REGISTRAR, clock.now()) as work:
            holders.append(int(registered(work, ZONEN, email="zonen@mail.example", representative=holders[0])))
    officers = scrutineers(database, clock, trustees)
    officers += [Actor(ActorKind.OFFICER, each, "Sofie Claes", frozenset({Role.SCRUTINEER})) for each in key_holders]
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        roll_id = freeze_roll(
            work, FreezeRoll((clock.now() - timedelta(days=17)).date(), Texts.same("Assembly of June"))
        )
        holders_of = tuple(Holder(each.id or 0, each.name) for each in officers)
        made = MakeKeyGroup(subject_ref, texts("General assembly"), holders_of, needed)
        group = service.find_or_make_key_group(work, made) if needed else None
        command = PreparePaper(
            subject_ref=subject_ref,
            roll_id=roll_id,
            name=texts("General assembly"),
            questions=questions or (decision(), election()),
            opens_at=clock.now() + timedelta(hours=1),
            closes_at=clock.now() + timedelta(days=14),
            trustees=tuple(Trustee(each.id, each.name) for each in officers) or (SERVER,),
            rules_digest=RULES,
            minimum_ballots=minimum_ballots,
            key_group_id=group.id if group else None,
        )
        uuid = service.prepare_paper(work, command)
    people = KeyHolders(database, clock, group.uuid, officers) if group else None
    return Hall(database, clock, uuid, roll_id, holders, officers, group=people)


def ready(database: Database, clock: FixedClock, **options: Unpack[Options]) -> Hall:
    """Return a sealed paper whose box is not open yet."""
    hall = prepared(database, clock, **options)
    hall.make_keys()
    hall.seal()
    return hall


def opened(database: Database, clock: FixedClock, **options: Unpack[Options]) -> Hall:
    """Return a paper on which people are voting: the clock stands at the opening hour."""
    hall = ready(database, clock, **options)
    hall.open()
    clock.set(hall.paper().opens_at)
    return hall
