"""The pages of what is put to the vote, and those of an assembly that show everything together."""

from flask import Blueprint

bp = Blueprint("votes", __name__)

# The modules add their routes to `bp`, or to that of the meeting, when they are imported.
from govapp.assembly.votes.views import (  # noqa: E402
    additions,  # noqa: F401
    addressees,  # noqa: F401
    again,  # noqa: F401
    attendance_list,  # noqa: F401
    attendance_pdf,  # noqa: F401
    ballot_preview,  # noqa: F401
    calendar,  # noqa: F401
    desk,  # noqa: F401
    desk_codes,  # noqa: F401
    early_closing,  # noqa: F401
    hours,  # noqa: F401
    in_room,  # noqa: F401
    incident_messages,  # noqa: F401
    incidents,  # noqa: F401
    letters,  # noqa: F401
    my,  # noqa: F401
    office,  # noqa: F401
    post,  # noqa: F401
    public,  # noqa: F401
    quorum,  # noqa: F401
    results,  # noqa: F401
    run_sheet,  # noqa: F401
    second_meeting,  # noqa: F401
    tellers,  # noqa: F401
    trial_mails,  # noqa: F401
    uncountable,  # noqa: F401
    voting,  # noqa: F401
)
