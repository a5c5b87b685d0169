"""For the machinery around us: does the process live, can it serve."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from govapp.db.migrate import revisions
from govapp.request_context import app_context, public, read_only

bp = Blueprint("health", __name__)


@bp.get("/livez")
@public
def live() -> ResponseReturnValue:
    """Answer as long as the process does."""
    return {"status": "alive"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer 200 when the database answers and has the schema of this program, else 503."""
    current, head = revisions(app_context().database)
    if current != head:
        return {"status": "schema", "current": current, "expected": head}, 503
    with read_only() as work:
        work.session.execute(text("SELECT 1"))
    return {"status": "ready"}
