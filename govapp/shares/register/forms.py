"""The forms of the register as a whole: a new shareholder, and a link to one's own page."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import Length, Optional, ValidationError

from govapp.forms import DayField, PageForm
from govapp.request_context import today
from govapp.shares.ledger.forms import SharesForm, said_in_form
from govapp.shares.people.forms import (
    CATEGORY_CHOICES,
    GENDER_NAMES,
    KIND_NAMES,
    LANGUAGE_CHOICES,
    NEEDED,
    text_field,
)
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.refusals import BirthDateInFuture, CompanyNumberWrong, EmailUnreadable
from govapp.shares.people.service.identifiers import clean_company_number, clean_email

# As long as the path of a link may be.
MAX_NEXT_CHARACTERS = 300


class RegisterForm(SharesForm):
    """A new shareholder with first shares."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        **SharesForm.REFUSED_FIELDS,
        "name_missing": "name",
        "country_wrong": "country",
        "birth_date_in_future": "birth_date",
        "company_number_wrong": "company_number",
        "email_unreadable": "email",
        "not_an_organisation": "representative_name",
    }
    kind = RadioField(
        lazy_gettext("Kind"),
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
        default=PartyKind.NATURAL.value,
    )
    name = text_field(lazy_gettext("Family name, or name of the organisation"), 200, NEEDED)
    given_name = text_field(
        lazy_gettext("Given name"), 200, Optional(), description=lazy_gettext("Empty for an organisation.")
    )
    company_number = text_field(
        lazy_gettext("Company number"), 30, Optional(), description=lazy_gettext("It looks like 0123.456.749.")
    )
    birth_date = DayField(lazy_gettext("Date of birth"), validators=[Optional()])
    gender = SelectField(
        lazy_gettext("Gender"),
        choices=[
            SelectChoice("", lazy_gettext("not given")),
            *(SelectChoice(gender.value, name) for gender, name in GENDER_NAMES.items()),
        ],
    )
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGE_CHOICES)
    category = SelectField(lazy_gettext("Category"), choices=CATEGORY_CHOICES)
    email = text_field(lazy_gettext("E-mail address"), 254, Optional(), render_kw={"inputmode": "email"})
    street = text_field(lazy_gettext("Street and number"), 200, Optional())
    postcode = text_field(lazy_gettext("Postcode"), 20, Optional())
    town = text_field(lazy_gettext("Town"), 120, Optional())
    country = text_field(lazy_gettext("Country"), 2, Optional(), default="BE")
    representative_given_name = text_field(lazy_gettext("Given name of the voting representative"), 200, Optional())
    representative_name = text_field(
        lazy_gettext("Family name of the voting representative"),
        200,
        Optional(),
        description=lazy_gettext("For an organisation: the one person who votes for it."),
    )

    # What the rules refuse one after the other is said at once, in their words.
    def validate_email(self, field: StringField) -> None:
        """Refuse an address that is not complete."""
        try:
            clean_email(field.data or "")
        except EmailUnreadable as refusal:
            raise said_in_form(refusal) from refusal

    def validate_company_number(self, field: StringField) -> None:
        """Refuse a number whose check digits are wrong."""
        if field.data and clean_company_number(field.data, (self.country.data or "BE").strip().upper()) is None:
            raise said_in_form(CompanyNumberWrong())

    def validate_birth_date(self, field: DayField) -> None:
        """Refuse a day that has not come."""
        if field.data is not None and field.data > today():
            raise said_in_form(BirthDateInFuture(date=field.data))

    def validate_representative_given_name(self, field: StringField) -> None:
        """Refuse a given name alone, which names nobody."""
        if field.data and not self.representative_name.data:
            raise ValidationError(gettext("Write the family name of the voting representative as well."))


class AskLinkForm(PageForm):
    """Ask for a personal link, which leads to the page `next`."""

    next = HiddenField(validators=[Length(max=MAX_NEXT_CHARACTERS)])

    email = text_field(
        lazy_gettext("Your e-mail address"),
        254,
        NEEDED,
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
