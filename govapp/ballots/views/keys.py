"""The one page of a member of a key group: make the key with the others, test it, open the counts."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound

from govapp.ballots import queries, service
from govapp.ballots.forms import KeyMessageForm
from govapp.ballots.queries import KeyGroupRow, KeyMemberRow, PaperRow
from govapp.ballots.rules.key_groups import MIN_PASSPHRASE_CHARACTERS, is_renewed
from govapp.ballots.rules.refusals import NotATrustee
from govapp.ballots.views import bp
from govapp.ballots.views.presenters import member_file_name
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.request_context import (
    actor,
    as_download,
    language,
    officers,
    read_only,
    settings,
    today,
    transact,
    wants_json,
)
from pybelenios.jsontext import compact

TURNS: Final[dict[str, tuple[Callable[[Work, str, str], None], Any]]] = {
    "certificate": (service.add_certificate, lazy_gettext("The first part of your key is there.")),
    "promise": (service.add_promise, lazy_gettext("The second part of your key is there.")),
    "contribution": (service.add_contribution, lazy_gettext("The third part of your key is there.")),
    "share": (service.add_share_key, lazy_gettext("Your key is there. Now test it.")),
    "drill": (service.answer_drill, lazy_gettext("Your key opened the test ballot.")),
}
"""What a member can say, and what a program's holder reads then."""
FILES: Final = ("certificates", "promises", "contributions")


@bp.get("/office/keys/<group>")
@officers(Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
def key_group(group: str) -> ResponseReturnValue:
    """Show a member the page of the group's keys: it says what to do now, and does the rest by itself.

    The journal leads others here too: they see how the keys stand on the page of the ballot paper.
    """
    with read_only() as work:
        found = queries.get_key_group(work.session, group)
        members = queries.list_key_members(work.session, found.id)
        paper = queries.find_paper_with(work.session, found.id)
        if paper is not None and actor().id not in {member.officer_id for member in members}:
            return redirect(url_for("ballots.paper", uuid=paper), code=303)
        me = _me(members)
        state = _state(work, found)
        is_fixed = queries.is_sealed_with(work.session, found.id)
    return render_template(
        "ballots/keys.html",
        group=found,
        name=found.name.in_language(language()),
        me=me,
        state=state,
        facts=_page_facts(found, me),
        is_renewed=found.formed_at is None and is_renewed(found.attempt, [each.joined_attempt for each in members]),
        can_begin_anew=not is_fixed
        and any(each["certificate"] for each in state["members"] if each["index"] == me.position),
    )


@bp.get("/office/keys/<group>/state")
@officers(Role.SCRUTINEER)
def key_group_state(group: str) -> ResponseReturnValue:
    """Tell the page of a member how far the group is."""
    with read_only() as work:
        return _as_json(_state(work, queries.get_key_group(work.session, group)))


@bp.get("/office/keys/<group>/<kind>.txt")
@officers(Role.SCRUTINEER)
def key_group_file(group: str, kind: str) -> ResponseReturnValue:
    """Give a member's own program what all members said in a step, one message a line."""
    if kind not in FILES:
        raise NotFound
    with read_only() as work:
        lines = service.list_key_texts(work.session, group, actor().id or 0, kind)
    return as_download(b"".join(line + b"\n" for line in lines), f"{kind}.txt", "text/plain; charset=utf-8")


@bp.post("/office/keys/<group>/<turn>")
@officers(Role.SCRUTINEER)
def key_turn(group: str, turn: str) -> ResponseReturnValue:
    """Take in what a member says; a script gets the new state."""
    if turn not in TURNS:
        raise NotFound
    message = KeyMessageForm(request.form).message.data or ""
    take_in, said = TURNS[turn]
    transact(lambda work: take_in(work, group, message))
    if wants_json():
        return key_group_state(group)
    flash(said, "ok")
    return redirect(url_for("ballots.key_group", group=group), code=303)


@bp.post("/office/keys/<group>/anew")
@officers(Role.SCRUTINEER)
def key_anew(group: str) -> ResponseReturnValue:
    """Let a member who lost the key begin with a new one, while no ballot paper is fixed with it."""
    transact(lambda work: service.begin_anew(work, group))
    flash(gettext("Make a new key now. The other key holders keep theirs and go on by themselves."), "ok")
    return redirect(url_for("ballots.key_group", group=group), code=303)


def _page_facts(found: KeyGroupRow, me: KeyMemberRow) -> dict[str, Any]:
    assembly, day = found.name.in_language(language()).text, today()
    seat = f"{me.position}-of-{found.size}"
    return {
        "group": found.uuid,
        "member": me.position,
        "state": url_for("ballots.key_group_state", group=found.uuid),
        "send": url_for("ballots.key_turn", group=found.uuid, turn="drill").removesuffix("drill"),
        "file": member_file_name(settings().cooperative, assembly, me.name, seat, day),
        "least_passphrase": MIN_PASSPHRASE_CHARACTERS,
        "labels": {
            "cooperative": settings().cooperative,
            "assembly": assembly,
            "holder": me.name,
            "group": found.uuid,
            "member": me.position,
            "size": found.size,
            "needed": found.needed,
            "made_on": day.isoformat(),
        },
    }


def _state(work: Work, found: KeyGroupRow) -> dict[str, Any]:
    state = service.ceremony_state(work.session, found.uuid, actor().id or 0)
    names = {paper.uuid: paper for paper, _ in queries.list_papers_of_officer(work.session, actor().id or 0)}
    state["papers"] = [each | _shown(names[each["uuid"]]) for each in state["papers"]]
    return state


def _shown(paper: PaperRow) -> dict[str, str]:
    return {
        "name": paper.name.in_language(language()).text,
        "href": url_for("ballots.decrypt", uuid=paper.uuid),
    }


def _me(members: tuple[KeyMemberRow, ...]) -> KeyMemberRow:
    for member in members:
        if member.officer_id == actor().id:
            return member
    raise NotATrustee


def _as_json(state: dict[str, Any]) -> Response:
    # Not by jsonify, which sorts the members: what was signed is a text.
    return Response(compact(state), mimetype="application/json", headers={"Cache-Control": "no-store"})
