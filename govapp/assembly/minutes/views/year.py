"""The page of a year: results, the minutes in extract, documents, who took part, questions and answers."""

from dataclasses import dataclass
from fractions import Fraction

from flask import render_template
from flask.typing import ResponseReturnValue

from govapp.assembly.agenda.queries import DocumentRow, list_documents
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.questions import ANSWER_NAMES, Answer
from govapp.assembly.meeting.queries import AssemblyRow, list_assemblies
from govapp.assembly.minutes.queries import list_versions
from govapp.assembly.minutes.queries.decided import list_decisions
from govapp.assembly.minutes.rules.decisions import STATE_NAMES, DecisionRow
from govapp.assembly.minutes.rules.record import Section
from govapp.assembly.minutes.rules.year import FULL, TurnoutBar, YearNotFound, bars_until, extract_of
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.decisions import MARKS
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.votes import list_votes
from govapp.db.uow import Work
from govapp.request_context import public, read_only, translator


@dataclass(frozen=True)
class YearAssembly:
    """One assembly of the year, with all that everybody may read of it; `digest` is that of its newest minutes."""

    row: AssemblyRow
    votes: tuple[int, ...]
    decisions: tuple[DecisionRow, ...]
    extract: tuple[Section, ...]
    version: int
    digest: str
    documents: tuple[DocumentRow, ...]
    answers: tuple[Answer, ...]


@bp.get("/years/<int:year>")
@public
def year_page(year: int) -> ResponseReturnValue:
    """Show the assemblies of a year with their results, minutes, documents, turnout, questions and answers."""
    with read_only() as work:
        rows = list_assemblies(work.session, only_public=True)
        held = [_assembly(work, row) for row in rows if row.held_on.year == year and not row.is_called_off]
        bars = bars_until([bar for row in rows for bar in _bars(work, row)], year)
    if not held:
        raise YearNotFound
    years = sorted({row.held_on.year for row in rows if not row.is_called_off})
    return render_template(
        "assembly/minutes/year.html",
        year=year,
        years=years,
        held=held,
        bars=bars,
        full=FULL,
        percents=[translator().percent(Fraction(each.ballots, each.entitled or 1)) for each in bars],
        answer_names=ANSWER_NAMES,
        state_names=STATE_NAMES,
        state_marks=MARKS,
    )


def _assembly(work: Work, row: AssemblyRow) -> YearAssembly:
    session = work.session
    votes = list_votes(session, row.id, only_public=True)
    versions = [each for each in list_versions(session, row.id) if each.is_whole]
    newest = versions[-1] if versions else None
    return YearAssembly(
        row=row,
        votes=tuple(each.ordinal for each in votes if find_announcement(session, each.id) is not None),
        decisions=list_decisions(session, assembly_id=row.id),
        extract=extract_of(newest.minutes) if newest else (),
        version=newest.number if newest else 0,
        digest=newest.digest if newest else "",
        documents=list_documents(session, row.id),
        answers=get_questions(session, row.id).public,
    )


def _bars(work: Work, row: AssemblyRow) -> list[TurnoutBar]:
    found = []
    for vote in list_votes(work.session, row.id, only_public=True):
        announced = find_announcement(work.session, vote.id)
        if announced is not None:
            ballots, size = announced.record["ballots"], announced.record["roll"]["size"]
            found.append(TurnoutBar(row.id, vote.ordinal, row.title, row.held_on, ballots, size))
    return found
