"""The pages of accounts: coming in by a link, officers' sign-in, devices, and who may do what."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from govapp.accounts.views import by_link, confirming, devices, officers, sign_in, welcome  # noqa: E402 - they add to `bp`

__all__ = ["bp", "by_link", "confirming", "devices", "officers", "sign_in", "welcome"]
