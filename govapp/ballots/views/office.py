"""The key holders' room: what each has to do now, the pages to make a key and to decrypt the total."""

from contextlib import suppress
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.queries import OfficerRow, list_key_holders
from govapp.ballots import queries, service
from govapp.ballots.forms import KeyForm, LostKeyForm, PartialDecryptionForm, ReplaceForm, WaiveForm
from govapp.ballots.queries import PaperRow, TrusteeRow
from govapp.ballots.rules import Duty, PaperState, duty
from govapp.ballots.rules.ending import require_losable, require_witness
from govapp.ballots.rules.key_groups import list_awaited
from govapp.ballots.rules.refusals import PaperNotAsSealed
from govapp.ballots.views import bp
from govapp.ballots.views.presenters import describe_paper, key_file_name
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef
from govapp.request_context import (
    actor,
    fresh,
    language,
    now,
    officers,
    page_of,
    public_page_of,
    read_only,
    translator,
    unit_of_work,
)


def _lost_key_form(position: int) -> LostKeyForm:
    """Return the form for one key: there may be several on a page."""
    return LostKeyForm(request.form, prefix=f"lost-{position}-")


def _losable(found: PaperRow, trustees: tuple[TrusteeRow, ...]) -> list[TrusteeRow]:
    """Return the keys that are awaited and that the reader may say are lost."""
    kept = []
    for trustee in trustees:
        with suppress(Refusal):
            require_witness(actor(), trustee.officer_id)
            require_losable(
                found.state, has_key=trustee.public_key is not None, has_decrypted=trustee.decrypted_at is not None
            )
            kept += [] if trustee.is_lost else [trustee]
    return kept


@dataclass(frozen=True)
class _GroupKeys:
    """What the page of a paper shows of its key group: the test of the keys, who is awaited, who could take a seat."""

    drill: queries.DrillRow | None
    awaited: tuple[str, ...]
    able: tuple[OfficerRow, ...]


def _read_keys(work: Work, found: PaperRow, group: queries.KeyGroupRow) -> _GroupKeys:
    drill = queries.find_drill(work.session, group)
    is_tested_now = drill is not None and drill.waived_at is None
    members = list_awaited(queries.list_member_standings(work.session, group), is_tested_now=is_tested_now)
    may_replace = not found.is_sealed and actor().has_any(Role.SECRETARY)
    able = list_key_holders(work.session, work.now) if may_replace else ()
    return _GroupKeys(drill, tuple(member.name for member in members), able)


def _seats(trustees: tuple[TrusteeRow, ...], keys: _GroupKeys) -> list[tuple[TrusteeRow, ReplaceForm]]:
    """Return the seats that can be given to somebody else, each with its form."""
    taken = {trustee.officer_id for trustee in trustees}
    free = [(officer.id, officer.name) for officer in keys.able if officer.id not in taken]
    seats = []
    for trustee in trustees if keys.able else ():
        form = ReplaceForm(prefix=f"seat-{trustee.position}-")
        form.officer.choices = [*free, (trustee.officer_id or 0, trustee.name)]
        seats.append((trustee, form))
    return seats


def _duty(found: PaperRow, trustee: TrusteeRow, *, awaits_test: bool = False) -> Duty:
    return duty(
        found.state,
        has_key=trustee.public_key is not None,
        has_decrypted=trustee.decrypted_at is not None,
        has_too_few=found.has_too_few,
        awaits_test=awaits_test,
    )


@bp.get("/office/papers")
@officers(Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
def papers() -> ResponseReturnValue:
    """List the ballot papers: those of which the reader holds a key, with what to do now, and all others."""
    me = actor().id or 0
    with read_only() as work:
        mine = queries.list_papers_of_officer(work.session, me)
        held = {found.uuid for found, _seat in mine}
        untested = {
            found.uuid
            for found, trustee in mine
            if found.key_group_id and queries.is_test_awaited(work.session, found.key_group_id, trustee.member_id)
        }
        others = [each for each in queries.list_papers(work.session) if each.uuid not in held]
    return render_template(
        "ballots/papers.html",
        mine=[
            (
                describe_paper(found, language(), now()),
                found,
                _duty(found, trustee, awaits_test=found.uuid in untested),
                trustee,
            )
            for found, trustee in mine
        ],
        others=[(describe_paper(found, language(), now()), found) for found in others],
    )


@bp.get("/office/papers/<uuid>")
@officers(Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
def paper(uuid: str) -> ResponseReturnValue:
    """Show one paper to officers: its course, its key holders, what is still to do and by whom."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        trustees = queries.list_trustees(work.session, found.id)
        voters_who_voted = queries.count_voters_who_voted(work.session, found.id)
        changes = service.changed_booth(work.session, found)
        changed_members = queries.list_changed_members(work.session, found)
        early = queries.find_early_closing(work.session, found)
        group = queries.get_key_group_by_id(work.session, found.key_group_id) if found.key_group_id else None
        keys = _read_keys(work, found, group) if group else None
    mine = next((trustee for trustee in trustees if not trustee.is_server and trustee.officer_id == actor().id), None)
    # Incidents and votes belong to a room above this one, which declares their pages; a paper can be without a vote.
    belongs, remaining_keys = public_page_of(found.subject_ref) is not None, queries.keys_of_trustees(trustees)
    return render_template(
        "ballots/paper.html",
        paper=describe_paper(found, language(), now()),
        found=found,
        trustees=trustees,
        remaining_keys=remaining_keys,
        group=group,
        drill=keys.drill if keys else None,
        awaited=keys.awaited if keys else (),
        seats=_seats(trustees, keys) if keys else (),
        waive=WaiveForm(prefix="waive-"),
        changes=changes,
        seal_fault=translator().describe_refusal(PaperNotAsSealed())[0] if changed_members else "",
        mine=mine,
        early=early,
        # The vote belongs to a room above this one, which declares where an early closing is confirmed.
        incidents_page=page_of(SubjectRef.to("incidents", uuid)) if belongs else None,
        lost_page=page_of(SubjectRef.to("uncountable", uuid)) if belongs and remaining_keys.lost else None,
        early_page=page_of(SubjectRef.to("early_closing", uuid)) if early else None,
        duty=_duty(found, mine, awaits_test=mine.name in (keys.awaited if keys else ())) if mine else None,
        voters_who_voted=voters_who_voted,
        states=list(PaperState),
        losable=[(each, _lost_key_form(each.position)) for each in _losable(found, trustees)],
    )


@bp.get("/office/papers/<uuid>/key")
@officers(Role.SCRUTINEER)
def key(uuid: str) -> ResponseReturnValue:
    """Show the page where a key holder makes a key in the browser; members of a key group have a page of their own."""
    found, trustee = _trustee(uuid)
    if found.key_group_id is not None:
        with read_only() as work:
            group = queries.get_key_group_by_id(work.session, found.key_group_id)
        return redirect(url_for("ballots.key_group", group=group.uuid), code=303)
    if _duty(found, trustee) is not Duty.MAKE_KEY:
        return redirect(url_for("ballots.paper", uuid=uuid), code=303)
    return render_template(
        "ballots/key.html",
        paper=describe_paper(found, language(), now()),
        trustee=trustee,
        file_name=key_file_name(uuid, trustee.name),
    )


@bp.post("/office/papers/<uuid>/key")
@officers(Role.SCRUTINEER)
def hand_in_key(uuid: str) -> ResponseReturnValue:
    """Take in the public part of a key."""
    form = KeyForm(request.form)
    with unit_of_work() as work:
        service.add_trustee_key(work, uuid, form.public_part.data or "")
    flash(gettext("Your key is there. Compare its mark with the one on your screen."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


@bp.get("/office/papers/<uuid>/decrypt")
@officers(Role.SCRUTINEER)
def decrypt(uuid: str) -> ResponseReturnValue:
    """Show the page where a key holder partly decrypts the total, with a key of this paper or of its key group."""
    found, trustee = _trustee(uuid)
    if _duty(found, trustee) is not Duty.DECRYPT:
        return redirect(url_for("ballots.paper", uuid=uuid), code=303)
    group, key = None, None
    if found.key_group_id is not None and trustee.member_id is not None:
        with read_only() as work:
            group = queries.get_key_group_by_id(work.session, found.key_group_id)
            state = service.ceremony_state(work.session, group.uuid, actor().id or 0)
        key = {"group": group.uuid, "index": state["index"], "sealed": state["private_key"]}
    return render_template(
        "ballots/decrypt.html",
        paper=describe_paper(found, language(), now()),
        trustee=trustee,
        group=group,
        key=key,
        assembly=group.name.in_language(language()) if group else None,
        minimum_ballots=found.minimum_ballots,
        file_name=key_file_name(uuid, trustee.name),
    )


@bp.post("/office/papers/<uuid>/decrypt")
@officers(Role.SCRUTINEER)
def hand_in_partial_decryption(uuid: str) -> ResponseReturnValue:
    """Take in a partial decryption; the last one brings the result."""
    form = PartialDecryptionForm(request.form)
    with unit_of_work() as work:
        service.submit_decryption(work, uuid, form.partial_decryption.data or "")
    flash(gettext("Your share of the count is there."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


@bp.post("/office/papers/<uuid>/keys/<int:position>/lost")
@officers(Role.SCRUTINEER, Role.AUDITOR)
@fresh
def report_lost_key(uuid: str, position: int) -> ResponseReturnValue:
    """Write down that a key is lost for good."""
    form = _lost_key_form(position)
    with unit_of_work() as work:
        service.report_lost_key(work, uuid, position, form.reason.data or "")
    flash(gettext("It stands on the page of the vote. A key that turns up again still opens its part."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


def _trustee(uuid: str) -> tuple[PaperRow, TrusteeRow]:
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        return found, service.trustee_of(actor(), queries.list_trustees(work.session, found.id))
