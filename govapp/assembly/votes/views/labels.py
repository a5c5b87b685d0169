"""States of votes and checks as people read them."""

from typing import Any

from flask_babel import lazy_gettext

from govapp.assembly.agenda.views import labels as agendas
from govapp.assembly.votes.rules.preflight import Check
from govapp.assembly.votes.rules.states import VoteState
from govapp.language.formats import fingerprint
from govapp.request_context import translator

STATE_LABELS = {
    VoteState.DRAFT: lazy_gettext("Draft"),
    VoteState.LOCKED: lazy_gettext("Ready to open"),
    VoteState.OPEN: lazy_gettext("Voting open"),
    VoteState.CLOSED: lazy_gettext("Voting closed"),
    VoteState.COUNTED: lazy_gettext("Counted"),
    VoteState.ANNOUNCED: lazy_gettext("Announced"),
    VoteState.ENDED: lazy_gettext("Ended without a result"),
    VoteState.CANCELLED: lazy_gettext("Cancelled"),
}


STATE_MARKS = {
    VoteState.DRAFT: "",
    VoteState.LOCKED: "",
    VoteState.OPEN: "open",
    VoteState.CLOSED: "",
    VoteState.COUNTED: "done",
    VoteState.ANNOUNCED: "done",
    VoteState.ENDED: "warn",
    VoteState.CANCELLED: "warn",
}


def template_context() -> dict[str, Any]:
    """Return what every template that shows a vote may use."""
    return {
        **agendas.template_context(),
        "state_labels": STATE_LABELS,
        "state_marks": STATE_MARKS,
        "VoteState": VoteState,
    }


def describe_check(check: Check) -> dict[str, Any]:
    """Return a check as the macro `checks` wants it."""
    return {
        "state": check.finding.value,
        "text": translator().say(check.message, **check.params),
        "proof": fingerprint(check.digest) if check.digest else "",
        "fix": translator().say(check.fix, **check.params) if check.fix else "",
    }
