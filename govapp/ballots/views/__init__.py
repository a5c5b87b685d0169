"""The pages of a secret ballot: the booth and its receipts, the public board, the key holders' room."""

from flask import Blueprint

bp = Blueprint("ballots", __name__)

from govapp.ballots.views import (  # noqa: E402 - they add to `bp`
    board,
    booth,
    checking,
    key_office,
    keys,
    office,
    receipts,
)

__all__ = ["board", "booth", "bp", "checking", "key_office", "keys", "office", "receipts"]
