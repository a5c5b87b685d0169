"""Preparing a ballot paper, and gathering the keys of those who will open the box."""

import secrets

from sqlalchemy import insert, update

from govapp.accounts.queries import list_key_holders
from govapp.audit.journal import record
from govapp.ballots.keys import server_trustee_private
from govapp.ballots.models import Paper, TrusteeRecord
from govapp.ballots.queries import TrusteeRow, get_paper, list_trustees
from govapp.ballots.queries.key_groups import list_key_members
from govapp.ballots.queries.prepared import prepared_digest
from govapp.ballots.rules import PaperState, PreparePaper, require_lawful
from govapp.ballots.rules.hours import window_rule
from govapp.ballots.rules.key_groups import KeysMadeTogether
from govapp.ballots.rules.key_records import holders_text
from govapp.ballots.rules.refusals import (
    AlreadySealed,
    KeyAlreadyAdded,
    KeyAlreadyUsed,
    KeyUnreadable,
    NotAKeyHolder,
    NotATrustee,
    RollTooSmall,
)
from govapp.ballots.service.asking import ask_for_keys
from govapp.ballots.tags import BallotsTag
from govapp.db.locks import lock
from govapp.db.uow import Work, register_constraint
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.shares.rolls.queries import get_roll
from pybelenios.credentials import draw_uuid
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, draw_scalar, point_text, power_g
from pybelenios.jsontext import compact
from pybelenios.proofs import prove_knowledge
from pybelenios.receipts import tracker_words
from pybelenios.trusteekey import TrusteeKey, key_proof_tag
from pybelenios.trustees import read_public_key
from pybelenios.window import encode_rule_v1

MAX_KEY_CHARACTERS = 2000

register_constraint("uq_trustee__public_key", KeyAlreadyUsed, "trustee.public_key")


def prepare_paper(work: Work, command: PreparePaper) -> str:
    """Make a ballot paper that waits for its keys, and return its uuid (14 characters of base58).

    A key of the server has its key at once; with a key group, its members are the trustees and make their keys there.
    Raises NoQuestions, UnlawfulQuestion, NoTrustees, WindowUpsideDown,
    ExtensionTooLong, NotAKeyHolder, RollTooSmall, or RollNotFound.
    """
    require_lawful(command)
    # Whoever gives a role waits, so that nobody becomes a key holder and an administrator in the same moment.
    lock(work, "roles")
    able = {officer.id for officer in list_key_holders(work.session, work.now)}
    if not {trustee.officer_id for trustee in command.trustees if not trustee.is_server} <= able:
        raise NotAKeyHolder
    voters = get_roll(work.session, command.roll_id).size
    if voters < command.minimum_ballots:
        raise RollTooSmall(voters=voters, minimum=command.minimum_ballots)
    uuid = draw_uuid(secrets.randbelow)
    paper_id = _insert_paper(work, uuid, command, voters)
    group = list_key_members(work.session, command.key_group_id) if command.key_group_id else ()
    members: dict[int | None, int] = {member.officer_id: member.id for member in group}
    for position, trustee in enumerate(command.trustees, start=1):
        work.session.execute(
            insert(TrusteeRecord).values(
                paper_id=paper_id,
                position=position,
                officer_id=trustee.officer_id,
                member_id=members.get(trustee.officer_id),
                name=trustee.name,
                **(_key_values(work, _server_key(work.keys, uuid)) if trustee.is_server else {}),
            ),
        )
    record(
        work,
        BallotsTag.PAPER_PREPARED,
        SubjectRef.to("paper", uuid),
        facts={
            "for": command.subject_ref,
            "roll": command.roll_id,
            "questions": len(command.questions),
            "key_holders": len(command.trustees),
            "server_key": any(trustee.is_server for trustee in command.trustees),
            "holders": holders_text((trustee.officer_id, trustee.name) for trustee in command.trustees),
            "digest": prepared_digest(work.session, paper_id),
        },
    )
    if command.key_group_id is None:
        ask_for_keys(work, get_paper(work.session, uuid))
    return uuid


def _insert_paper(work: Work, uuid: str, command: PreparePaper, voters: int) -> int:
    row = work.session.execute(
        insert(Paper)
        .values(
            uuid=uuid,
            subject_ref=command.subject_ref,
            roll_id=command.roll_id,
            name=command.name.as_dict(),
            questions=[question.to_row() for question in command.questions],
            language=command.language.value,
            rules_digest=command.rules_digest,
            minimum_ballots=command.minimum_ballots,
            key_group_id=command.key_group_id,
            opens_at=command.opens_at,
            closes_at=command.closes_at,
            window_rule=encode_rule_v1(window_rule(command.opens_at, command.closes_at, command.extension_days)),
            words_version=tracker_words.VERSION,
            prepared_at=work.now,
            fingerprint="",
            head="",
            height=-1,
            voters=voters,
            ballots=0,
        )
        .returning(Paper.id),
    )
    return row.scalar_one()


def add_trustee_key(work: Work, uuid: str, public_part: str) -> None:
    """Put the public part of the acting officer's key on the paper.

    `public_part` is `{"pok":{...},"public_key":...}`, as the key page, `govapp-trustee keygen` and `belenios-tool` make
    it. Raises NotATrustee, AlreadySealed, KeysMadeTogether for a member of a key group, KeyAlreadyAdded, KeyUnreadable,
    or KeyAlreadyUsed: a key serves one vote.
    """
    found = get_paper(work.session, uuid, locked=True)
    trustee = trustee_of(work.actor, list_trustees(work.session, found.id))
    if found.state is not PaperState.GATHERING_KEYS:
        raise AlreadySealed
    if found.key_group_id is not None:
        raise KeysMadeTogether
    if trustee.public_key is not None:
        raise KeyAlreadyAdded
    key = _read_key(public_part)
    work.session.execute(update(TrusteeRecord).where(TrusteeRecord.id == trustee.id).values(**_key_values(work, key)))
    facts: dict[str, str | int | bool | None] = {"position": trustee.position, "public_key": point_text(key.public_key)}
    record(work, BallotsTag.TRUSTEE_KEY_ADDED, SubjectRef.to("paper", uuid), facts=facts)


def trustee_of(actor: Actor, trustees: tuple[TrusteeRow, ...]) -> TrusteeRow:
    """Return the acting officer as a trustee of a paper; raises NotATrustee."""
    if actor.kind is ActorKind.OFFICER:
        for trustee in trustees:
            if trustee.officer_id == actor.id and not trustee.is_server:
                return trustee
    raise NotATrustee


def _read_key(public_part: str) -> TrusteeKey:
    if len(public_part) > MAX_KEY_CHARACTERS:
        raise KeyUnreadable
    try:
        key = read_public_key(public_part.strip().encode())
    except (Malformed, Refused) as fault:
        raise KeyUnreadable from fault
    if key.public_key == NEUTRAL:
        raise KeyUnreadable
    # A name inside the key would go into the archive unchecked; the trustee has one already.
    return TrusteeKey(key.public_key, key.pok)


def _server_key(keys: KeyRing, uuid: str) -> TrusteeKey:
    private = server_trustee_private(keys, uuid)
    public = power_g(private)
    return TrusteeKey(public, prove_knowledge(private, key_proof_tag(public), draw_scalar))


def _key_values(work: Work, key: TrusteeKey) -> dict[str, object]:
    return {"public_key": point_text(key.public_key), "key_record": compact(key.to_json()), "key_at": work.now}
