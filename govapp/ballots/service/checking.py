"""Comparing the rows around a ballot box with each other: whose each ballot is, and what the journal says went in."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.keys import private_code, receipt_public_key
from govapp.ballots.models import BallotRecord, CredentialRecord
from govapp.ballots.queries import PaperRow, get_record_body
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules.sealed_assembly import sealed_members
from govapp.ballots.tags import BallotsTag
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.shares.rolls.queries import list_roll_entries
from pybelenios.credentials import derive_credential
from pybelenios.election import read_election
from pybelenios.group import point_text
from pybelenios.jsontext import read_json
from pybelenios.receipts.tracker import tracker_of


def list_box_faults(session: Session, keys: KeyRing, found: PaperRow) -> Iterator[str]:
    """Yield what is wrong with the rows around the box of a sealed paper, a sentence each.

    An archive says nothing of whose ballot is whose, nor when it came: rows that say otherwise would show somebody the
    receipt of another, or let one person vote under two names. In open mode the server derives the voting codes, so it
    can derive them again.
    """
    yield from _faults_of_ballots(session, found)
    yield from _faults_of_journal(session, found)
    election = read_election(get_record_body(session, found.id, ELECTION))
    if sealed_members(election).get("receipt_key") != receipt_public_key(keys):
        yield "it was fixed with another secret key than this one, so its voting codes cannot be derived again"
        return
    yield from _faults_of_codes(session, keys, found)


def _faults_of_ballots(session: Session, found: PaperRow) -> Iterator[str]:
    statement = (
        select(BallotRecord.height, BallotRecord.body, BallotRecord.tracker, CredentialRecord.public_key)
        .join(CredentialRecord, CredentialRecord.id == BallotRecord.credential_id)
        .where(BallotRecord.paper_id == found.id)
        .order_by(BallotRecord.height)
    )
    for height, body, tracker, public_key in session.execute(statement.execution_options(yield_per=500)):
        if tracker_of(body) != tracker:
            yield f"ballot {height} is listed under another tracking number than its own"
        match read_json(body):
            case {"credential": str(signed)} if signed == public_key:
                continue
        yield f"ballot {height} is noted under another voting code than the one that signed it"


def _faults_of_journal(session: Session, found: PaperRow) -> Iterator[str]:
    line, ballot = JournalEntryRecord, BallotRecord
    subject = SubjectRef.to("paper", found.uuid)
    written = session.scalars(
        select(line.at).where(line.tag == BallotsTag.BALLOT_CAST, line.subject == subject).order_by(line.sequence)
    ).all()
    received = session.scalars(
        select(ballot.received_at).where(ballot.paper_id == found.id).order_by(ballot.height)
    ).all()
    if len(written) != len(received):
        yield f"the journal tells of {len(written)} ballots, the box holds {len(received)}"
        return
    for height, (then, now) in enumerate(zip(written, received, strict=True), start=1):
        if then != now:
            yield f"ballot {height} came in at another moment than the journal says"


def _faults_of_codes(session: Session, keys: KeyRing, found: PaperRow) -> Iterator[str]:
    statement = select(CredentialRecord).where(CredentialRecord.paper_id == found.id)
    codes = {each.roll_entry_id: each.public_key for each in session.scalars(statement)}
    # Whoever was added to the list after a paper was cancelled stands at its end and has no code on it.
    limit = found.voters if found.cancelled_at else None
    entries = {entry.entry_id for entry in list_roll_entries(session, found.roll_id, limit=limit)}
    for entry_id in sorted(codes.keys() ^ entries):
        yield f"entry {entry_id} of the voting list and the voting codes do not belong together"
    for entry_id in sorted(codes.keys() & entries):
        derived = derive_credential(found.uuid, private_code(keys, found.uuid, entry_id))
        if point_text(derived.public) != codes[entry_id]:
            yield f"the voting code of entry {entry_id} of the voting list is that of another"
