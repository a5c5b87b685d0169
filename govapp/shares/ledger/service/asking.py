"""Large corrections of shares: one officer asks, and it is written when another confirms.

What is small is written at once. Entries never change: all that can happen to the wrong one meanwhile is that it is
reversed, and then the confirmation is refused.
"""

from govapp.audit.journal import record
from govapp.audit.queries import require_asker
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.models import EntryCorrection, EntryCorrectionAnswer
from govapp.shares.ledger.queries.asked import AskedCorrection, find_waiting_correction, get_waiting_correction
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.rules.checking import check_balances, check_reversal, check_transaction, reversal_of
from govapp.shares.ledger.rules.large import CorrectionNeedsAnother, CorrectionWaits, is_large
from govapp.shares.ledger.service.shares import (
    CorrectEntry,
    ReverseEntry,
    correct_entry,
    find_wrong,
    plan_correction,
    reverse_entry,
)
from govapp.shares.ledger.service.writing import Author, EntrySequence, lock_register, moment_of_writing
from govapp.shares.people.rules.refusals import ReasonMissing
from govapp.shares.people.service.persons import find_holder
from govapp.shares.tags import SharesTag


def correct_or_ask(work: Work, command: CorrectEntry | ReverseEntry) -> int | None:
    """Write a correction or reversal, or ask for it when it is large, and return the number of what waits, or None.

    Raises what `correct_entry` and `reverse_entry` raise but SecondPersonMissing, and CorrectionWaits.
    """
    find_holder(work, command.holder_id)
    lock_register(work)
    waiting = find_waiting_correction(work.session, command.sequence)
    if waiting is not None:
        raise CorrectionWaits(entry=command.sequence)
    if _check(work, command):
        return _ask(work, command)
    if isinstance(command, CorrectEntry):
        correct_entry(work, command)
    else:
        reverse_entry(work, command)
    return None


def confirm_correction(work: Work, correction_id: int) -> EntrySequence:
    """Confirm as a second officer what another asked for: it is written now; return the sequence of the entry.

    Raises CorrectionNotWaiting, CorrectionNeedsAnother, RequestChanged, and what `correct_entry` and `reverse_entry`
    raise: AlreadyReversed where the entry was reversed meanwhile.
    """
    lock_register(work)
    asked = get_waiting_correction(work.session, correction_id)
    if asked.asked_by == work.actor.reference:
        raise CorrectionNeedsAnother
    holder = SubjectRef.to("holder", asked.holder_id)
    require_asker(work.session, SharesTag.CORRECTION_ASKED, holder, asked.asked_by, correction=asked.id)
    author, command = Author(asked.asked_by, asked.asked_by_name), _command(asked)
    if isinstance(command, CorrectEntry):
        sequence = correct_entry(work, command, author)
    else:
        sequence = reverse_entry(work, command, author)
    _answer(work, asked, sequence)
    facts: dict[str, FactValue] = {"correction": asked.id, "corrects": asked.sequence, "entry": int(sequence)}
    about = SubjectRef.to("holder", asked.holder_id)
    record(work, SharesTag.CORRECTION_CONFIRMED, about, facts=facts, reason=asked.reason)
    return sequence


def withdraw_correction(work: Work, correction_id: int) -> AskedCorrection:
    """Take back, or refuse, what somebody asked for, and return it; raises CorrectionNotWaiting."""
    lock_register(work)
    asked = get_waiting_correction(work.session, correction_id)
    _answer(work, asked, None)
    facts: dict[str, FactValue] = {"correction": asked.id, "corrects": asked.sequence}
    record(work, SharesTag.CORRECTION_WITHDRAWN, SubjectRef.to("holder", asked.holder_id), facts=facts)
    return asked


def _check(work: Work, command: CorrectEntry | ReverseEntry) -> bool:
    """Tell whether a command is large, and refuse at once a large one that could not be written now."""
    wrong, _ = find_wrong(work, command)
    right = None
    if isinstance(command, CorrectEntry):
        _, right = plan_correction(work, command)
    if not is_large(wrong, right):
        return False
    if not command.reason.strip():
        raise ReasonMissing
    back = reversal_of(command.sequence, wrong, command.reason)
    known = list_entries(work.session, {movement.holder_id for movement in wrong.movements})
    if right is None:
        check_transaction(back, known, work.today)
    else:
        check_reversal(back, known)
        check_transaction(right, known, work.today)
        lines = [(entry.effective_date, entry.movement) for entry in known]
        lines += [(side.effective_date, movement) for side in (right, back) for movement in side.movements]
        check_balances((day, line) for day, line in lines if line.share_class == right.movements[0].share_class)
    return True


def _ask(work: Work, command: CorrectEntry | ReverseEntry) -> int:
    right = command if isinstance(command, CorrectEntry) else None
    row = EntryCorrection(
        party_id=command.holder_id,
        sequence=command.sequence,
        quantity=right.quantity if right else None,
        unit_price_cents=right.unit_price_cents if right else None,
        paid_in_cents=right.paid_in_cents if right else None,
        effective_date=right.effective_date if right else None,
        reference=right.reference.strip() if right else "",
        reason=command.reason.strip(),
        asked_at=moment_of_writing(work),
        asked_by=work.actor.reference,
        asked_by_name=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, FactValue] = {"correction": row.id, "corrects": command.sequence}
    if right is not None:
        facts |= {"quantity": right.quantity, "paid_in_cents": right.paid_in_cents}
        facts["effective_date"] = right.effective_date.isoformat()
    about = SubjectRef.to("holder", command.holder_id)
    record(work, SharesTag.CORRECTION_ASKED, about, facts=facts, reason=row.reason)
    return row.id


def _command(asked: AskedCorrection) -> CorrectEntry | ReverseEntry:
    if asked.right is None:
        return ReverseEntry(asked.holder_id, asked.sequence, asked.reason)
    return CorrectEntry(
        asked.holder_id,
        asked.sequence,
        asked.right.quantity,
        asked.right.unit_price_cents,
        asked.right.paid_in_cents,
        asked.right.effective_date,
        asked.reason,
        asked.right.reference,
    )


def _answer(work: Work, asked: AskedCorrection, entry: EntrySequence | None) -> None:
    work.session.add(
        EntryCorrectionAnswer(
            correction_id=asked.id,
            asked_by=asked.asked_by,
            answered_at=moment_of_writing(work),
            answered_by=work.actor.reference,
            answered_by_name=work.actor.name,
            entry=None if entry is None else int(entry),
        )
    )
    work.session.flush()
