"""Checks and verdicts in the reader's words."""

from typing import Any

from flask_babel import get_domain, gettext

from govapp.assembly.meeting.views.words import filtered, say
from govapp.assembly.votes.rules.preflight import Check
from govapp.assembly.votes.rules.sentence import Words
from govapp.request_context import language


def words() -> Words:
    """Return the reader's language for sentences made by the rules."""
    return Words(language(), gettext, _many)


def _many(singular: str, plural: str, n: int) -> str:
    # Flask-Babel's ngettext fills in `num` at once and stumbles over the places that the rules fill in later.
    translated: str = get_domain().get_translations().ngettext(singular, plural, n)
    return translated


def check_line(check: Check) -> dict[str, Any]:
    """Return a check as the macro `checks` wants it."""
    return {
        "state": check.finding.value,
        "text": say(check.message, check.facts),
        "proof": filtered("fingerprint", check.digest) if check.digest else "",
        "fix": say(check.fix, check.facts) if check.fix else "",
    }
