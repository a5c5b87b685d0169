"""How the pages of the outbox name things."""

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
