"""Freezing a voting list, and confirming what was recorded about its people since."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from govapp.audit.journal import record
from govapp.audit.rules.requests import RequestChanged
from govapp.db.bulk import insert_all, refresh_statistics
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.queries.evidence import list_faults_of_people
from govapp.shares.people.rules.chain import Fact, FactType
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.service.facts import claim_since, write_facts
from govapp.shares.rolls.models import Roll, RollEntryRecord, RollLeftOut
from govapp.shares.rolls.queries.candidates import list_roll_candidates
from govapp.shares.rolls.queries.changes import list_changes
from govapp.shares.rolls.queries.rolls import get_roll
from govapp.shares.rolls.rules.changes import ChangedFact
from govapp.shares.rolls.rules.refusals import ChangeNotFound, RecordDateInFuture, RollEmpty, SecondPersonNeeded
from govapp.shares.rolls.rules.roll import FROZEN_VERSION, ROLL, PublishedRoll, RollDraft, compile_roll
from govapp.shares.tags import SharesTag

RollId = NewType("RollId", int)


@dataclass(frozen=True)
class FreezeRoll:
    """Freeze who may vote: the register decides as it stands on `record_date`; `purpose` says for which meeting."""

    record_date: date
    purpose: Texts


def freeze_roll(work: Work, command: FreezeRoll) -> RollId:
    """Freeze a voting list and return its id; later changes of the register do not touch it.

    Raises RecordDateInFuture, or RollEmpty when nobody could vote.
    """
    if command.record_date > work.today:
        raise RecordDateInFuture(date=command.record_date)
    lock_register(work)
    # Whoever waited for the lock knows all that was written meanwhile, so that list and ledger head speak of the same.
    at = moment_of_writing(work)
    draft = compile_roll(list_roll_candidates(work.session, AsOf(command.record_date, at)))
    if not draft.entries:
        raise RollEmpty(date=command.record_date)
    roll_id, digest = _insert_roll(work, command, draft, at)
    _insert_lines(work, roll_id, draft)
    record(
        work,
        SharesTag.ROLL_FROZEN,
        SubjectRef.to("roll", roll_id),
        facts={
            "record_date": command.record_date.isoformat(),
            "size": len(draft.entries),
            "left_out": len(draft.left_out),
            "digest": digest,
        },
        reason=str(command.purpose.in_language(Language.FR)),
    )
    return roll_id


def _insert_roll(work: Work, command: FreezeRoll, draft: RollDraft, at: datetime) -> tuple[RollId, str]:
    head, facts = get_ledger_head(work.session), get_fact_head(work.session)
    published = PublishedRoll(command.record_date, at, head.hash, draft.entries, facts.hash)
    digest = ROLL.digest(published, FROZEN_VERSION)
    row = Roll(
        record_date=command.record_date,
        purpose=command.purpose.as_dict(),
        frozen_at=at,
        frozen_by=work.actor.name,
        ledger_sequence=head.sequence,
        ledger_head=head.hash,
        fact_sequence=facts.sequence,
        fact_head=facts.hash,
        digest=digest,
        size=len(draft.entries),
        counts=draft.counts,
        left_out=len(draft.left_out),
    )
    work.session.add(row)
    work.session.flush()
    return RollId(row.id), digest


def _insert_lines(work: Work, roll_id: RollId, draft: RollDraft) -> None:
    entries = (
        {
            "roll_id": roll_id,
            "position": entry.position,
            "party_id": entry.holder_id,
            "number": entry.number,
            "name": entry.name,
            "voter": entry.voter,
            "category": entry.category.value,
            "language": entry.language,
            "email": entry.email,
        }
        for entry in draft.entries
    )
    left_out = (
        {
            "roll_id": roll_id,
            "party_id": absent.holder_id,
            "number": absent.number,
            "name": absent.name,
            "reason": absent.reason.value,
        }
        for absent in draft.left_out
    )
    insert_all(work, RollEntryRecord, entries)
    insert_all(work, RollLeftOut, left_out)
    refresh_statistics(work, RollEntryRecord, RollLeftOut)


@dataclass(frozen=True)
class ConfirmChange:
    """Say that an address or a representative, recorded after the list `roll_id` was frozen, is right."""

    roll_id: int
    fact: ChangedFact
    fact_id: int


def confirm_change(work: Work, command: ConfirmChange) -> None:
    """Confirm a change behind a frozen list, as a second person; from then on it opens ballots and receives letters.

    Confirming twice is confirming once. Raises RollNotFound, ChangeNotFound, SecondPersonNeeded, RequestChanged.
    """
    lock_register(work)
    changes = list_changes(work.session, get_roll(work.session, command.roll_id))
    row = next(
        (each for each in changes if (each.change.fact, each.change.fact_id) == (command.fact, command.fact_id)), None
    )
    if row is None:
        raise ChangeNotFound
    if row.change.confirmed_by_name:
        return
    if row.change.recorded_by == work.actor.reference:
        raise SecondPersonNeeded
    # Whoever owns the database can put another name beside the change: the chain of facts knows who recorded it.
    if list_faults_of_people(work.session, {row.holder_id}):
        raise RequestChanged
    before, at = get_fact_head(work.session), moment_of_writing(work)
    word = {
        "party_id": row.holder_id,
        "fact": command.fact.value,
        "fact_id": command.fact_id,
        "confirmed_at": at,
        "confirmed_by": work.actor.reference,
        "confirmed_by_name": work.actor.name,
    }
    write_facts(work, [[Fact(FactType.CONFIRMATION, word)]], at)
    facts = {"roll": command.roll_id, "change": command.fact.value, **claim_since(work, before)}
    record(work, SharesTag.CHANGE_CONFIRMED, SubjectRef.to("holder", row.holder_id), facts=facts)
