"""The pages of the register as a whole: its list, one shareholder, and a shareholder's own page."""

from flask import Blueprint

bp = Blueprint("register", __name__)

from govapp.shares.register.views import changes, corrections, extract, holders, my, readings  # noqa: E402 - they add to `bp`

__all__ = ["bp", "changes", "corrections", "extract", "holders", "my", "readings"]
