"""Results: the page of one vote, the announced record and the rules as files. Nobody sees a figure before."""

from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import NOT_AS_SEALED, Counted, find_counted
from govapp.assembly.votes.queries.votes import VoteRow, get_vote, list_votes
from govapp.assembly.votes.rules.channels import CHANNEL_NAMES
from govapp.assembly.votes.rules.states import AnnouncementChanged, VoteNotFound, VoteState
from govapp.assembly.votes.service.announcing import is_as_counted
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.incidents_shown import read_incidents
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.presenters import describe_chain, describe_channels, describe_untold, describe_verdicts
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots import queries as ballots
from govapp.ballots.views.cautions import describe_cautions
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.canonical import canonical_json
from govapp.kernel.errors import N_, NotFound
from govapp.request_context import officers, public, read_only, today

PUBLIC_FIRST = "/assemblies/<int:assembly_id>"
PUBLIC_LATER = "/assemblies/<int:assembly_id>/votes/<int:ordinal>"


class ResultNotAnnounced(NotFound):
    """The result exists only for officers, or not yet at all."""

    code = "result_not_announced"
    message = N_("The result is not announced yet.")
    help = N_("It stands here as soon as it is announced in the meeting.")


@bp.get(f"{PUBLIC_FIRST}/result", defaults={"ordinal": 1})
@bp.get(f"{PUBLIC_LATER}/result")
@public
def result(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show the announced result."""
    with read_only() as work:
        row, vote = _public_vote(work, assembly_id, ordinal)
        if vote.state is not VoteState.ANNOUNCED:
            raise ResultNotAnnounced
        return _result_page(work, row, vote, is_office=False)


@bp.get(f"{FIRST}/result", defaults={"ordinal": 1})
@bp.get(f"{LATER}/result")
@officers(Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR)
def office_result(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show the counted result to officers, who may see it before it is announced."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        return _result_page(work, row, get_vote(work.session, assembly_id, ordinal), is_office=True)


@bp.get(f"{PUBLIC_FIRST}/result.json", defaults={"ordinal": 1})
@bp.get(f"{PUBLIC_LATER}/result.json")
@public
def result_file(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Send the announced record: its SHA-256 is the fingerprint of the result; raises AnnouncementChanged."""
    with read_only() as work:
        row, vote = _public_vote(work, assembly_id, ordinal)
        announced = find_announcement(work.session, vote.id)
        counted = find_counted(work.session, vote) if announced else None
    if announced is None:
        raise ResultNotAnnounced
    if counted is None or not is_as_counted(announced, counted, row):
        raise AnnouncementChanged
    return _json(announced.record)


@bp.get(f"{PUBLIC_FIRST}/rules.json", defaults={"ordinal": 1})
@bp.get(f"{PUBLIC_LATER}/rules.json")
@public
def rules_file(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Send the rules by which the items are decided: their SHA-256 is sealed into the ballot paper."""
    with read_only() as work:
        _row, vote = _public_vote(work, assembly_id, ordinal)
    if vote.rules is None:
        raise VoteNotFound
    return _json(vote.rules)


def find_valid(work: Work, row: AssemblyRow, vote: VoteRow) -> Counted | None:
    """Return what was counted where it is what was announced, else None."""
    announced = find_announcement(work.session, vote.id)
    try:
        counted = find_counted(work.session, vote) if announced else None
    except NOT_AS_SEALED:
        return None
    if announced is None or counted is None or not is_as_counted(announced, counted, row):
        return None
    return counted


def _public_vote(work: Work, assembly_id: int, ordinal: int) -> tuple[AssemblyRow, VoteRow]:
    vote = get_vote(work.session, assembly_id, ordinal)
    if not vote.is_public:
        raise VoteNotFound
    return get_assembly(work.session, assembly_id), vote


def _result_page(work: Work, row: AssemblyRow, vote: VoteRow, *, is_office: bool) -> ResponseReturnValue:
    counted = find_counted(work.session, vote)
    if counted is None:
        raise ResultNotAnnounced
    announced = find_announcement(work.session, vote.id)
    holds = announced is None or is_as_counted(announced, counted, row)
    return render_template(
        "assembly/votes/result.html",
        layout="layout/office.html" if is_office else "layout/public.html",
        is_office=is_office,
        row=row,
        vote=vote,
        is_one_of_several=len(list_votes(work.session, row.id, only_public=True)) > 1,
        counted=counted,
        hours=ballots.get_hours(work.session, vote.paper) if vote.paper else None,
        cautions=describe_cautions(work.session, vote.paper),
        announced=announced,
        verdicts=describe_verdicts(counted, has_met=row.held_on <= today()),
        links=describe_chain(counted, announced, holds=holds),
        holds=holds,
        faults=describe_untold(work, vote),
        channel_rows=describe_channels(counted, vote.paper.questions) if vote.paper else (),
        channel_names=CHANNEL_NAMES,
        votes=(),
        **read_incidents(work, vote),
        **template_context(),
    )


def _json(record: dict[str, Any]) -> Response:
    return Response(canonical_json(record), content_type="application/json")
