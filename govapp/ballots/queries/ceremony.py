"""What the page of a key holder learns of the key ceremony: its public part, and what is sealed for this member."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import Paper, TrusteeRecord
from govapp.ballots.queries.key_groups import (
    KeyGroupRow,
    KeyMemberRow,
    find_drill,
    list_member_standings,
    read_key_messages,
)
from govapp.ballots.queries.papers import get_paper
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.key_groups import KeyStep, key_duty
from pybelenios.group import point_text
from pybelenios.jsontext import read_json
from pybelenios.trustees import election_key, read_trustees

VERSION = 1


def get_ceremony_state(session: Session, found: KeyGroupRow, me: KeyMemberRow) -> dict[str, Any]:
    """Return the state of the key ceremony as member `me` may see it, for its page.

    What others said in a step is shown when all have spoken: whoever speaks last knows no more than the first.
    """
    members = list_member_standings(session, found)
    drill = find_drill(session, found)
    certificates = list_step_records(session, found, KeyStep.CERTIFICATE)
    mine = read_key_messages(session, found, KeyStep.SHARE).get(me.position)
    share = read_json(mine) if mine else {}
    return {
        "v": VERSION,
        "group": found.uuid,
        "attempt": found.attempt,
        "index": me.position,
        "size": found.size,
        "needed": found.needed,
        "step": key_duty(members, me.position, is_tested_now=drill is not None and drill.waived_at is None).value,
        "members": [
            {
                "index": member.position,
                "name": member.name,
                "certificate": member.has_certificate,
                "contribution": member.has_contribution,
                "key": member.has_share,
                "tested": member.has_tested,
            }
            for member in members
        ],
        "certificates": [each["certificate"] for each in certificates],
        "contributions": [
            {
                "coefexps": each["coefexps"],
                "signature": each["signature"],
                "secret": each["secrets"][me.position - 1],
                "promises": first["promises"],
            }
            for each, first in zip(list_step_records(session, found, KeyStep.CONTRIBUTION), certificates, strict=False)
        ],
        "private_key": share.get("private_key", "") if isinstance(share, dict) else "",
        "public_key": me.public_key or "",
        "election_key": point_text(election_key(read_trustees(found.record))) if found.record else "",
        "drill": drill and {"nonce": drill.nonce, "round": drill.round, "occasion": drill.occasion.value},
        "papers": list_papers_to_open(session, me),
    }


def list_papers_to_open(session: Session, me: KeyMemberRow) -> list[dict[str, Any]]:
    """Return the ballot papers that were prepared with the key of a member; `to_open` where its part is awaited."""
    statement = (
        select(Paper.uuid, TrusteeRecord.decrypted_at)
        .join(TrusteeRecord, TrusteeRecord.paper_id == Paper.id)
        .where(TrusteeRecord.member_id == me.id)
        .order_by(Paper.id)
    )
    papers = [(get_paper(session, row.uuid), row.decrypted_at) for row in session.execute(statement)]
    return [
        {
            "uuid": paper.uuid,
            "state": paper.state.value,
            "to_open": paper.state is PaperState.CLOSED and not paper.has_too_few and decrypted_at is None,
        }
        for paper, decrypted_at in papers
    ]


def list_step_records(session: Session, found: KeyGroupRow, step: KeyStep) -> list[dict[str, Any]]:
    """Return what all members said in a step, in their order; nothing before the last of them has spoken."""
    said = read_key_messages(session, found, step)
    if len(said) != found.size:
        return []
    records = [read_json(said[position]) for position in sorted(said)]
    return [record for record in records if isinstance(record, dict)]
