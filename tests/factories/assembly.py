"""Assemblies for tests: an agenda with every kind of item, taken to any state, with voters who really vote."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from govapp.assembly.agenda.queries import ItemRow, list_items
from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.agenda.service import (
    AddChoice,
    AddItem,
    AttachDocument,
    ItemDraft,
    add_choice,
    add_item,
    attach_document,
)
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.votes.queries.votes import VoteRow, get_vote, list_votes
from govapp.assembly.votes.rules.drafts import VotedItem, VoteDraft
from govapp.assembly.votes.service import (
    Announce,
    AssemblyDraft,
    CancelVote,
    CloseVoting,
    CreateAssembly,
    LockVote,
    OpenVoting,
    PlanVote,
    announce,
    cancel_vote,
    close_voting,
    confirm_early_closing,
    create_assembly,
    lock_vote,
    open_voting,
    plan_vote,
    write_letters,
)
from govapp.ballots.queries import get_key_group_by_id, get_paper, list_key_holder_ids
from govapp.ballots.rules import SERVER, Trustee
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.ballots import SCRUTINEER, Hall
from tests.factories.keys import KeyHolders
from tests.factories.shares import register_some

NADIA = Actor(ActorKind.OFFICER, 901, "Nadia Lefèvre", frozenset({Role.SECRETARY}))
KAREL = Actor(ActorKind.OFFICER, 902, "Karel Maes", frozenset({Role.SECRETARY}))

TITLE = Texts(
    nl="Algemene vergadering 2026",
    fr="Assemblée générale 2026",
    en="General assembly 2026",
    de="Generalversammlung 2026",
)
ACCOUNTS = Texts(
    nl="Goedkeuring van de jaarrekening 2025",
    fr="Approbation des comptes annuels 2025",
    en="Approval of the annual accounts 2025",
    de="Genehmigung des Jahresabschlusses 2025",
)
DIRECTORS = Texts(
    nl="Verkiezing van twee bestuurders",
    fr="Élection de deux membres du conseil d'administration",
    en="Election of two directors",
    de="Wahl von zwei Verwaltungsratsmitgliedern",
)
REVIEW = Texts(nl="Terugblik", fr="Retour sur l'année", en="The year in review", de="Rückblick")
RESERVES = Texts(nl="Reserves", fr="Réserves", en="Reserves", de="Rücklagen")
PLAN = Texts(nl="Prioriteiten", fr="Priorités", en="Priorities", de="Prioritäten")


def draft(clock: FixedClock, **changes: object) -> AssemblyDraft:
    """Return the head of an assembly whose voting opens in ten minutes and closes in two weeks."""
    now = clock.now()
    values: dict[str, object] = {
        "title": TITLE,
        "held_on": (now + timedelta(days=14)).date(),
        "place": Texts(nl="De Markten, Brussel, 17.30 uur", fr="De Markten, Bruxelles, 17 h 30"),
        "record_date": date(2026, 5, 15),
        "opens_at": now + timedelta(minutes=10),
        "closes_at": now + timedelta(days=14),
    }
    return AssemblyDraft(**values | changes)  # type: ignore[arg-type]


@dataclass
class Meeting:
    """An assembly in a test; `at` gives a unit of work for somebody, at the moment of the clock."""

    database: Database
    clock: FixedClock
    id: int
    voters: list[int] = field(default_factory=list)
    group: KeyHolders | None = None

    def at(self, actor: Actor = NADIA) -> "_At":
        """Return a context: `with meeting.at(NADIA) as work:`."""
        return _At(self.database, actor, self.clock.now())

    def row(self) -> AssemblyRow:
        """Return the assembly as it stands."""
        with self.database.read_only(NADIA, self.clock.now()) as work:
            return get_assembly(work.session, self.id)

    def vote_row(self, ordinal: int = 1) -> VoteRow:
        """Return one of its votes as it stands."""
        with self.database.read_only(NADIA, self.clock.now()) as work:
            return get_vote(work.session, self.id, ordinal)

    def items(self) -> tuple[ItemRow, ...]:
        """Return the agenda as it stands."""
        with self.database.read_only(NADIA, self.clock.now()) as work:
            return list_items(work.session, self.id)

    def hall(self, ordinal: int = 1) -> Hall:
        """Return the ballot paper of a vote with its voters."""
        row = self.vote_row(ordinal)
        people = list(self.group.people) if self.group else []
        place = (row.prepared_paper_uuid, row.frozen_roll_id)
        return Hall(self.database, self.clock, *place, self.voters, people, group=self.group)

    def lock(
        self, *holders: Actor, actor: Actor = NADIA, ordinal: int = 1, needed: int = 0, in_room: bool = False
    ) -> str:
        """Lock a vote, and with the first the agenda; without key holders the server holds the key.

        Texts that are missing in a language are waived.
        """
        seats = tuple(Trustee(each.id, each.name) for each in holders) or (SERVER,)
        with self.at(actor) as work:
            command = LockVote(
                self.id,
                self.row().version,
                seats,
                ordinal=ordinal,
                needed=needed,
                in_room=in_room,
                waives_gaps=True,
            )
            uuid = lock_vote(work, command)
            group_id = get_paper(work.session, uuid).key_group_id
            group = get_key_group_by_id(work.session, group_id) if group_id else None
        if group and (self.group is None or self.group.uuid != group.uuid):
            self.group = KeyHolders(self.database, self.clock, group.uuid, holders)
        return uuid

    @property
    def keys(self) -> KeyHolders:
        """Return the key holders before their computers."""
        assert self.group is not None, "officers hold the keys"
        return self.group

    def open(self, actor: Actor = NADIA, ordinal: int = 1) -> tuple[int, int]:
        """Let the opening hour come, open the voting, and let the worker write the invitations."""
        self.clock.set(max(self.clock.now(), self.vote_row(ordinal).opens_at))
        with self.at(actor) as work:
            found = open_voting(work, OpenVoting(self.id, ordinal))
        self.write_letters()
        return found

    def write_letters(self) -> None:
        """Let the worker write all letters that are asked for."""
        write_all_letters(self.database, self.clock.now())

    def close(self, reason: str = "", ordinal: int = 1) -> None:
        """Close the voting at its hour, or, where a reason is given, now: a second person confirms it."""
        if not reason:
            self.clock.set(self.vote_row(ordinal).closes_at)
        with self.at() as work:
            is_closed = close_voting(work, CloseVoting(self.id, reason, ordinal))
        if not is_closed:
            self.confirm_closing(ordinal)

    def confirm_closing(self, ordinal: int = 1) -> None:
        """Let a key holder, or a scrutineer where the server holds the key, confirm an early closing."""
        uuid = self.vote_row(ordinal).prepared_paper_uuid
        with self.at() as work:
            holders = list_key_holder_ids(work.session, get_paper(work.session, uuid).id)
        second = replace(SCRUTINEER, id=min(holders)) if holders else SCRUTINEER
        with self.at(second) as work:
            confirm_early_closing(work, uuid)

    def cancel(self, reason: str = "The wrong accounts were attached", ordinal: int = 1) -> None:
        """Take a vote back."""
        with self.at() as work:
            cancel_vote(work, CancelVote(self.id, reason, ordinal))

    def plan(self, *items: VotedItem, days: int = 1) -> int:
        """Plan another vote of so many days that opens now, and return its ordinal."""
        with self.at() as work:
            now = self.clock.now()
            number = len(list_votes(work.session, self.id)) + 1
            return plan_vote(work, PlanVote(self.id, number, VoteDraft(items, now, now + timedelta(days=days))))

    def announce(self, ordinal: int = 1) -> str:
        """Announce the result, and let the worker write to everybody."""
        with self.at() as work:
            digest = announce(work, Announce(self.id, ordinal))
        self.write_letters()
        return digest

    def vote(self, *ballots: Sequence[Sequence[int]], ordinal: int = 1) -> None:
        """Let the first voters cast these ballots, one each."""
        hall = self.hall(ordinal)
        for voter, choices in enumerate(ballots):
            hall.vote(voter, *choices)


def write_all_letters(database: Database, moment: datetime) -> None:
    """Do what the worker does: write the letters of all mailings, batch by batch."""
    is_written = False
    while not is_written:
        with database.unit_of_work(SYSTEM, moment) as work:
            is_written = write_letters(work) is None


class _At:
    def __init__(self, database: Database, actor: Actor, now: datetime) -> None:
        self._context = database.unit_of_work(actor, now)

    def __enter__(self) -> Work:
        return self._context.__enter__()

    def __exit__(self, *details: object) -> bool | None:
        return self._context.__exit__(*details)  # type: ignore[arg-type]


def created(database: Database, clock: FixedClock, *, voters: int = 6, **head: object) -> Meeting:
    """Return an assembly in draft with an empty agenda, and a register with so many shareholders; see `draft`."""
    holders = [int(each) for each in register_some(database, clock, voters)]
    with database.unit_of_work(NADIA, clock.now()) as work:
        number = create_assembly(work, CreateAssembly(draft(clock, **head)))
    return Meeting(database, clock, number, holders)


def put_item(meeting: Meeting, kind: ItemKind, title: Texts, *choices: str, **details: object) -> int:
    """Add an item with its candidates or options."""
    with meeting.at() as work:
        number = len(list_items(work.session, meeting.id)) + 1
        values = ItemDraft(kind, title, **details)  # type: ignore[arg-type]
        item_id = add_item(work, AddItem(meeting.id, number, values))
        for place, name in enumerate(choices, start=1):
            add_choice(work, AddChoice(item_id, place, Texts.same(name)))
    return item_id


def written(database: Database, clock: FixedClock, *, voters: int = 6, **head: object) -> Meeting:
    """Return a draft with five items: review, accounts, reserves, election of two among three, priorities."""
    meeting = created(database, clock, voters=voters, **head)
    put_item(meeting, ItemKind.INFORMATION, REVIEW)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    put_item(meeting, ItemKind.ACKNOWLEDGEMENT, RESERVES)
    put_item(meeting, ItemKind.ELECTION, DIRECTORS, "Amina Benali", "Joris Claes", "Chloé Lambert", seats=2)
    put_item(meeting, ItemKind.STRATEGY, PLAN, "Opleiding", "Klimaat", method=VotingMethod.APPROVAL)
    return meeting


def attach(meeting: Meeting, item_id: int | None, name: str = "Report.pdf") -> None:
    """Attach a document to an item, or to the assembly."""
    with meeting.at() as work:
        content = f"%PDF-1.7 {item_id}".encode()
        attach_document(work, AttachDocument(meeting.id, item_id, Texts.same("Report"), name, content))


FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
BALLOTS = (
    (FOR, (0, 1, 1, 0), (0, 1, 0)),
    (FOR, (0, 1, 0, 0), (0, 1, 1)),
    (AGAINST, (0, 0, 1, 0), (0, 0, 1)),
    (ABSTAIN, (1, 0, 0, 0), (1, 0, 0)),
    (ABSTAIN, (0, 1, 0, 1), (0, 1, 0)),
)
"""Five ballots: accounts 2-1-2, candidates 3-2-1 and one blank, priorities 3-2 and one blank."""


def counted(database: Database, clock: FixedClock, meeting: Meeting | None = None, *, voters: int = 6) -> Meeting:
    """Return an assembly, made of that draft or a usual one, whose five ballots are counted and not yet announced."""
    meeting = meeting or written(database, clock, voters=voters)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    return meeting
