"""Pages for everybody: the home page, an assembly with its agenda and documents, its result."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from govapp.assembly.agenda.queries import ItemRow, get_agenda, list_documents, list_items
from govapp.assembly.agenda.views.words import shared
from govapp.assembly.meeting.queries import AssemblyRow, find_current, get_assembly, list_assemblies
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.meeting.rules.states import AssemblyState
from govapp.assembly.votes.queries.announcements import AnnouncementRow, find_announcement
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.rules.paper import RULES, needed
from govapp.assembly.votes.rules.result import RESULT
from govapp.assembly.votes.service.announcing import announced_result
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.presenters import ShownVerdict, chain_links, shown
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.kernel.actors import ActorKind, Role
from govapp.kernel.canonical import canonical_json
from govapp.kernel.errors import N_, NotFound
from govapp.kernel.texts import Phrase
from govapp.request_context import actor, language, now, officers, public, read_only
from govapp.shares.rolls import queries as rolls


class ResultNotAnnounced(NotFound):
    """The result exists only for officers, or not yet at all."""

    code = "result_not_announced"
    message = N_("The result is not announced yet.")
    help = N_("It stands here as soon as it is announced in the meeting.")


@dataclass(frozen=True)
class Reader:
    """What the page knows of a shareholder who came in by a personal link."""

    name: str = ""
    may_vote: bool = False
    has_voted: bool = False


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the assembly people come for, in its present state, with the one thing to do now."""
    with read_only() as work:
        row = find_current(work.session, now())
        rows = list_assemblies(work.session, only_public=True)
        context: dict[str, Any] = _assembly(work, row) if row else {}
    others = [each for each in rows if row is None or each.id != row.id]
    return render_template("assembly/meeting/home.html", row=row, others=others, **context, **shared())


@bp.get("/assemblies/<int:assembly_id>")
@public
def assembly(assembly_id: int) -> ResponseReturnValue:
    """Show an assembly: its agenda with texts and documents, what each item needs, and the voting period."""
    with read_only() as work:
        row = _published(work, assembly_id)
        context = _assembly(work, row)
    return render_template("assembly/meeting/assembly.html", row=row, **context, **shared())


@bp.get("/assemblies/<int:assembly_id>/result")
@public
def result(assembly_id: int) -> ResponseReturnValue:
    """Show the announced result; nobody sees a figure before."""
    with read_only() as work:
        row = _published(work, assembly_id)
        if row.state is not AssemblyState.ANNOUNCED:
            raise ResultNotAnnounced
        return _result_page(work, row, is_office=False)


@bp.get("/office/assemblies/<int:assembly_id>/result")
@officers(Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR)
def office_result(assembly_id: int) -> ResponseReturnValue:
    """Show the counted result to officers, who may see it before it is announced."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        return _result_page(work, row, is_office=True)


@bp.get("/assemblies/<int:assembly_id>/result.json")
@public
def result_file(assembly_id: int) -> ResponseReturnValue:
    """Send the announced record: its SHA-256 is the fingerprint of the result."""
    with read_only() as work:
        _published(work, assembly_id)
        announced = find_announcement(work.session, assembly_id)
    if announced is None:
        raise ResultNotAnnounced
    return _json(announced.record)


@bp.get("/assemblies/<int:assembly_id>/rules.json")
@public
def rules_file(assembly_id: int) -> ResponseReturnValue:
    """Send the rules by which the items are decided: their SHA-256 is sealed into the ballot paper."""
    with read_only() as work:
        row = _published(work, assembly_id)
        items = get_agenda(work.session, assembly_id)
        sealed = ballots.get_paper(work.session, row.paper_uuid).rules_digest if row.paper_uuid else ""
    return Response(RULES.canonical_as(items, sealed), content_type="application/json")


def _published(work: Work, assembly_id: int) -> AssemblyRow:
    row = get_assembly(work.session, assembly_id)
    if not row.is_public:
        raise AssemblyNotFound
    return row


def _assembly(work: Work, row: AssemblyRow) -> dict[str, Any]:
    items = list_items(work.session, row.id)
    announced = find_announcement(work.session, row.id)
    decided = _decided(work, row, announced) if announced else {}
    return {
        "items": items,
        "decided": decided,
        "voted": [each for each in items if each.item.is_voted],
        "needs": {each.id: needed(each.item).in_language(language()) for each in items},
        "papers": [each for each in list_documents(work.session, row.id) if each.item_id is None],
        "reader": _reader(work, row),
        "is_voting": row.is_voting(now()),
        "is_waiting": row.state is AssemblyState.READY or (row.state is AssemblyState.OPEN and now() < row.opens_at),
        "closed_at": row.closed_at or row.closes_at,
        "announced": announced,
        "short": _paper_lines(items, decided),
    }


def _decided(work: Work, row: AssemblyRow, announced: AnnouncementRow) -> dict[int, ShownVerdict]:
    """Return the verdicts by item; none when they are not those that were announced: the result page says so."""
    counted = find_counted(work.session, row)
    if counted is None or not _holds(counted, row, announced):
        return {}
    return {each.verdict.item_id: each for each in shown(counted)}


def _paper_lines(items: tuple[ItemRow, ...], decided: dict[int, ShownVerdict]) -> list[tuple[int, Phrase, str]]:
    return [
        (
            each.item.number,
            each.item.title.in_language(language()),
            decided[each.item.item_id].short if each.item.item_id in decided else "",
        )
        for each in items
        if each.item.is_voted
    ]


def _holds(counted: Counted, row: AssemblyRow, announced: AnnouncementRow) -> bool:
    """Tell whether what is counted now is what was announced, in the version in which it was."""
    version = RESULT.version_of(announced.record)
    result = announced_result(counted, row, announced.record.get("anchor"))
    return RESULT.digest(result, version) == announced.digest


def _reader(work: Work, row: AssemblyRow) -> Reader:
    who = actor()
    if who.kind is not ActorKind.SHAREHOLDER or who.id is None or row.roll_id is None or row.paper_uuid is None:
        return Reader()
    entry = rolls.roll_entry_of(work.session, row.roll_id, who.id)
    if entry is None:
        return Reader(who.name)
    paper = ballots.get_paper(work.session, row.paper_uuid)
    return Reader(who.name, may_vote=True, has_voted=ballots.has_voted(work.session, paper.id, entry.entry_id))


def _result_page(work: Work, row: AssemblyRow, *, is_office: bool) -> ResponseReturnValue:
    counted = find_counted(work.session, row)
    if counted is None:
        raise ResultNotAnnounced
    announced = find_announcement(work.session, row.id)
    holds = announced is None or _holds(counted, row, announced)
    return render_template(
        "assembly/votes/result.html",
        layout="layout/office.html" if is_office else "layout/public.html",
        is_office=is_office,
        row=row,
        counted=counted,
        announced=announced,
        verdicts=shown(counted),
        links=chain_links(counted, announced, holds=holds),
        holds=holds,
        **shared(),
    )


def _json(record: dict[str, Any]) -> Response:
    return Response(canonical_json(record), content_type="application/json")
