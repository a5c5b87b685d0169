"""The pages of accounts: coming in by a link, officers' sign-in, devices, and who may do what."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from govapp.accounts.views import (  # noqa: E402 - they add to `bp`
    access_changes,
    by_code,
    by_link,
    confirming,
    devices,
    officers,
    own,
    roles,
    sign_in,
    welcome,
)

__all__ = [
    "access_changes",
    "bp",
    "by_code",
    "by_link",
    "confirming",
    "devices",
    "officers",
    "own",
    "roles",
    "sign_in",
    "welcome",
]
