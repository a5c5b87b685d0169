"""Writing the ledger: transactions are appended in order under one lock, each covering the one before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NewType

from sqlalchemy import delete, func, insert, select

from govapp.audit.models import JournalEntryRecord
from govapp.db.bulk import CHUNK, insert_all
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.queries.entries import LedgerHead, get_ledger_head, list_entries
from govapp.shares.ledger.rules.chain import LEDGER_TRANSACTION, ChainedTransaction, transaction_hash
from govapp.shares.ledger.rules.checking import check_transaction
from govapp.shares.ledger.rules.movements import Transaction, position
from govapp.shares.people.models import PartyCategory, PartyEmail, PartyLanguage
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.queries.dated import list_dated_addresses, list_dated_facts, list_dated_names
from govapp.shares.people.rules.dated import fact_at, last_fact
from govapp.shares.people.rules.days import ALWAYS
from govapp.shares.people.rules.names import search_name
from govapp.shares.people.service.persons import find_holder
from govapp.shares.tags import SharesTag

EntrySequence = NewType("EntrySequence", int)


def lock_register(work: Work) -> None:
    """Make writers of the register wait for each other until the end of the transaction."""
    lock(work, "register")


def moment_of_writing(work: Work) -> datetime:
    """Return the moment (UTC) to record: never before the last entry or fact, so that time runs one way.

    It lies after every list that was exported: whoever asks for the moment of such a list again gets the same one, also
    when something was written meanwhile whose transaction had begun before.
    """
    last, learned = get_ledger_head(work.session).recorded_at, get_fact_head(work.session).recorded_at
    exported = work.session.scalar(
        select(func.max(JournalEntryRecord.at)).where(JournalEntryRecord.tag == SharesTag.REGISTER_EXPORTED.value)
    )
    after = None if exported is None else exported + timedelta(microseconds=1)
    return max(moment for moment in (work.now, last, learned, after) if moment is not None)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wants something written, as `officer:3`, and the name."""

    reference: str
    name: str


def append(
    work: Work,
    transactions: Sequence[Transaction],
    recorded_at: datetime,
    numbers: Mapping[int, int],
    author: Author | None = None,
) -> list[EntrySequence]:
    """Append transactions in order, chained, and return their sequences; the caller holds `lock_register`.

    `numbers` are the shareholder numbers by the id of the person: the hashes cover them too. `author` is who asked for
    what another person confirms now; without one it is whoever acts.
    """
    head = get_ledger_head(work.session)
    author = author or Author(work.actor.reference, work.actor.name)
    links = _links(author, transactions, recorded_at, numbers, head)
    while chunk := list(islice(links, CHUNK)):
        insert_all(work, LedgerTransaction, (_header(each, found) for each, found in chunk))
        insert_all(work, LedgerLine, (line for each, _ in chunk for line in _lines(each)))
    return [EntrySequence(head.sequence + place) for place in range(1, len(transactions) + 1)]


def _links(
    author: Author,
    transactions: Sequence[Transaction],
    recorded_at: datetime,
    numbers: Mapping[int, int],
    head: LedgerHead,
) -> Iterator[tuple[ChainedTransaction, str]]:
    """Yield each transaction as it is chained, and its hash."""
    previous = head.hash
    for sequence, transaction in enumerate(transactions, start=head.sequence + 1):
        chained = ChainedTransaction(
            version=LEDGER_TRANSACTION.newest,
            sequence=sequence,
            transaction=transaction,
            numbers=tuple(numbers[movement.holder_id] for movement in transaction.movements),
            recorded_at=recorded_at,
            actor=author.reference,
            actor_name=author.name,
            previous_hash=previous,
        )
        previous = transaction_hash(chained)
        yield chained, previous


def _header(chained: ChainedTransaction, found: str) -> dict[str, Any]:
    transaction = chained.transaction
    return {
        "sequence": chained.sequence,
        "version": chained.version,
        "type": transaction.type.value,
        "effective_date": transaction.effective_date,
        "recorded_at": chained.recorded_at,
        "actor": chained.actor,
        "actor_name": chained.actor_name,
        "second_actor": transaction.second_actor,
        "second_actor_name": transaction.second_actor_name,
        "legal_basis": transaction.legal_basis,
        "document_digest": transaction.document_digest,
        "reason": transaction.reason,
        "reference": transaction.reference,
        "reverses": transaction.reverses,
        "previous_hash": chained.previous_hash,
        "hash": found,
    }


def _lines(chained: ChainedTransaction) -> list[dict[str, Any]]:
    return [
        {
            "sequence": chained.sequence,
            "ordinal": ordinal,
            "party_id": movement.holder_id,
            "share_class": movement.share_class,
            "quantity": movement.quantity,
            "unit_price_cents": movement.unit_price_cents,
            "paid_in_cents": movement.paid_in_cents,
            "claim_cents": movement.claim_cents,
            "counter_line": movement.counter,
            "effective_date": chained.transaction.effective_date,
            "recorded_at": chained.recorded_at,
        }
        for ordinal, movement in enumerate(chained.transaction.movements, start=1)
    ]


def post(
    work: Work, transaction: Transaction, *, author: Author | None = None, four_eyes: bool = False
) -> EntrySequence:
    """Check a transaction against the ledger, append it, and refresh what is kept of everybody whom it touches.

    With an `author`, who asked for it, whoever acts is the second person. The caller holds `lock_register`. Raises what
    `check_transaction` raises, or HolderNotFound.
    """
    if author is not None:
        transaction = replace(transaction, second_actor=work.actor.reference, second_actor_name=work.actor.name)
    people = {movement.holder_id for movement in transaction.movements}
    numbers = {person: find_holder(work, person).number or 0 for person in people}
    actor = work.actor.reference if author is None else author.reference
    known = list_entries(work.session, people)
    check_transaction(transaction, known, work.today, actor=actor, four_eyes=four_eyes)
    [sequence] = append(work, [transaction], moment_of_writing(work), numbers, author)
    for person in sorted(people):
        refresh_holding(work, person)
    return sequence


def refresh_holding(work: Work, holder_id: int) -> None:
    """Recompute what one shareholder has from ledger and dated facts, and keep it for fast lists."""
    held = position(list_entries(work.session, [holder_id]), ALWAYS)
    category = fact_at(list_dated_facts(work.session, PartyCategory.category, holder_id), ALWAYS)
    email = fact_at(list_dated_facts(work.session, PartyEmail.address, holder_id), ALWAYS)
    name = last_fact(list_dated_names(work.session, holder_id)).value
    address = last_fact(list_dated_addresses(work.session, holder_id)).value
    work.session.execute(delete(Holding).where(Holding.party_id == holder_id))
    work.session.execute(
        insert(Holding).values(
            party_id=holder_id,
            shares=held.shares,
            paid_in_cents=held.paid_in_cents,
            paid_shares=held.paid_shares,
            since=held.since,
            category=category.value if category else "",
            email=email.value if email else "",
            name=name.name,
            given_name=name.given_name,
            search_name=search_name(name.name, name.given_name),
            town=address.town,
            language=last_fact(list_dated_facts(work.session, PartyLanguage.language, holder_id)).value,
        ),
    )
