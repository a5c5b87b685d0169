"""The pages on which an agenda is written."""

from flask import Blueprint

bp = Blueprint("agenda", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.agenda.views import documents, items, model_items, questions  # noqa: E402, F401
