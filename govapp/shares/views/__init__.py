"""The pages of the register: lists and people, import and export, voting lists, and a shareholder's own page."""

from flask import Blueprint

bp = Blueprint("shares", __name__)

from govapp.shares.views import changes, holders, my, rolls, transfers  # noqa: E402 - they add to `bp`

__all__ = ["bp", "changes", "holders", "my", "rolls", "transfers"]
