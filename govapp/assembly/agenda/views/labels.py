"""The kinds of items as people read them."""

from typing import Any

from flask_babel import lazy_gettext

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.meeting.views import values as meetings
from govapp.ballots.views.presenters import ORDER_WORDS

KIND_LABELS = {
    ItemKind.INFORMATION: lazy_gettext("for information"),
    ItemKind.ACKNOWLEDGEMENT: lazy_gettext("to be noted"),
    ItemKind.DECISION: lazy_gettext("for decision"),
    ItemKind.ELECTION: lazy_gettext("election of persons"),
    ItemKind.STRATEGY: lazy_gettext("strategic orientation"),
}


def template_context() -> dict[str, Any]:
    """Return what every template that shows an agenda may use."""
    return {
        **meetings.template_context(),
        "kind_labels": KIND_LABELS,
        "order_words": ORDER_WORDS,
        "ItemKind": ItemKind,
    }
