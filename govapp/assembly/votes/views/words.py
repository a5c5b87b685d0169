"""Checks and verdicts in the reader's words."""

from typing import Any

from govapp.assembly.votes.rules.preflight import Check
from govapp.language.formats import fingerprint
from govapp.request_context import translator


def check_line(check: Check) -> dict[str, Any]:
    """Return a check as the macro `checks` wants it."""
    return {
        "state": check.finding.value,
        "text": translator().say(check.message, **check.facts),
        "proof": fingerprint(check.digest) if check.digest else "",
        "fix": translator().say(check.fix, **check.facts) if check.fix else "",
    }
