"""The form of a director or statutory auditor who gets the notice."""

from typing import ClassVar

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Optional

from govapp.assembly.convocation.rules.addressees import CAPACITY_NAMES
from govapp.forms import PageForm
from govapp.shares.people.forms import LANGUAGE_CHOICES, NEEDED, text_field


class AddresseeForm(PageForm):
    """Who gets the notice in which capacity, in which language, and where."""

    REFUSED_FIELDS: ClassVar = {
        "addressee_name_missing": "name",
        "addressee_there": "name",
        "addressee_unreachable": "email",
        "email_unreadable": "email",
        "country_wrong": "country",
    }

    capacity = RadioField(
        lazy_gettext("Capacity"),
        [InputRequired()],
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in CAPACITY_NAMES.items()],
    )
    name = text_field(lazy_gettext("Name"), 200, NEEDED)
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGE_CHOICES)
    email = text_field(
        lazy_gettext("E-mail address"),
        254,
        Optional(),
        description=lazy_gettext("Empty for whoever gets a letter."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    street = text_field(lazy_gettext("Street and number"), 200, Optional())
    postcode = text_field(lazy_gettext("Postcode"), 20, Optional())
    town = text_field(lazy_gettext("Town"), 120, Optional())
    country = text_field(lazy_gettext("Country"), 2, NEEDED, default="BE")
