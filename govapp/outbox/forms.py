"""How the pages of the outbox name things, and what they read from an address."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

LETTER_NAMES = {
    "invitation": lazy_gettext("invitation to vote"),
    "reminder": lazy_gettext("reminder"),
    "receipt": lazy_gettext("receipt of a vote"),
    "new_link": lazy_gettext("new link to vote"),
    "sign_in_link": lazy_gettext("link to the personal page"),
    "result": lazy_gettext("results"),
    "officer_invitation": lazy_gettext("invitation of an officer"),
    "officer_lockout": lazy_gettext("warning of wrong attempts"),
}


def page_number(arguments: Mapping[str, str]) -> int:
    """Return the page asked for, 1 when none or nonsense is."""
    value = arguments.get("page", "1")
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 7 else 1  # noqa: PLR2004
