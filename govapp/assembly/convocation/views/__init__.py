"""The pages about letters to shareholders."""

from flask import Blueprint

bp = Blueprint("convocation", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.convocation.views import office  # noqa: E402, F401
