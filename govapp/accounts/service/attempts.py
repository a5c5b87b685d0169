"""Counting wrong attempts: of an account, from a network address, on a device."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from govapp.accounts import queries
from govapp.accounts.models import SignInAttempts
from govapp.accounts.rules import ATTEMPT_MEMORY, Attempts, after_wrong_attempt, is_locked
from govapp.db.uow import Work


def find_locked_until(work: Work, scopes: Iterable[str]) -> datetime | None:
    """Return until when one of these counts is closed, or None."""
    for scope in scopes:
        attempts = queries.find_attempts(work.session, scope)
        if attempts is not None and is_locked(attempts, work.now):
            return attempts.locked_until
    return None


def count_wrong(work: Work, scope: str, limit: int) -> Attempts:
    """Count one more wrong attempt under `scope`; at `limit` it is closed for a while."""
    counted = after_wrong_attempt(queries.find_attempts(work.session, scope), limit, work.now)
    work.session.merge(
        SignInAttempts(
            scope=scope,
            wrong=counted.wrong,
            last_at=counted.last_at,
            locked_until=counted.locked_until,
        ),
    )
    work.session.flush()
    return counted


def forget_old_attempts(work: Work) -> None:
    """Forget what no longer counts: strangers can make up any number of accounts."""
    over = SignInAttempts.last_at <= work.now - ATTEMPT_MEMORY
    is_open = SignInAttempts.locked_until.is_(None) | (SignInAttempts.locked_until <= work.now)
    work.session.execute(delete(SignInAttempts).where(over, is_open))
