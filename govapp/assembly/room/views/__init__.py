"""The pages of the room in which a meeting is held."""

from flask import Blueprint

from govapp.assembly.room.views.kept import KeptScreens

bp = Blueprint("room", __name__)
bp.record_once(lambda state: state.app.extensions.setdefault("govapp.screens", KeptScreens()))

# The modules add their routes to `bp` when they are imported.
from govapp.assembly.room.views import (  # noqa: E402
    projector,  # noqa: F401
    sheet,  # noqa: F401
)
