"""The pages of the statutes: every rule with its source, the versions, and the form for a new one."""

from flask import Blueprint

bp = Blueprint("statutes", __name__)

from govapp.statutes.views import pages  # noqa: E402, F401 - registers the views
