"""Officers' sign-in: a password, then a code from the phone or from paper; wrong attempts are counted here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from govapp.accounts import phone, queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.models import Officer, RecoveryCode, SignInAttempts
from govapp.accounts.refusals import SignInExpired
from govapp.accounts.rules import (
    WRONG_ATTEMPTS_PER_ACCOUNT,
    WRONG_ATTEMPTS_PER_ADDRESS,
    officer_ref,
)
from govapp.accounts.service.attempts import count_wrong, find_locked_until, forget_old_attempts
from govapp.accounts.service.officers import require_unchanged
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language
from govapp.outbox.service import Message, enqueue


class AttemptResult(StrEnum):
    """What came of an attempt."""

    PASSED = "passed"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True)
class SignInResult:
    """What came of an attempt; a value and not a Refusal, since the count of wrong attempts must be committed."""

    result: AttemptResult
    officer_id: int | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against, before the transaction that counts the attempt."""

    officer_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class SettlePassword:
    """Count an attempt with a password that was found right or wrong; `new_hash` replaces one of old parameters.

    `device` is the digest of a device on which this very officer signed in before, or empty: see `_scopes`.
    """

    email: str
    address: str
    is_right: bool
    new_hash: str | None = None
    device: str = ""


@dataclass(frozen=True)
class SettleCode:
    """Check a code of the second step, from the phone or (`is_recovery`) from paper.

    `is_confirmation` says that the officer is in already, and confirms to be the one who sits there.
    """

    officer_id: int
    address: str
    code: str
    is_recovery: bool = False
    device: str = ""
    is_confirmation: bool = False


def credentials_for(work: Work, email: str) -> Credentials:
    """Return what to check a password against; nobody knows from the outside whether the address is known."""
    officer = queries.find_officer_by_email(work.session, email)
    if officer is None or officer.suspended_at is not None or officer.phone_secret is None:
        return Credentials(None, None)
    return Credentials(officer.id, officer.password_hash)


def settle_password(work: Work, command: SettlePassword) -> SignInResult:
    """Count an attempt of the first step."""
    lock(work, "sign-in")
    officer = queries.find_officer_by_email(work.session, command.email)
    scopes = _scopes(work.keys, command.email, command.address, command.device)
    until = find_locked_until(work, scopes)
    if until is not None:
        return SignInResult(AttemptResult.LOCKED, locked_until=until)
    if not command.is_right or officer is None:
        return _wrong(work, scopes, officer)
    if command.new_hash is not None:
        officer.password_hash = command.new_hash
    return SignInResult(AttemptResult.PASSED, officer.id)


def settle_code(work: Work, command: SettleCode) -> SignInResult:
    """Check the second step and count it when it is wrong; a code that was used once is wrong.

    Raises SignInExpired, and OfficerChanged where name or address of the officer are not those of the journal.
    """
    lock(work, "sign-in")
    officer = work.session.get(Officer, command.officer_id, with_for_update=True)
    if officer is None or officer.suspended_at is not None:
        raise SignInExpired
    scopes = _scopes(work.keys, officer.email, command.address, command.device)
    until = find_locked_until(work, scopes)
    if until is not None:
        return SignInResult(AttemptResult.LOCKED, locked_until=until)
    is_right = (
        _recovery_fits(work, officer, command.code) if command.is_recovery else _fits(work, officer, command.code)
    )
    if not is_right:
        return _wrong(work, scopes, officer)
    require_unchanged(work, officer)
    work.session.execute(delete(SignInAttempts).where(SignInAttempts.scope == next(iter(scopes))))
    tag = AccountsTag.SIGN_IN_CONFIRMED if command.is_confirmation else AccountsTag.SIGN_IN_DONE
    # Who comes in is known from here on: the line names the officer, not a visitor.
    comes_in = replace(work, actor=Actor(ActorKind.OFFICER, officer.id, officer.name))
    facts: dict[str, FactValue] = {}
    # Of officers of older versions no line tells the address: from the next sign-in on one does.
    if not command.is_confirmation and not queries.is_address_told(work.session, officer.id):
        facts["address"] = queries.address_digest(officer.id, officer.email)
    journal.record(comes_in, tag, officer_ref(officer.id), facts=facts)
    return SignInResult(AttemptResult.PASSED, officer.id)


def _fits(work: Work, officer: Officer, code: str) -> bool:
    if officer.phone_secret is None or not queries.has_own_phone(work.session, officer):
        return False
    step = phone.matching_step(phone.opened(work.keys, officer.phone_secret), code, work.now, officer.last_step)
    if step is not None:
        officer.last_step = step
    return step is not None


def _recovery_fits(work: Work, officer: Officer, code: str) -> bool:
    row = work.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.officer_id == officer.id,
            RecoveryCode.digest == phone.recovery_digest(work.keys, officer.id, code),
            RecoveryCode.used_at.is_(None),
        ),
    )
    if row is None:
        return False
    row.used_at = work.now
    journal.record(work, AccountsTag.RECOVERY_CODE_USED, officer_ref(officer.id))
    return True


def locked_until(work: Work, email: str, address: str, device: str = "") -> datetime | None:
    """Return until when sign-in is closed, or None: asked before the slow check of a password, which costs memory."""
    return find_locked_until(work, _scopes(work.keys, email, address, device))


def _scopes(keys: KeyRing, email: str, address: str, device: str) -> dict[str, int]:
    """Return under which names a wrong attempt counts, each with its limit; that of the account or device comes first.

    Strangers share one count per account, so that they cannot guess for long. A device on which the officer signed in
    before has a count of its own: wrong attempts elsewhere, meant to keep the officer out, do not close it ("device
    cookies" of OWASP).
    """
    if device:
        return {queries.get_device_scope(keys, email, device): WRONG_ATTEMPTS_PER_ACCOUNT}
    return {
        queries.get_account_scope(keys, email): WRONG_ATTEMPTS_PER_ACCOUNT,
        queries.get_address_scope(keys, address): WRONG_ATTEMPTS_PER_ADDRESS,
    }


def _wrong(work: Work, scopes: Mapping[str, int], officer: Officer | None) -> SignInResult:
    forget_old_attempts(work)
    account, *network = [count_wrong(work, scope, limit).locked_until for scope, limit in scopes.items()]
    _note(work, officer, account)
    until = next((each for each in (account, *network) if each is not None), None)
    return (
        SignInResult(AttemptResult.WRONG) if until is None else SignInResult(AttemptResult.LOCKED, locked_until=until)
    )


def _note(work: Work, officer: Officer | None, until: datetime | None) -> None:
    """Write down a wrong attempt; for an address that no officer has, write as much and take it back.

    Whoever measures the answer would else learn who is an officer here.
    """
    written = work.session.begin_nested()
    someone = officer or Officer(id=0, email="nobody", name="Nobody", language=Language.EN.value)
    journal.record(work, AccountsTag.SIGN_IN_REFUSED, officer_ref(someone.id), result="wrong")
    if until is not None:
        _tell(work, someone, until)
    if officer is None:
        written.rollback()
    else:
        written.commit()


def _tell(work: Work, officer: Officer, until: datetime) -> None:
    journal.record(work, AccountsTag.SIGN_IN_LOCKED, officer_ref(officer.id), result="locked")
    language = Language(officer.language)
    enqueue(
        work,
        Message(
            AccountsLetter.OFFICER_LOCKOUT,
            officer.email,
            officer.name,
            language,
            officer_ref(officer.id),
            {"until": until},
        ),
    )


def unlock(work: Work, email: str) -> bool:
    """Open the sign-in of an officer again after wrong attempts; tells whether it was closed or counting.

    On every device, also where the officer signed in before. The count of a network address runs out by itself.
    """
    lock(work, "sign-in")
    officer = queries.find_officer_by_email(work.session, email)
    scopes = list(
        work.session.scalars(select(SignInAttempts.scope).where(queries.get_counts_condition(work.keys, email)))
    )
    work.session.execute(delete(SignInAttempts).where(SignInAttempts.scope.in_(scopes)))
    if officer is not None and scopes:
        journal.record(work, AccountsTag.OFFICER_UNLOCKED, officer_ref(officer.id))
    return bool(scopes)
