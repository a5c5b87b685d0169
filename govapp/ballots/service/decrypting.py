"""Decrypting: each key holder opens a part of the total, never a ballot; the last part makes the result."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.ballots.keys import server_trustee_private
from govapp.ballots.models import Paper, PaperEvent, TrusteeRecord
from govapp.ballots.queries import (
    PaperRow,
    TrusteeRow,
    get_paper,
    get_record_body,
    list_trustees,
    require_row_as_sealed,
)
from govapp.ballots.queries.archive import ELECTION, TRUSTEES
from govapp.ballots.rules import Step, require_step
from govapp.ballots.rules.counting import countable_questions, counts_of
from govapp.ballots.rules.refusals import AlreadyDecrypted, NotATrustee, TooFewBallots, WrongTrusteeKey
from govapp.ballots.service.events import Chain, append
from govapp.ballots.service.preparing import trustee_of
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from pybelenios.archive.chain import EventType, Head, append_decryption, append_result
from pybelenios.counting.result import compute_result, write_result
from pybelenios.decryption import can_combine, check_partial_decryption, combine, partial_decryption
from pybelenios.election import Election, read_election
from pybelenios.errors import Refused
from pybelenios.group import read_point
from pybelenios.jsontext import read_json
from pybelenios.tally import EncryptedTally, Factors, read_tally
from pybelenios.trustees import read_trustees

MAX_PARTIAL_DECRYPTION_BYTES = 1 << 20


def submit_decryption(work: Work, uuid: str, decryption: str) -> None:
    """Take in the acting key holder's part of the count; once enough are there, the result follows.

    `decryption` is `{"decryption_factors":...,"decryption_proofs":...}`; its proofs are checked before anything is
    written. Raises NotATrustee, NotClosedYet, AlreadyCounted, PaperNotAsSealed, RankingNotCounted, TooFewBallots,
    AlreadyDecrypted or WrongTrusteeKey.
    """
    found = get_paper(work.session, uuid, locked=True)
    trustee = trustee_of(work.actor, list_trustees(work.session, found.id))
    _require_countable(work.session, found, trustee)
    _take_in(work, found, trustee, decryption.strip().encode())


def decrypt_as_server(work: Work, uuid: str) -> None:
    """Open the part of the server's own key, on a paper that has one: a demonstration, and said so on screen.

    Raises NotATrustee when the server holds no key, else as `submit_decryption`.
    """
    found = get_paper(work.session, uuid, locked=True)
    trustee = next((each for each in list_trustees(work.session, found.id) if each.is_server), None)
    if trustee is None:
        raise NotATrustee
    _require_countable(work.session, found, trustee)
    election = read_election(get_record_body(work.session, found.id, ELECTION))
    decryption = partial_decryption(
        election, _encrypted(work.session, found.id), server_trustee_private(work.keys, uuid)
    )
    _take_in(work, found, trustee, decryption)


def publish_result(work: Work, uuid: str) -> None:
    """Let the public board and its archive show the counted result; whoever announces it calls this.

    Raises ValueError before the count; a second call changes nothing.
    """
    found = get_paper(work.session, uuid, locked=True)
    if found.result is None:
        raise ValueError("a result is published after the count")
    if found.published_at is None:
        work.session.execute(update(Paper).where(Paper.id == found.id).values(published_at=work.now))


def _require_countable(session: Session, found: PaperRow, trustee: TrusteeRow) -> None:
    require_step(found.state, Step.COUNT)
    countable_questions(read_election(get_record_body(session, found.id, ELECTION)).questions)
    require_row_as_sealed(session, found)
    if found.has_too_few:
        raise TooFewBallots(ballots=found.counted or 0, minimum=found.minimum_ballots)
    if trustee.decrypted_at is not None:
        raise AlreadyDecrypted


def _take_in(work: Work, found: PaperRow, trustee: TrusteeRow, decryption: bytes) -> None:
    session = work.session
    election = read_election(get_record_body(session, found.id, ELECTION))
    encrypted = _encrypted(session, found.id)
    _factors(election, encrypted, trustee, decryption)
    added = append_decryption(Head(found.head, found.height), trustee.position, decryption)
    reached = append(work, Chain(found.id, Head(found.head, found.height)), EventType.PARTIAL_DECRYPTION, added)
    session.execute(update(TrusteeRecord).where(TrusteeRecord.id == trustee.id).values(decrypted_at=work.now))
    record(work, BallotsTag.TRUSTEE_DECRYPTED, SubjectRef.to("paper", found.uuid), facts={"position": trustee.position})
    given = [each for each in list_trustees(session, found.id) if each.decrypted_at is not None]
    keys = read_trustees(get_record_body(session, found.id, TRUSTEES))
    if can_combine(keys, {each.position for each in given}):
        decryptions = _decryptions(session, found.id)
        factors = {each.position: _factors(election, encrypted, each, decryptions[each.position]) for each in given}
        _count(work, found, reached, _outcome(session, found, election, encrypted, factors))


def _factors(election: Election, encrypted: EncryptedTally, trustee: TrusteeRow, decryption: bytes) -> Factors:
    """Return the checked factors of one partial decryption; raise WrongTrusteeKey unless it fits the trustee's key."""
    if len(decryption) > MAX_PARTIAL_DECRYPTION_BYTES or trustee.public_key is None:
        raise WrongTrusteeKey(key_mark=trustee.key_mark, reason="decryption shape")
    try:
        return check_partial_decryption(election, encrypted, read_point(trustee.public_key), decryption)
    except Refused as fault:
        raise WrongTrusteeKey(key_mark=trustee.key_mark, reason=fault.reason) from fault


def _outcome(
    session: Session,
    found: PaperRow,
    election: Election,
    encrypted: EncryptedTally,
    factors: dict[int, Factors],
) -> tuple[bytes, list[list[int]]]:
    """Return the result record, and the counts per question."""
    trustees = read_trustees(get_record_body(session, found.id, TRUSTEES))
    outcome = compute_result(election, encrypted, combine(trustees, factors), found.counted or 0)
    return write_result(election, outcome), [list(column) for column in counts_of(outcome)]


def _count(work: Work, found: PaperRow, reached: Chain, outcome: tuple[bytes, list[list[int]]]) -> None:
    raw, counts = outcome
    added = append_result(reached.last, raw)
    append(
        work,
        reached,
        EventType.RESULT,
        added,
        counted_at=work.now,
        result=counts,
    )
    facts = {"counted": found.counted, "head": added.head.event}
    record(work, BallotsTag.PAPER_COUNTED, SubjectRef.to("paper", found.uuid), facts=facts)


def _encrypted(session: Session, paper_id: int) -> EncryptedTally:
    statement = select(PaperEvent.height).where(
        PaperEvent.paper_id == paper_id,
        PaperEvent.type == EventType.ENCRYPTED_TALLY.value,
    )
    height = session.execute(statement).scalar_one()
    return read_tally(get_record_body(session, paper_id, 0, height=height))


def _decryptions(session: Session, paper_id: int) -> dict[int, bytes]:
    """Return what each key holder gave, by position of the trustee, from the chain."""
    statement = select(PaperEvent.height).where(
        PaperEvent.paper_id == paper_id,
        PaperEvent.type == EventType.PARTIAL_DECRYPTION.value,
    )
    found = {}
    for height in session.scalars(statement).all():
        match read_json(get_record_body(session, paper_id, 1, height=height)):
            case {"owner": int(owner)}:
                found[owner] = get_record_body(session, paper_id, 0, height=height)
    return found
