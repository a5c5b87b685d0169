"""The pages of a secret ballot: the booth and its receipts, the public board, the key holders' room."""

from flask import Blueprint

bp = Blueprint("ballots", __name__)

from govapp.ballots.views import board, booth, checking, keys, office, receipts  # noqa: E402 - they add to `bp`

__all__ = ["board", "booth", "bp", "checking", "keys", "office", "receipts"]
