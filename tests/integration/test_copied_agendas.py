"""An agenda of last year in the draft of this year: its figures, its texts and documents on request, no candidates."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from govapp.assembly.agenda.queries import list_documents, list_items
from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.agenda.service import AttachDocument, CopyAgenda, attach_document, copy_agenda
from govapp.assembly.meeting.rules.refusals import AgendaLocked
from govapp.assembly.votes.service import CreateAssembly, create_assembly
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import Threshold
from tests.factories.assembly import Meeting, created, draft, put_item
from tests.factories.items import put_told_items

PLAN = Texts(nl="Plan 2027", fr="Plan 2027")


@pytest.fixture
def last_year(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly with a decision and an election that tell all, and a choice among options."""
    meeting = created(database, clock)
    put_told_items(meeting)
    put_item(
        meeting,
        ItemKind.STRATEGY,
        PLAN,
        "Klimaat 2026",
        "Opleiding",
        method=VotingMethod.APPROVAL,
        maximum=1,
        threshold=Fraction(2, 3),
        stricter=Threshold.of(Fraction(3, 4)),
        stricter_reason="Decided in March",
    )
    item_id = meeting.items()[0].id
    with meeting.at() as work:
        for target, name in ((item_id, "accounts.pdf"), (None, "notice.pdf")):
            attach_document(
                work, AttachDocument(meeting.id, target, Texts.same(name), name, b"%PDF-1.7 " + name.encode())
            )
    return meeting


def next_year(meeting: Meeting, **wishes: bool) -> Meeting:
    held_on = meeting.row().held_on
    with meeting.at() as work:
        title = Texts.same(f"Assembly {wishes}")
        head = replace(draft(meeting.clock), title=title, held_on=date(held_on.year + 1, held_on.month, held_on.day))
        target = create_assembly(work, CreateAssembly(head))
        copy_agenda(work, CopyAgenda(meeting.id, target, **wishes))
    return Meeting(meeting.database, meeting.clock, target, meeting.voters)


def test_figures_and_texts_go_along_and_candidates_do_not(last_year: Meeting) -> None:
    before, after = (
        [replace(row.item, item_id=0, choices=(), documents=()) for row in each.items()]
        for each in (last_year, next_year(last_year))
    )
    year = last_year.row().held_on.year
    moved = str(year - 1), str(year)
    assert after[0] == replace(
        before[0],
        title=Texts.from_dict({code: words.replace(*moved) for code, words in before[0].title.as_dict().items()}),
    )
    assert after[1:] == [before[1], replace(before[2], title=PLAN)]


def test_options_go_along_with_their_years_and_candidates_stay_behind(last_year: Meeting) -> None:
    _decision, election, plan = next_year(last_year).items()
    assert election.choices == ()
    year = last_year.row().held_on.year
    assert [each.label.nl for each in plan.choices] == [f"Klimaat {year + 1}", "Opleiding"]


def test_without_texts_only_titles_and_figures_go_along(last_year: Meeting) -> None:
    decision, election, _plan = next_year(last_year, with_texts=False).items()
    assert not any((decision.item.body, decision.item.question, decision.item.summary, decision.item.advice))
    assert decision.item.title
    assert election.item.seats == 1


def test_documents_go_along_on_request(last_year: Meeting) -> None:
    plain, full = next_year(last_year), next_year(last_year, with_documents=True)
    with last_year.at() as work:
        assert list_documents(work.session, plain.id) == ()
        names = [(each.name, each.item_id is None) for each in list_documents(work.session, full.id)]
    assert names == [("accounts.pdf", False), ("notice.pdf", True)]
    assert [each.name for each in full.items()[0].documents] == ["accounts.pdf"]


def test_a_copy_is_a_draft_of_its_own(last_year: Meeting) -> None:
    last_year.lock()
    copied = next_year(last_year)
    with copied.at() as work:
        again = copy_agenda(work, CopyAgenda(last_year.id, copied.id))
        assert [row.id for row in list_items(work.session, copied.id)][3:] == list(again)
    with last_year.at() as work, pytest.raises(AgendaLocked):
        copy_agenda(work, CopyAgenda(copied.id, last_year.id))
