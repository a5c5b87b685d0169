"""The pages of proxies: those of officers, and those of givers, holders and all shareholders."""

from flask import Blueprint

bp = Blueprint("proxies", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.proxies.views import office, own  # noqa: E402, F401
