"""Sealing a ballot paper: from here on nobody, the operator included, can change what is asked or who may answer."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import insert, update

from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import AnchorOccasion, keep_anchor
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.keys import private_code, receipt_public_key
from govapp.ballots.models import CredentialRecord, Paper
from govapp.ballots.queries import PaperRow, TrusteeRow, get_paper, list_trustees
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.ballots.queries.key_groups import get_key_group_by_id
from govapp.ballots.queries.prepared import require_as_prepared
from govapp.ballots.rules import Step, require_step
from govapp.ballots.rules.papers import SERVER_NAME
from govapp.ballots.rules.refusals import BallotsInTheBox, KeyAlreadyUsed, KeysMissing
from govapp.ballots.service.drills import require_tested
from govapp.ballots.service.events import Chain, append
from govapp.ballots.service.key_records import require_keys_as_told
from govapp.ballots.service.record import election_record
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.rolls.queries import get_roll, list_roll_entries
from pybelenios.archive.chain import EventType, setup
from pybelenios.credentiallist import write_credentials
from pybelenios.credentials import derive_credential
from pybelenios.errors import Refused
from pybelenios.group import Point, point_text
from pybelenios.jsontext import sha256_b64
from pybelenios.pedersen import Pedersen
from pybelenios.trusteekey import TrusteeKey
from pybelenios.trustees import (
    check_trustees,
    election_key,
    read_public_key,
    read_trustees,
    write_trustees,
)

Progress = Callable[[int, int], None]

_STRIDE = 500


def seal_paper(work: Work, uuid: str, *, progress: Progress = lambda _done, _total: None) -> None:
    """Fix the paper: make the voting codes, the election record and the first event of the chain.

    All keys must be there. `progress` hears how many codes of how many are made: 36,000 take some seconds. Raises
    KeysMissing, KeyAlreadyUsed (two trustees with one key), KeysNotAsTold, PaperNotAsPrepared or AlreadySealed.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.SEAL)
    require_keys_as_told(work.session, found)
    require_as_prepared(work.session, found.id, uuid)
    trustees = _trustees(work, found)
    frozen = get_roll(work.session, found.roll_id)
    keys = _make_credentials(work, found, progress)
    credentials = write_credentials(keys)
    key = election_key(read_trustees(trustees))
    receipt_key = receipt_public_key(work.keys)
    election = election_record(found, frozen, key, credentials, voters=len(keys), receipt_key=receipt_key)
    fingerprint = sha256_b64(election)
    append(
        work,
        Chain(found.id, None),
        EventType.SETUP,
        setup(election, trustees, credentials),
        sealed_at=work.now,
        fingerprint=fingerprint,
        voters=len(keys),
    )
    facts: dict[str, FactValue] = {"fingerprint": fingerprint, "voters": len(keys), "roll": frozen.digest}
    record(work, BallotsTag.PAPER_SEALED, SubjectRef.to("paper", uuid), facts=facts)


def open_paper(work: Work, uuid: str) -> None:
    """Open the empty ballot box; ballots are accepted from the announced hour on.

    Raises KeysMissing before the paper is sealed, KeysNotTested while somebody has not opened the test ballot,
    AlreadyOpened afterwards.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.OPEN)
    if found.key_group_id is not None:
        require_tested(work, found.key_group_id)
    work.session.execute(update(Paper).where(Paper.id == found.id).values(opened_at=work.now))
    subject = SubjectRef.to("paper", uuid)
    record(work, BallotsTag.PAPER_OPENED, subject, facts={"head": found.head, "ballots": 0})
    keep_anchor(work, installation_signer(work.keys), ALL_CHAINS, occasion=AnchorOccasion.VOTE_OPENED, subject=subject)


def cancel_paper(work: Work, uuid: str, reason: str) -> None:
    """Take a ballot paper back for good before the first ballot; its box never opens again.

    Raises PaperCancelled, AlreadyClosed or BallotsInTheBox.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.CANCEL)
    if found.ballots:
        raise BallotsInTheBox
    work.session.execute(update(Paper).where(Paper.id == found.id).values(cancelled_at=work.now))
    record(work, BallotsTag.PAPER_CANCELLED, SubjectRef.to("paper", uuid), facts={"head": found.head}, reason=reason)


def _trustees(work: Work, found: PaperRow) -> bytes:
    """Return the trustees record of a paper, each key with the name of its holder."""
    holders = list_trustees(work.session, found.id)
    raw = write_trustees(_single_keys(holders) if found.key_group_id is None else [_group(work, found, holders)])
    try:
        check_trustees(read_trustees(raw))
    except Refused as fault:
        raise KeyAlreadyUsed from fault
    return raw


def _single_keys(holders: tuple[TrusteeRow, ...]) -> list[TrusteeKey]:
    keys = [
        replace(read_public_key(each.key_record), name=SERVER_NAME if each.is_server else each.name)
        for each in holders
        if each.key_record is not None
    ]
    if len(keys) != len(holders):
        raise KeysMissing
    return keys


def _group(work: Work, found: PaperRow, holders: tuple[TrusteeRow, ...]) -> Pedersen:
    record_of = get_key_group_by_id(work.session, found.key_group_id or 0).record
    if record_of is None:
        raise KeysMissing
    (group,) = read_trustees(record_of)
    if not isinstance(group, Pedersen):
        raise KeysMissing
    names = {each.public_key: each.name for each in holders}
    keys = tuple(replace(key, name=names[point_text(key.public_key)]) for key in group.keys)
    return replace(group, keys=keys)


def _make_credentials(work: Work, found: PaperRow, progress: Progress) -> list[Point]:
    """Store the public part of one voting code per roll entry, and return them."""
    entries = list_roll_entries(work.session, found.roll_id)
    keys: list[Point] = []
    rows = []
    for done, entry in enumerate(entries, start=1):
        public = derive_credential(found.uuid, private_code(work.keys, found.uuid, entry.entry_id)).public
        keys.append(public)
        rows.append({"paper_id": found.id, "public_key": point_text(public), "roll_entry_id": entry.entry_id})
        if done % _STRIDE == 0 or done == len(entries):
            work.session.execute(insert(CredentialRecord), rows)
            rows = []
            progress(done, len(entries))
    return keys
