"""Editing an agenda, on both databases: nothing doubled, nothing overwritten, documents under their digest."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from govapp.assembly.agenda.models import AgendaItem, DocumentFile, ItemChoice
from govapp.assembly.agenda.queries import ItemRow, find_file, list_documents
from govapp.assembly.agenda.rules.documents import (
    MAX_DOCUMENT_BYTES,
    DocumentEmpty,
    DocumentKindUnknown,
    DocumentTooLarge,
)
from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.agenda.rules.refusals import (
    ChoiceNameMissing,
    ItemNotFound,
    KindTakesNoMethod,
    SeatsMissing,
    TextsMissing,
    ThresholdWithoutOptions,
)
from govapp.assembly.agenda.service import (
    AddChoice,
    AddItem,
    AttachDocument,
    EditItem,
    ItemDraft,
    MoveItem,
    RemoveDocument,
    RemoveItem,
    SaveItem,
    add_choice,
    add_item,
    attach_document,
    edit_item,
    move_item,
    remove_document,
    remove_item,
    save_item,
)
from govapp.assembly.meeting.rules.changes import AlreadyThere, ChangedMeanwhile
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound, TitleMissing
from govapp.assembly.votes.queries.journal_lines import list_waivers
from govapp.assembly.votes.service import AssemblyDraft, CreateAssembly, LockVote, create_assembly, lock_vote
from govapp.ballots.rules import SERVER
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from tests.factories.assembly import ACCOUNTS, DIRECTORS, KAREL, NADIA, PLAN, Meeting, created, put_item, written


def _titles(meeting: Meeting) -> list[str]:
    return [row.item.title.en for row in meeting.items()]


def test_pressing_twice_adds_one_item(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    command = AddItem(meeting.id, 1, ItemDraft(ItemKind.DECISION, ACCOUNTS))
    with meeting.at() as work:
        add_item(work, command)
    with pytest.raises(AlreadyThere), meeting.at(KAREL) as work:
        add_item(work, command)
    assert len(meeting.items()) == 1


def test_moving_an_item_twice_to_the_same_place_moves_it_once(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    for title in ("A", "B", "C"):
        put_item(meeting, ItemKind.INFORMATION, Texts.same(title))
    third = meeting.items()[2].id
    for _press in range(2):
        with meeting.at() as work:
            move_item(work, MoveItem(third, 1))
    assert _titles(meeting) == ["C", "A", "B"]


def test_removing_an_item_takes_its_candidates_along_and_closes_the_gap(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    election = next(row for row in meeting.items() if row.item.kind is ItemKind.ELECTION)
    with meeting.at() as work:
        remove_item(work, RemoveItem(election.id))
    assert [row.item.number for row in meeting.items()] == [1, 2, 3, 4]
    with meeting.at() as work:
        left = select(func.count()).select_from(ItemChoice).where(ItemChoice.item_id == election.id)
        assert work.session.scalar(left) == 0


def test_an_edit_of_something_that_changed_meanwhile_is_not_saved(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    item = put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    with meeting.at(KAREL) as work:
        edit_item(work, EditItem(item, 1, ItemDraft(ItemKind.DECISION, Texts.same("Karel"))))
    with pytest.raises(ChangedMeanwhile, match="Karel Maes"), meeting.at() as work:
        edit_item(work, EditItem(item, 1, ItemDraft(ItemKind.DECISION, Texts.same("Nadia"))))
    assert _titles(meeting) == ["Karel"]


def test_a_second_press_of_add_adds_no_second_candidate(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    item = put_item(meeting, ItemKind.ELECTION, DIRECTORS, "Ada", "Bo", seats=1)
    with pytest.raises(AlreadyThere), meeting.at() as work:
        add_choice(work, AddChoice(item, 2, Texts.same("Twice")))


NAME = Texts.same("Zoé Dubois")
OTHER = ItemDraft(ItemKind.DECISION, Texts.same("Other words"))
CHANGES: dict[str, Callable[[Work, int, Sequence[ItemRow]], object]] = {
    "an item is added": lambda work, number, _items: add_item(work, AddItem(number, 6, OTHER)),
    "an item is edited": lambda work, _number, items: edit_item(work, EditItem(items[1].id, 1, OTHER)),
    "an item is moved": lambda work, _number, items: move_item(work, MoveItem(items[1].id, 1)),
    "an item is removed": lambda work, _number, items: remove_item(work, RemoveItem(items[1].id)),
    "a candidate is added": lambda work, _number, items: add_choice(work, AddChoice(items[3].id, 4, NAME)),
    "a candidate is removed": lambda work, number, items: save_item(
        work,
        SaveItem(number, OTHER, (), (), item_id=items[1].id, version=items[1].version),
    ),
    "a document is attached": lambda work, number, _items: attach_document(
        work, AttachDocument(number, None, Texts(), "b.pdf", b"%PDF-1.7 b")
    ),
    "a document is detached": lambda work, _number, _items: remove_document(work, RemoveDocument(1)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_agenda_is_not_locked_that_changed_since_it_was_read(
    database: Database, clock: FixedClock, change: str
) -> None:
    meeting = written(database, clock)
    with meeting.at() as work:
        attach_document(work, AttachDocument(meeting.id, None, Texts(), "a.pdf", b"%PDF-1.7 a"))
    version, items = meeting.row().version, meeting.items()
    with meeting.at(KAREL) as work:
        CHANGES[change](work, meeting.id, items)
    with pytest.raises(ChangedMeanwhile), meeting.at() as work:
        lock_vote(work, LockVote(meeting.id, version, (SERVER,)))


@pytest.mark.parametrize(("number", "order"), [(0, "CAB"), (-3, "CAB"), (2, "ACB"), (9, "ABC")])
def test_a_place_beyond_the_ends_is_the_nearest_one(
    database: Database, clock: FixedClock, number: int, order: str
) -> None:
    meeting = created(database, clock)
    for title in "ABC":
        put_item(meeting, ItemKind.INFORMATION, Texts.same(title))
    third = meeting.items()[2].id
    with meeting.at() as work:
        move_item(work, MoveItem(third, number))
    assert "".join(_titles(meeting)) == order


def test_each_fault_of_an_item_is_refused_with_its_name(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    faults: list[tuple[type[Refusal], ItemDraft]] = [
        (TitleMissing, ItemDraft(ItemKind.DECISION, Texts())),
        (KindTakesNoMethod, ItemDraft(ItemKind.DECISION, ACCOUNTS, method=VotingMethod.APPROVAL)),
        (SeatsMissing, ItemDraft(ItemKind.ELECTION, DIRECTORS, seats=0)),
    ]
    for refusal, values in faults:
        with pytest.raises(refusal), meeting.at() as work:
            add_item(work, AddItem(meeting.id, 1, values))
    item = put_item(meeting, ItemKind.ELECTION, DIRECTORS, seats=1)
    with pytest.raises(ChoiceNameMissing), meeting.at() as work:
        add_choice(work, AddChoice(item, 1, Texts()))


def test_what_is_not_there_is_said_so(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    with pytest.raises(AssemblyNotFound), meeting.at() as work:
        add_item(work, AddItem(99, 1, ItemDraft(ItemKind.DECISION, ACCOUNTS)))
    with pytest.raises(ItemNotFound), meeting.at() as work:
        remove_item(work, RemoveItem(99))
    with pytest.raises(ItemNotFound), meeting.at() as work:
        remove_document(work, RemoveDocument(99))


def test_a_threshold_is_taken_only_where_options_are_ticked(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(
        meeting, ItemKind.STRATEGY, PLAN, "A", "B", method=VotingMethod.APPROVAL, threshold=Fraction(2, 3), maximum=1
    )
    with pytest.raises(ThresholdWithoutOptions):
        put_item(meeting, ItemKind.STRATEGY, ACCOUNTS, method=VotingMethod.DECISION, threshold=Fraction(2, 3))
    put_item(meeting, ItemKind.STRATEGY, ACCOUNTS, method=VotingMethod.DECISION, maximum=1)
    ticked, decided = (row.item for row in meeting.items())
    assert (ticked.threshold, ticked.maximum) == (Fraction(2, 3), 1)
    assert (decided.threshold, decided.maximum) == (None, 0)


def test_a_document_is_kept_once_under_its_digest_and_served_by_digest_and_name(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    item = put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    content = b"%PDF-1.7 accounts"
    for target in (item, item, None):
        with meeting.at() as work:
            digest = attach_document(
                work,
                AttachDocument(meeting.id, target, Texts(fr="Comptes"), r"C:\Mes documents\Comptes été.pdf", content),
            )
    assert digest == sha256_hex(content)
    with meeting.at() as work:
        assert work.session.scalar(select(func.count()).select_from(DocumentFile)) == 1
        assert len(list_documents(work.session, meeting.id)) == 2
        stored = find_file(work.session, digest, "Comptes-ete.pdf", only_public=False)
        assert stored is not None
        assert (stored.content, stored.media_type) == (content, "application/pdf")
        assert find_file(work.session, digest, "Comptes-ete.pdf", only_public=True) is None
        assert find_file(work.session, digest, "other.pdf", only_public=False) is None
    (paper,) = meeting.items()[0].documents
    with meeting.at() as work:
        remove_document(work, RemoveDocument(paper.id))
    assert meeting.items()[0].documents == ()
    with pytest.raises(ItemNotFound), meeting.at() as work:
        remove_document(work, RemoveDocument(paper.id))


def test_a_file_that_is_empty_too_large_or_of_a_dangerous_kind_is_refused(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    faults: list[tuple[type[Refusal], str, bytes]] = [
        (DocumentEmpty, "a.pdf", b""),
        (DocumentTooLarge, "a.pdf", bytes(MAX_DOCUMENT_BYTES + 1)),
        (DocumentKindUnknown, "a.html", b"<script>"),
        (DocumentKindUnknown, "a.svg", b"<svg>"),
        (DocumentKindUnknown, "pdf", b"x"),
    ]
    for refusal, name, content in faults:
        with pytest.raises(refusal), meeting.at() as work:
            attach_document(work, AttachDocument(meeting.id, None, Texts(), name, content))


def test_a_document_of_another_assembly_s_item_is_refused(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    item = put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    with meeting.at() as work:
        other = create_assembly(work, CreateAssembly(_named(meeting, "Another assembly")))
    with pytest.raises(ItemNotFound), meeting.at() as work:
        attach_document(work, AttachDocument(other, item, Texts(), "a.pdf", b"%PDF-1.7"))
    with meeting.at() as work:
        assert work.session.scalar(select(func.count()).select_from(AgendaItem)) == 1


def _named(meeting: Meeting, title: str) -> AssemblyDraft:
    from tests.factories.assembly import draft

    return draft(meeting.clock, title=Texts.same(title))


def test_a_missing_translation_keeps_the_agenda_open_until_somebody_waives_it_by_name(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    with meeting.at() as work:
        first = work.session.scalars(select(AgendaItem).order_by(AgendaItem.position).limit(1)).one()
        first.summary = {"nl": "Kort"}
    version = meeting.row().version
    with pytest.raises(TextsMissing) as refused, meeting.at() as work:
        lock_vote(work, LockVote(meeting.id, version, (SERVER,)))
    assert refused.value.params["gaps"] == "1 (FR, EN, DE)"
    with meeting.at() as work:
        lock_vote(work, LockVote(meeting.id, version, (SERVER,), waives_gaps=True))
    with meeting.at() as work:
        (waiver,) = list_waivers(work.session, meeting.vote_row())
    assert (waiver.name, waiver.gaps) == (NADIA.name, "1 (FR, EN, DE)")
