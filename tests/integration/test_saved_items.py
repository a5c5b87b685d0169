"""An item is saved with its candidates and documents at once: what is named stays in that order, the rest goes."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from govapp.assembly.agenda.rules.documents import DocumentNotItsKind
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.rules.refusals import ChoiceNamedTwice, ChoiceNameMissing, ItemNotFound, TooManyChoices
from govapp.assembly.agenda.service import ChoiceDraft, DocumentDraft, ItemDraft, SaveItem, save_item
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.meeting.rules.refusals import AgendaLocked
from govapp.audit.queries import Filter, list_entries
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from tests.factories.assembly import DIRECTORS, Meeting, created
from tests.factories.pictures import png

ELECTION = ItemDraft(ItemKind.ELECTION, DIRECTORS, seats=2)
PDF = b"%PDF-1.7 report"


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return created(database, clock)


def candidates(*names: str) -> tuple[ChoiceDraft, ...]:
    return tuple(ChoiceDraft(Texts.same(name)) for name in names)


def saved(meeting: Meeting, **changes: object) -> int:
    values = {"draft": ELECTION, "choices": candidates("Ada", "Bo", "Cy"), "number": 1} | changes
    with meeting.at() as work:
        return save_item(work, SaveItem(meeting.id, **values))  # type: ignore[arg-type]


def again(meeting: Meeting, **changes: object) -> None:
    row = meeting.items()[0]
    saved(meeting, item_id=row.id, version=row.version, **changes)


def names(meeting: Meeting) -> list[str]:
    return [each.label.nl for each in meeting.items()[0].choices]


def tags(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        return [each.tag for each in list_entries(work.session, Filter(), limit=200)]


def test_a_new_item_comes_with_its_candidates_and_documents(meeting: Meeting) -> None:
    report = DocumentDraft(Texts(nl="Verslag"), name="report.pdf", content=PDF)
    saved(meeting, documents=(report,))
    (row,) = meeting.items()
    assert names(meeting) == ["Ada", "Bo", "Cy"]
    assert [(each.name, each.title.nl) for each in row.documents] == [("report.pdf", "Verslag")]


def test_candidates_are_renamed_moved_added_and_removed_in_one_go(meeting: Meeting) -> None:
    saved(meeting)
    ada, _bo, cy = meeting.items()[0].choices
    adele = ChoiceDraft(Texts.same("Adèle"), Texts(fr="Note"), choice_id=ada.id)
    again(meeting, choices=(ChoiceDraft(cy.label, choice_id=cy.id), adele, *candidates("Di")))
    after = meeting.items()[0].choices
    assert [each.label.nl for each in after] == ["Cy", "Adèle", "Di"]
    assert (after[0].id, after[1].id) == (cy.id, ada.id)
    assert after[1].note == Texts(fr="Note")


def test_a_portrait_stays_until_it_is_taken_away(meeting: Meeting) -> None:
    saved(meeting, choices=(ChoiceDraft(Texts.same("Ada"), portrait=png(), portrait_alt=Texts.same("Ada")),))
    for keeps in (True, False):
        row = meeting.items()[0].choices[0]
        assert row.choice.portrait and row.choice.portrait.alt.nl == "Ada"
        kept = ChoiceDraft(row.label, choice_id=row.id, portrait_alt=Texts.same("Ada"), keeps_portrait=keeps)
        again(meeting, choices=(kept,))
    assert meeting.items()[0].choices[0].choice.portrait is None


def test_documents_are_retitled_and_those_that_are_not_named_go(meeting: Meeting) -> None:
    files = [DocumentDraft(Texts(), name=f"{name}.pdf", content=PDF + name.encode()) for name in "ab"]
    saved(meeting, documents=tuple(files))
    first, _second = meeting.items()[0].documents
    again(meeting, documents=(DocumentDraft(Texts(nl="Eerste"), first.id),))
    (kept,) = meeting.items()[0].documents
    assert (kept.id, kept.title.nl) == (first.id, "Eerste")
    again(meeting, documents=(DocumentDraft(Texts(), first.id),))
    assert meeting.items()[0].documents[0].title.nl == "Eerste"


def test_the_declared_order_goes_before_the_typed_one(meeting: Meeting) -> None:
    draft = replace(ELECTION, choice_order=ChoiceOrder.ALPHABETICAL)
    saved(meeting, draft=draft, choices=candidates("Cy", "Ada", "Bo"))
    assert names(meeting) == ["Ada", "Bo", "Cy"]


def test_candidates_that_did_not_change_leave_no_line_in_the_journal(meeting: Meeting) -> None:
    saved(meeting)
    count = tags(meeting).count("item:choices_changed")
    kept = tuple(ChoiceDraft(each.label, choice_id=each.id) for each in meeting.items()[0].choices)
    again(meeting, choices=kept)
    assert tags(meeting).count("item:choices_changed") == count
    again(meeting, choices=kept[:2])
    assert tags(meeting).count("item:choices_changed") == count + 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"choices": candidates("Koen Mertens", "koen  mertens ")}, ChoiceNamedTwice),
        ({"choices": (ChoiceDraft(Texts(), Texts.same("Baker")),)}, ChoiceNameMissing),
        ({"choices": candidates(*(f"Candidate {number}" for number in range(31)))}, TooManyChoices),
        ({"choices": (ChoiceDraft(Texts.same("Ada"), choice_id=99),)}, ItemNotFound),
        ({"documents": (DocumentDraft(Texts(), 99),)}, ItemNotFound),
        ({"documents": (DocumentDraft(Texts(), name="a.docx", content=b"abc"),)}, DocumentNotItsKind),
    ],
    ids=["one name twice", "no name", "too many", "another's candidate", "another's document", "a 3-byte docx"],
)
def test_what_is_refused_leaves_the_item_as_it_was(
    meeting: Meeting, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    saved(meeting)
    before = meeting.items()
    with pytest.raises(refusal):
        again(meeting, **changes)
    assert meeting.items() == before


def test_an_item_that_somebody_changed_meanwhile_is_not_overwritten(meeting: Meeting) -> None:
    item_id = saved(meeting)
    with pytest.raises(ChangedMeanwhile):
        saved(meeting, item_id=item_id, version=99)


def test_a_locked_agenda_is_not_saved(meeting: Meeting) -> None:
    saved(meeting)
    meeting.lock()
    with pytest.raises(AgendaLocked):
        again(meeting)


def test_an_office_document_is_known_by_what_is_inside(meeting: Meeting) -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    saved(meeting, documents=(DocumentDraft(Texts(), name="a.docx", content=file.getvalue()),))
    assert meeting.items()[0].documents[0].name == "a.docx"
