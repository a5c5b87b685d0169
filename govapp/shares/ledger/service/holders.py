"""Use cases about shareholders: register one, change category and e-mail address, name who votes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from govapp.accounts.service import end_all_sessions, revoke_links
from govapp.audit.journal import record
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.service import Message, enqueue
from govapp.shares.ledger.models import Holding
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Transaction
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing, post, refresh_holding
from govapp.shares.letters import SharesLetter
from govapp.shares.people.models import Party, PartyCategory, Representation
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.queries.dated import find_next_day
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import full_name
from govapp.shares.people.rules.refusals import (
    EffectiveDateInFuture,
    HolderNotFound,
    NotAnOrganisation,
    ReasonMissing,
    RepresentativeNotHuman,
)
from govapp.shares.people.service.facts import claim_since, write_facts
from govapp.shares.people.service.identifiers import clean_email
from govapp.shares.people.service.persons import (
    FactRecord,
    HolderId,
    Person,
    category_fact,
    checked_person,
    email_fact,
    find_holder,
    insert_party,
    representative_fact,
)
from govapp.shares.tags import SharesTag


@dataclass(frozen=True)
class FirstShares:
    """The shares with which somebody becomes a shareholder; amounts in cents."""

    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reference: str = ""


def issue_of(holder_id: int, shares: FirstShares) -> Transaction:
    """Return the issue of shares to somebody, to be checked."""
    movement = Movement(holder_id, shares.quantity, shares.unit_price_cents, shares.paid_in_cents)
    return Transaction(MovementType.ISSUE, shares.effective_date, (movement,), reference=shares.reference.strip())


@dataclass(frozen=True)
class RegisterHolder:
    """Enter a new shareholder with category, first shares and, for an organisation, who votes for it."""

    person: Person
    category: Category
    shares: FirstShares
    email: str = ""
    representative: Person | int | None = None


def register_holder(work: Work, command: RegisterHolder) -> HolderId:
    """Enter a shareholder under the next free number and return the id.

    Raises what `checked_person` and `set_representative` raise, EmailUnreadable, QuantityNotPositive, PaidInOutOfRange
    or EffectiveDateInFuture.
    """
    person = checked_person(command.person, work.today)
    email = clean_email(command.email)
    first = command.shares
    lock_register(work)
    at, before = moment_of_writing(work), get_fact_head(work.session)
    number = (work.session.scalar(select(func.max(Party.number))) or 0) + 1
    holder_id = HolderId(insert_party(work, person, at, number))
    beside = FactRecord(holder_id, first.effective_date, at, work.actor)
    known = [category_fact(command.category.value, beside), *([email_fact(email, beside)] if email else [])]
    write_facts(work, [known], at)
    post(work, issue_of(holder_id, first))
    facts = {
        "number": number,
        "kind": person.kind.value,
        "category": command.category.value,
        "shares": first.quantity,
        **claim_since(work, before),
    }
    record(work, SharesTag.HOLDER_REGISTERED, SubjectRef.to("holder", holder_id), facts=facts)
    if command.representative is not None:
        set_representative(work, SetRepresentative(holder_id, command.representative, first.effective_date))
    return holder_id


@dataclass(frozen=True)
class ChangeCategory:
    """Put a shareholder in another category from a day on."""

    holder_id: int
    category: Category
    effective_date: date
    reason: str


def change_category(work: Work, command: ChangeCategory) -> date | None:
    """Record the category of a shareholder from a day on; what was so before that day stays readable.

    Returns the day until which it holds, where another one was recorded for a later day. Raises HolderNotFound,
    ReasonMissing or EffectiveDateInFuture.
    """
    holder = find_holder(work, command.holder_id)
    if not command.reason.strip():
        raise ReasonMissing
    if command.effective_date > work.today:
        raise EffectiveDateInFuture(date=command.effective_date)
    lock_register(work)
    before, reason = get_fact_head(work.session), command.reason.strip()
    beside = FactRecord(holder.id, command.effective_date, moment_of_writing(work), work.actor, reason)
    write_facts(work, [[category_fact(command.category.value, beside)]], beside.recorded_at)
    refresh_holding(work, holder.id)
    facts = {
        "category": command.category.value,
        "effective_date": command.effective_date.isoformat(),
        **claim_since(work, before),
    }
    record(work, SharesTag.HOLDER_CATEGORY_CHANGED, SubjectRef.to("holder", holder.id), facts=facts, reason=reason)
    return find_next_day(work.session, PartyCategory, holder.id, command.effective_date)


@dataclass(frozen=True)
class SetEmail:
    """Give a shareholder another e-mail address from today on; an empty one withdraws it."""

    holder_id: int
    email: str


def set_email(work: Work, command: SetEmail) -> None:
    """Record the e-mail address of a shareholder; others may have the same one. Raises HolderNotFound, EmailUnreadable.

    Whoever reads the old mailbox stays outside: links that went there are revoked, sessions end. The journal says that
    the address changed and not what it is. The old mailbox is told: who reads it knows whether that was asked for.
    """
    holder = find_holder(work, command.holder_id)
    email = clean_email(command.email)
    lock_register(work)
    _tell_old_address(work, holder.id, email)
    before = get_fact_head(work.session)
    beside = FactRecord(holder.id, work.today, moment_of_writing(work), work.actor)
    write_facts(work, [[email_fact(email, beside)]], beside.recorded_at)
    refresh_holding(work, holder.id)
    facts = {"withdrawn": not email, **claim_since(work, before)}
    record(work, SharesTag.HOLDER_EMAIL_CHANGED, SubjectRef.to("holder", holder.id), facts=facts)
    revoke_links(work, SubjectRef.to("holder", holder.id), reason="e-mail address changed")
    end_all_sessions(work, Actor(ActorKind.SHAREHOLDER, holder.id), reason="e-mail address changed")


def _tell_old_address(work: Work, holder_id: int, email: str) -> None:
    kept = work.session.get(Holding, holder_id, populate_existing=True)
    if kept is None or not kept.email or kept.email == email:
        return
    warning = Message(
        letter=SharesLetter.ADDRESS_CHANGED,
        to=kept.email,
        name=full_name(kept.name, kept.given_name),
        language=Language(kept.language),
        subject_ref=SubjectRef.to("holder", holder_id),
        facts={"changed_at": work.now},
    )
    enqueue(work, warning)


@dataclass(frozen=True)
class SetRepresentative:
    """Name who votes for a legal person from a day on: a person known here (id), a new one, or nobody (None)."""

    holder_id: int
    representative: Person | int | None
    effective_date: date


def set_representative(work: Work, command: SetRepresentative) -> date | None:
    """Record the one voting representative of a legal person; the one before stops on that day.

    Returns the day until which it holds, where another one was recorded for a later day. Raises HolderNotFound,
    NotAnOrganisation, RepresentativeNotHuman, EffectiveDateInFuture, and what `checked_person` raises.
    """
    holder = find_holder(work, command.holder_id)
    if holder.kind != PartyKind.LEGAL:
        raise NotAnOrganisation
    if command.effective_date > work.today:
        raise EffectiveDateInFuture(date=command.effective_date)
    lock_register(work)
    at, before = moment_of_writing(work), get_fact_head(work.session)
    human = _representative_id(work, command.representative, at)
    beside = FactRecord(holder.id, command.effective_date, at, work.actor)
    write_facts(work, [[representative_fact(human, beside)]], at)
    facts = {
        "representative": human,
        "effective_date": command.effective_date.isoformat(),
        **claim_since(work, before),
    }
    record(work, SharesTag.HOLDER_REPRESENTATIVE_SET, SubjectRef.to("holder", holder.id), facts=facts)
    return find_next_day(work.session, Representation, holder.id, command.effective_date)


def _representative_id(work: Work, representative: Person | int | None, at: datetime) -> int | None:
    if representative is None:
        return None
    if isinstance(representative, Person):
        if representative.kind is not PartyKind.NATURAL:
            raise RepresentativeNotHuman
        return insert_party(work, checked_person(representative, work.today), at, None)
    known = work.session.get(Party, representative)
    if known is None:
        raise HolderNotFound
    if known.kind != PartyKind.NATURAL:
        raise RepresentativeNotHuman
    return known.id
