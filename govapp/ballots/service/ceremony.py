"""The key ceremony: taking in what each member says, checked against what all have said before."""

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import insert, update

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.models import KeyGroup, KeyMember, KeyMessage, KeyVerification
from govapp.ballots.queries.key_groups import (
    KeyGroupRow,
    KeyMemberRow,
    get_key_group,
    list_member_standings,
    read_key_messages,
)
from govapp.ballots.rules.key_groups import (
    DrillOccasion,
    KeyMessageUnfit,
    KeySaidAlready,
    KeyStep,
    KeyStepEarly,
    next_step,
)
from govapp.ballots.rules.refusals import KeyAlreadyUsed
from govapp.ballots.service.drills import start_drill
from govapp.ballots.service.key_groups import member_of
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work, register_constraint
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.subjects import SubjectRef
from pybelenios.ceremony import (
    Contribution,
    check_certificate,
    check_contribution,
    check_member_key,
    form_group,
    read_certificate_message,
    read_contribution,
    read_member_key,
    read_promise,
    require_kept,
    write_promise,
)
from pybelenios.errors import Malformed, Refused
from pybelenios.group import point_text
from pybelenios.jsontext import compact, read_json
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import read_certificate
from pybelenios.trustees import write_trustees

MAX_MESSAGE_CHARACTERS: Final = 64_000
"""More than nine sealed values, commitments and signatures need."""

Message = TypeVar("Message")

register_constraint("pk_key_verification", KeyAlreadyUsed, "key_verification.public_key")
register_constraint("uq_key_member__public_key", KeyAlreadyUsed, "key_member.public_key")


def add_certificate(work: Work, uuid: str, message: str) -> None:
    """Take in the acting member's certificate, `{"certificate":...}`.

    Raises KeyGroupNotFound, NotATrustee, KeyMessageUnfit, KeySaidAlready, or KeyAlreadyUsed: a key serves one assembly.
    """
    found, me = _opened(work, uuid)
    certificate = _fitting(lambda: read_certificate_of(_bytes(message)))
    _fitting(lambda: check_certificate(certificate, found.group_size, me.position))
    said = read_key_messages(work.session, found, KeyStep.CERTIFICATE).get(me.position)
    keys = read_certificate(certificate, found.group_size, me.position)
    if said is not None and read_certificate(read_certificate_of(said), found.group_size, me.position) == keys:
        return  # the same key once more, signed with other randomness: of a second window, or after a lost network
    body = compact({"certificate": certificate.to_json()})
    _keep(work, found, me, KeyStep.CERTIFICATE, body)
    for key in keys:
        work.session.execute(insert(KeyVerification).values(public_key=point_text(key), member_id=me.id))
    _record(work, found, BallotsTag.KEY_BEGUN, me, body)


def add_promise(work: Work, uuid: str, message: str) -> None:
    """Take in the digest that binds the acting member to what it will contribute, `{"promise":...}`.

    It follows from the certificates of all. Raises as `add_certificate`, and KeyStepEarly before these are there.
    """
    found, me = _opened(work, uuid)
    _all(work, found, KeyStep.CERTIFICATE, read_certificate_of)
    digest = _fitting(lambda: read_promise(_bytes(message)))
    body = write_promise(digest)
    if _keep(work, found, me, KeyStep.PROMISE, body):
        _record(work, found, BallotsTag.KEY_PROMISED, me, body)


def add_contribution(work: Work, uuid: str, message: str) -> None:
    """Take in the acting member's contribution, which nobody sees before all are there.

    Raises as `add_certificate`, and KeyStepEarly before all certificates and promises are there.
    """
    found, me = _opened(work, uuid)
    certificates = _all(work, found, KeyStep.CERTIFICATE, read_certificate_of)
    promises = _all(work, found, KeyStep.PROMISE, read_promise)
    contribution = _fitting(lambda: read_contribution(_bytes(message)))
    _fitting(lambda: check_contribution(contribution, certificates, found.group_size, me.position))
    _fitting(lambda: require_kept(contribution, promises[me.position - 1], me.position))
    body = compact(contribution.to_json())
    if _keep(work, found, me, KeyStep.CONTRIBUTION, body):
        _record(work, found, BallotsTag.KEY_CONTRIBUTED, me, body)


def add_share_key(work: Work, uuid: str, message: str) -> None:
    """Take in the acting member's key, with the share sealed for the member; the last one makes the key of the group.

    Then the first test of all keys begins. Raises as `add_contribution`.
    """
    found, me = _opened(work, uuid)
    certificates = _all(work, found, KeyStep.CERTIFICATE, read_certificate_of)
    contributions = _all(work, found, KeyStep.CONTRIBUTION, read_contribution)
    key = _fitting(lambda: read_member_key(_bytes(message)))
    _fitting(lambda: check_member_key(key, certificates, contributions, found.group_size, me.position))
    body = compact(key.to_json())
    if not _keep(work, found, me, KeyStep.SHARE, body):
        return
    public_key = point_text(key.public_key.public_key)
    made = update(KeyMember).where(KeyMember.id == me.id).values(public_key=public_key, key_at=work.now)
    work.session.execute(made)
    facts: dict[str, FactValue] = {"position": me.position, "record": sha256_hex(body), "public_key": public_key}
    record(work, BallotsTag.TRUSTEE_KEY_ADDED, SubjectRef.to("key_group", uuid), facts=facts)
    if next_step(list_member_standings(work.session, found)) is None:
        _form(work, found, certificates, contributions)


def read_certificate_of(body: bytes) -> SignedMessage:
    """Return the certificate in what a member said first; an earlier version put promises beside it."""
    match read_json(body):
        case {"certificate": dict(certificate)}:
            return read_certificate_message(compact(certificate))
    raise Malformed("certificate")


def _form(work: Work, found: KeyGroupRow, certificates: list[SignedMessage], contributions: list[Contribution]) -> None:
    keys = [key.public_key for key in _all(work, found, KeyStep.SHARE, read_member_key)]
    formed = form_group(certificates, contributions, keys, found.group_size)
    made = write_trustees([formed])
    work.session.execute(update(KeyGroup).where(KeyGroup.id == found.id).values(formed_at=work.now, record=made))
    facts: dict[str, FactValue] = {"key_holders": found.size, "needed": found.needed, "record": sha256_hex(made)}
    record(work, BallotsTag.KEY_GROUP_FORMED, SubjectRef.to("key_group", found.uuid), facts=facts)
    start_drill(work, found.uuid, DrillOccasion.OPENING)


def _opened(work: Work, uuid: str) -> tuple[KeyGroupRow, KeyMemberRow]:
    found = get_key_group(work.session, uuid, locked=True)
    return found, member_of(work, found)


def _all(work: Work, found: KeyGroupRow, step: KeyStep, read: Callable[[bytes], Message]) -> list[Message]:
    said = read_key_messages(work.session, found, step)
    if len(said) != found.size:
        raise KeyStepEarly
    return [read(said[position]) for position in range(1, found.size + 1)]


def _keep(work: Work, found: KeyGroupRow, me: KeyMemberRow, step: KeyStep, body: bytes) -> bool:
    """Write down what a member said; false for the same words once more, after a lost network."""
    said = read_key_messages(work.session, found, step).get(me.position)
    if said == body:
        return False
    if said is not None:
        raise KeySaidAlready
    values = {"member_id": me.id, "step": step.value, "attempt": found.attempt, "body": body, "said_at": work.now}
    work.session.execute(insert(KeyMessage).values(**values))
    return True


def _record(work: Work, found: KeyGroupRow, tag: BallotsTag, me: KeyMemberRow, body: bytes) -> None:
    """Write the line about what a member said; with its digest, whoever checks finds another body in its place."""
    facts: dict[str, FactValue] = {"position": me.position, "record": sha256_hex(body)}
    record(work, tag, SubjectRef.to("key_group", found.uuid), facts=facts)


def _fitting(read: Callable[[], Message]) -> Message:
    try:
        return read()
    except (Malformed, Refused) as fault:
        raise KeyMessageUnfit(reason=fault.reason) from fault


def _bytes(message: str) -> bytes:
    if len(message) > MAX_MESSAGE_CHARACTERS:
        raise Malformed("too long")
    return message.strip().encode()
