"""The pages of what is put to the vote, and those of an assembly that show everything together."""

from flask import Blueprint

bp = Blueprint("votes", __name__)

# The modules add their routes to `bp`, or to that of the meeting, when they are imported.
from govapp.assembly.votes.views import again, letters, office, public, results, run_sheet, voting  # noqa: E402, F401
