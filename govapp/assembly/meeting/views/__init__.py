"""The pages of an assembly itself."""

from flask import Blueprint

bp = Blueprint("meeting", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.meeting.views import office  # noqa: E402, F401
