"""The pages of bureau and attendance; those that need the voting list are added from above, by `votes`."""

from flask import Blueprint

bp = Blueprint("attendance", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.attendance.views import bureau  # noqa: E402, F401
