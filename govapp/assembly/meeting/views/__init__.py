"""The pages of an assembly itself; those that join what all rooms know are added to it from above, by `votes`."""

from flask import Blueprint

bp = Blueprint("meeting", __name__)
