"""Use cases that record another name, address or language of a shareholder; what was so before stays readable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from govapp.audit.journal import record
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing, refresh_holding
from govapp.shares.people.models import PartyLanguage
from govapp.shares.people.queries.chain import FACT_TABLES, get_fact_head
from govapp.shares.people.queries.dated import (
    find_next_day,
    list_dated_addresses,
    list_dated_facts,
    list_dated_names,
)
from govapp.shares.people.rules.chain import Fact
from govapp.shares.people.rules.dated import Address, Dated, PersonName, fact_at, last_fact
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.refusals import EffectiveDateInFuture, FactKnownAlready, ReasonMissing
from govapp.shares.people.service.facts import claim_since, write_facts
from govapp.shares.people.service.persons import (
    FactRecord,
    address_fact,
    checked_address,
    checked_name,
    find_holder,
    language_fact,
    name_fact,
)
from govapp.shares.tags import SharesTag

T = TypeVar("T")


@dataclass(frozen=True)
class CorrectName:
    """Another name from a day on; without a day the present one was never right, and the new one takes its place."""

    holder_id: int
    name: PersonName
    effective_date: date | None
    reason: str


@dataclass(frozen=True)
class CorrectAddress:
    """Another address from a day on, or in the place of the present one, which was never right."""

    holder_id: int
    address: Address
    effective_date: date | None
    reason: str


@dataclass(frozen=True)
class CorrectLanguage:
    """Another language from a day on, or in the place of the present one, which was never right."""

    holder_id: int
    language: Language
    effective_date: date | None
    reason: str


def correct_name(work: Work, command: CorrectName) -> date | None:
    """Record another name of a shareholder, and return until when it holds where a later one was recorded.

    Raises HolderNotFound, NameMissing, ReasonMissing, EffectiveDateInFuture or FactKnownAlready.
    """
    holder = find_holder(work, command.holder_id)
    name = checked_name(PartyKind(holder.kind), command.name)
    lock_register(work)
    beside = _beside(work, command, list_dated_names(work.session, holder.id), name)
    return _write(work, command, name_fact(name, beside), SharesTag.HOLDER_NAME_CORRECTED)


def correct_address(work: Work, command: CorrectAddress) -> date | None:
    """Record another address of a shareholder, and return until when it holds where a later one was recorded.

    Raises HolderNotFound, CountryWrong, ReasonMissing, EffectiveDateInFuture or FactKnownAlready.
    """
    holder = find_holder(work, command.holder_id)
    address = checked_address(command.address)
    lock_register(work)
    beside = _beside(work, command, list_dated_addresses(work.session, holder.id), address)
    return _write(work, command, address_fact(address, beside), SharesTag.HOLDER_ADDRESS_CORRECTED)


def correct_language(work: Work, command: CorrectLanguage) -> date | None:
    """Record in which other language a shareholder is written to, and return until when, as `correct_name` does.

    Raises HolderNotFound, ReasonMissing, EffectiveDateInFuture or FactKnownAlready.
    """
    holder = find_holder(work, command.holder_id)
    lock_register(work)
    language = command.language.value
    beside = _beside(work, command, list_dated_facts(work.session, PartyLanguage.language, holder.id), language)
    return _write(work, command, language_fact(language, beside), SharesTag.HOLDER_LANGUAGE_CORRECTED)


Correction = CorrectName | CorrectAddress | CorrectLanguage


def _write(work: Work, command: Correction, fact: Fact, tag: SharesTag) -> date | None:
    before = get_fact_head(work.session)
    write_facts(work, [[fact]], fact.row["recorded_at"])
    refresh_holding(work, command.holder_id)
    # The journal says that something changed and not what it is.
    facts = {
        "was_wrong": command.effective_date is None,
        "effective_date": command.effective_date.isoformat() if command.effective_date else None,
        **claim_since(work, before),
    }
    about = SubjectRef.to("holder", command.holder_id)
    record(work, tag, about, facts=facts, reason=command.reason.strip())
    return find_next_day(work.session, FACT_TABLES[fact.type], command.holder_id, fact.row["effective_date"])


def _beside(work: Work, command: Correction, facts: Iterable[Dated[T]], value: T) -> FactRecord:
    """Return what is recorded beside the new fact, or refuse it; the caller holds `lock_register`."""
    if not command.reason.strip():
        raise ReasonMissing
    if command.effective_date is not None and command.effective_date > work.today:
        raise EffectiveDateInFuture(date=command.effective_date)
    known, at = list(facts), moment_of_writing(work)
    # A first name, address or language holds from the start, so there is always one in force on the day.
    day = command.effective_date or last_fact(known).effective_date
    now_in_force = fact_at(known, AsOf(day, at))
    if now_in_force is not None and now_in_force.value == value:
        raise FactKnownAlready
    return FactRecord(command.holder_id, day, at, work.actor, command.reason.strip())
