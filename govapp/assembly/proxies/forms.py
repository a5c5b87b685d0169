"""The forms of proxies: their shape only; whether something is allowed the use cases decide."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.proxies.rules.recording import (
    CHANNEL_NAMES,
    INSTRUCTION_NAMES,
    MAX_NOTE_CHARACTERS,
    Instruction,
    ProxyChannel,
)
from govapp.assembly.proxies.rules.states import OFFICER_REASONS, REASON_NAMES
from govapp.forms import DayField, PageForm, PostedForm, WholeNumberField

FIELD_OF_ITEM = "item_"


class ProxyForm(PageForm):
    """What a signed proxy says. For each item that is voted with for and against there is a field more."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "proxy_giver_unknown": "giver",
        "proxy_given_already": "giver",
        "proxy_giver_holds": "giver",
        "proxy_blank": "holder",
        "proxy_holder_unknown": "holder",
        "proxy_to_oneself": "holder",
        "proxy_holder_no_shareholder": "holder",
        "proxy_holder_gave": "holder",
        "proxy_too_many": "holder",
        "proxy_signed_in_future": "signed_on",
        "proxy_scan_kind": "scan",
        "document_empty": "scan",
        "document_too_large": "scan",
        "document_kind_unknown": "scan",
        "document_not_its_kind": "scan",
    }

    giver = WholeNumberField(lazy_gettext("Number of the giver"), [InputRequired(), NumberRange(1)])
    holder = WholeNumberField(lazy_gettext("Number of the proxy holder"), [Optional(), NumberRange(1)])
    channel = RadioField(
        lazy_gettext("How it came"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in CHANNEL_NAMES.items()],
        default=ProxyChannel.PAPER.value,
    )
    signed_on = DayField(lazy_gettext("Signed on"), [InputRequired()])
    note = TextAreaField(
        lazy_gettext("Other instructions, in the words of the giver"), [Optional(), Length(max=MAX_NOTE_CHARACTERS)]
    )
    scan = FileField(lazy_gettext("Scan of the proxy"), [Optional()])

    def item_fields(self) -> list[Field]:
        """Return the fields of the items, in the order of the agenda."""
        return [field for field in self if field.short_name.startswith(FIELD_OF_ITEM)]

    def instructions(self) -> dict[int, Instruction]:
        """Return what was chosen for each item."""
        return {
            int(field.short_name.removeprefix(FIELD_OF_ITEM)): Instruction(field.data) for field in self.item_fields()
        }


def proxy_form_for(items: Iterable[tuple[Item, str]]) -> type[ProxyForm]:
    """Return the form with a field for each of these items, labelled with number and title."""
    answers = [SelectChoice(each.value, lazy_gettext(name)) for each, name in INSTRUCTION_NAMES.items()]
    fields = {
        f"{FIELD_OF_ITEM}{item.item_id}": RadioField(label, choices=answers, default=Instruction.FREE.value)
        for item, label in items
    }
    return type("ProxyFormOfAgenda", (ProxyForm,), fields)


class EndProxyForm(PostedForm):
    """Why an officer ends a proxy."""

    why = RadioField(
        lazy_gettext("Why"),
        [InputRequired()],
        choices=[SelectChoice(each.value, lazy_gettext(REASON_NAMES[each])) for each in OFFICER_REASONS],
    )
