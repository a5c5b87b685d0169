"""Comparing the ledger with everything that speaks of it: the journal, voting lists, exports."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.shares.exporting.models import RegisterExport
from govapp.shares.ledger.rules.accounting import JournalClaim, faults_of_accounting
from govapp.shares.ledger.rules.chain import GENESIS, LedgerFault
from govapp.shares.rolls.models import Roll
from govapp.shares.tags import SharesTag

_ONE_ENTRY = (SharesTag.HOLDER_REGISTERED.value, SharesTag.SHARES_ISSUED.value, SharesTag.SHARES_REVERSED.value)
_NAMES_A_HEAD = SharesTag.REGISTER_EXPORTED.value


def list_outside_faults(session: Session, hashes: dict[int, str]) -> Iterator[LedgerFault]:
    """Yield what does not fit between the ledger, given as the hash of each sequence, and what was noted elsewhere."""
    by_hash = {found: sequence for sequence, found in hashes.items()}
    yield from faults_of_accounting(max(hashes, default=0), by_hash, _claims(session))
    for roll in session.scalars(select(Roll).order_by(Roll.id)):
        if hashes.get(roll.ledger_sequence, GENESIS) != roll.ledger_head:
            sentence = f"it was frozen at entry {roll.ledger_sequence}, whose hash is not the one that it names"
            yield LedgerFault(f"roll {roll.id}", "ledger_head", sentence)
    yield from _faults_of_exports(session, by_hash)
    yield from _faults_of_noted_heads(session, by_hash)


def _faults_of_exports(session: Session, by_hash: dict[str, int]) -> Iterator[LedgerFault]:
    """Yield each logged export whose head is gone, or whose totals are not those that the journal has of its file."""
    line = JournalEntryRecord
    noted = {
        row.facts.get("digest"): (row.facts.get("holders"), row.facts.get("shares"))
        for row in session.execute(select(line.facts).where(line.tag == _NAMES_A_HEAD, line.result == "done"))
    }
    for export in session.scalars(select(RegisterExport).order_by(RegisterExport.id)):
        if export.ledger_head not in {GENESIS, *by_hash}:
            yield LedgerFault(
                f"export {export.id}", "ledger_head", "no entry of the register has the hash that it names"
            )
        if noted.get(export.digest) != (export.holders, export.shares):
            yield LedgerFault(
                f"export {export.id}", "export_totals", "its totals are not those that the journal has of it"
            )


def _claims(session: Session) -> Iterator[JournalClaim]:
    line = JournalEntryRecord
    wanted = (*_ONE_ENTRY, SharesTag.REGISTER_IMPORTED.value)
    statement = select(line.sequence, line.tag, line.facts).where(line.tag.in_(wanted), line.result == "done")
    for row in session.execute(statement.order_by(line.sequence)):
        if row.tag == SharesTag.REGISTER_IMPORTED.value:
            yield JournalClaim(row.sequence, head=row.facts["ledger_head"])
        else:
            yield JournalClaim(row.sequence, entry=row.facts.get("entry", 0))


def _faults_of_noted_heads(session: Session, by_hash: dict[str, int]) -> Iterator[LedgerFault]:
    line = JournalEntryRecord
    statement = select(line.sequence, line.facts).where(line.tag == _NAMES_A_HEAD).order_by(line.sequence)
    for row in session.execute(statement):
        if row.facts.get("ledger_head") not in {None, GENESIS, *by_hash}:
            yield LedgerFault(
                f"journal line {row.sequence}", "ledger_head", "no entry of the register has the hash that it names"
            )
