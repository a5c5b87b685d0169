"""Reading the wrong attempts to sign in, and under which names they are counted."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from govapp.accounts.models import SignInAttempts
from govapp.accounts.rules import Attempts, network_of
from govapp.kernel.keys import KeyRing


def get_account_scope(keys: KeyRing, email: str) -> str:
    """Return under which name the wrong attempts for an account are counted, known or not."""
    return "account:" + keys.keyed_digest("attempts", email.strip().lower())


def get_address_scope(keys: KeyRing, address: str) -> str:
    """Return under which name the wrong attempts from a network address are counted."""
    return "address:" + keys.keyed_digest("attempts", network_of(address))


def get_codes_scope(keys: KeyRing, address: str) -> str:
    """Return under which name the wrong codes of letters from a network address are counted."""
    return "codes:" + keys.keyed_digest("attempts", network_of(address))


def get_device_scope(keys: KeyRing, email: str, device: str) -> str:
    """Return under which name the wrong attempts on a device are counted on which the officer signed in before."""
    return _devices_of(keys, email) + keys.keyed_digest("attempts", device)[:32]


def _devices_of(keys: KeyRing, email: str) -> str:
    return f"device:{get_account_scope(keys, email).partition(':')[2][:32]}:"


def get_counts_condition(keys: KeyRing, email: str) -> ColumnElement[bool]:
    """Return what picks the wrong attempts that an administrator can forgive: those of an account and its devices."""
    on_devices = SignInAttempts.scope.startswith(_devices_of(keys, email), autoescape=True)
    return (SignInAttempts.scope == get_account_scope(keys, email)) | on_devices


def find_attempts(session: Session, scope: str) -> Attempts | None:
    """Return the wrong attempts counted under `scope`, or None."""
    row = session.get(SignInAttempts, scope)
    return None if row is None else Attempts(row.wrong, row.last_at, row.locked_until)
