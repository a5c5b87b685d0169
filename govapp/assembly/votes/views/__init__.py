"""The pages of what is put to the vote, and those that show everything together."""

from flask import Blueprint

bp = Blueprint("votes", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.votes.views import public, run_sheet, voting  # noqa: E402, F401
