"""What a member of a key group is told: who has done what, and what the member's page or program needs to go on."""

from typing import Any, Final

from sqlalchemy.orm import Session

from govapp.ballots.queries import (
    DrillRow,
    KeyGroupRow,
    KeyMemberRow,
    PaperRow,
    TrusteeRow,
    find_drill,
    get_key_group,
    list_key_members,
    list_member_standings,
    list_papers_of_officer,
    list_trustees,
    read_key_messages,
)
from govapp.ballots.rules import Duty, duty
from govapp.ballots.rules.key_groups import KeyStep, MemberStanding, key_duty
from govapp.ballots.rules.refusals import NotATrustee
from govapp.ballots.service.ceremony import read_certificate_of
from pybelenios.ceremony import read_contribution, read_member_key, read_promise
from pybelenios.group import point_text
from pybelenios.jsontext import compact
from pybelenios.trustees import election_key, read_trustees

VERSION: Final = 1


def ceremony_state(session: Session, uuid: str, officer_id: int) -> dict[str, Any]:
    """Return what the member who is this officer may know of a key group, as its page reads it.

    What the members said is there once all have said it: nobody chooses after seeing what the others chose. Of the
    sealed values each member gets its own. Raises KeyGroupNotFound, or NotATrustee for an officer who is no member.
    """
    found, me = _member(session, uuid, officer_id)
    standings, drill = list_member_standings(session, found), find_drill(session, found)
    seats = [(paper, seat) for paper, seat in list_papers_of_officer(session, officer_id) if seat.member_id == me.id]
    lost = {each.position for paper, _ in seats for each in list_trustees(session, paper.id) if each.is_lost}
    first = _said_by_all(session, found, KeyStep.CERTIFICATE)
    return {
        "v": VERSION,
        "group": found.uuid,
        "attempt": found.attempt,
        "index": me.position,
        "size": found.size,
        "needed": found.needed,
        "step": key_duty(standings, me.position, is_tested_now=drill is not None).value,
        "members": [_member_facts(standing, lost) for standing in standings],
        "certificates": [read_certificate_of(body).to_json() for body in first],
        "promises": [read_promise(body) for body in _said_by_all(session, found, KeyStep.PROMISE)],
        "contributions": _contributions(session, found, me),
        "private_key": _private_key(session, found, me),
        "public_key": me.public_key or "",
        "election_key": point_text(election_key(read_trustees(found.record))) if found.record else "",
        "drill": _drill_facts(drill),
        "papers": [_paper_facts(paper, seat) for paper, seat in seats],
    }


def list_key_texts(session: Session, uuid: str, officer_id: int, kind: str) -> tuple[bytes, ...]:
    """Return what all members said, one message each in their order, as `govapp-trustee` reads it.

    `kind` is `certificates`, `promises` or `contributions`; empty before all are there. Raises as `ceremony_state`.
    """
    found, _ = _member(session, uuid, officer_id)
    step = {"promises": KeyStep.PROMISE, "contributions": KeyStep.CONTRIBUTION}.get(kind)
    if step is not None:
        return tuple(_said_by_all(session, found, step))
    first = _said_by_all(session, found, KeyStep.CERTIFICATE)
    return tuple(compact(read_certificate_of(body).to_json()) for body in first)


def _member(session: Session, uuid: str, officer_id: int) -> tuple[KeyGroupRow, KeyMemberRow]:
    found = get_key_group(session, uuid)
    for member in list_key_members(session, found.id):
        if member.officer_id == officer_id:
            return found, member
    raise NotATrustee


def _said_by_all(session: Session, found: KeyGroupRow, step: KeyStep) -> list[bytes]:
    said = read_key_messages(session, found, step)
    return [said[position] for position in sorted(said)] if len(said) == found.size else []


def _member_facts(standing: MemberStanding, lost: set[int]) -> dict[str, Any]:
    return {
        "index": standing.position,
        "name": standing.name,
        "certificate": standing.has_certificate,
        "promise": standing.has_promise,
        "contribution": standing.has_contribution,
        "key": standing.has_share,
        "tested": standing.has_tested,
        "lost": standing.position in lost,
    }


def _contributions(session: Session, found: KeyGroupRow, me: KeyMemberRow) -> list[dict[str, Any]]:
    bodies = _said_by_all(session, found, KeyStep.CONTRIBUTION)
    return [
        {
            "coefexps": contribution.coefexps.to_json(),
            "signature": contribution.signature.to_json(),
            "secret": contribution.secrets[me.position - 1],
        }
        for contribution in map(read_contribution, bodies)
    ]


def _private_key(session: Session, found: KeyGroupRow, me: KeyMemberRow) -> str:
    said = read_key_messages(session, found, KeyStep.SHARE)
    return read_member_key(said[me.position]).private_key if me.position in said else ""


def _drill_facts(drill: DrillRow | None) -> dict[str, Any] | None:
    if drill is None:
        return None
    return {"nonce": drill.nonce, "round": drill.round, "occasion": drill.occasion.value}


def _paper_facts(paper: PaperRow, seat: TrusteeRow) -> dict[str, Any]:
    due = duty(
        paper.state,
        has_key=seat.public_key is not None,
        has_decrypted=seat.decrypted_at is not None,
        has_too_few=paper.has_too_few,
    )
    return {"uuid": paper.uuid, "state": paper.state.value, "to_open": due is Duty.DECRYPT}
