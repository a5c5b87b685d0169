"""The kinds of items in words."""

from typing import Any

from flask_babel import lazy_gettext

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.meeting.views import words as meetings

KIND_WORDS = {
    ItemKind.INFORMATION: lazy_gettext("for information"),
    ItemKind.ACKNOWLEDGEMENT: lazy_gettext("to be noted"),
    ItemKind.DECISION: lazy_gettext("for decision"),
    ItemKind.ELECTION: lazy_gettext("election of persons"),
    ItemKind.STRATEGY: lazy_gettext("strategic orientation"),
}


def shared() -> dict[str, Any]:
    """Return what every template that shows an agenda may use."""
    return {**meetings.shared(), "kind_words": KIND_WORDS, "ItemKind": ItemKind}
