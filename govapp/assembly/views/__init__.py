"""The pages of assemblies: for the secretariat under /office, for everybody under / and /assemblies."""

from flask import Blueprint

bp = Blueprint("assembly", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.views import choices, course, items, office, public  # noqa: E402, F401
