"""The pages of the minutes of an assembly, all in the office."""

from flask import Blueprint

bp = Blueprint("minutes", __name__)

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.minutes.views import (  # noqa: E402
    bundle,  # noqa: F401
    decisions,  # noqa: F401
    draft,  # noqa: F401
    mandates,  # noqa: F401
    versions,  # noqa: F401
    year,  # noqa: F401
)
