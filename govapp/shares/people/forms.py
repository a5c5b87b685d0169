"""The forms about people, and what all forms of the register share; what is allowed is decided in the rules."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from govapp.forms import DayField, PageForm, WholeNumberField
from govapp.kernel.texts import LANGUAGE_NAMES
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind

CATEGORY_NAMES = {
    Category.MEMBER: lazy_gettext("member (category A)"),
    Category.STAFF: lazy_gettext("permanent team (category B)"),
    Category.PARTNER: lazy_gettext("partner (category C)"),
}
KIND_NAMES = {PartyKind.NATURAL: lazy_gettext("natural person"), PartyKind.LEGAL: lazy_gettext("legal person")}
GENDER_NAMES = {Gender.FEMALE: lazy_gettext("woman"), Gender.MALE: lazy_gettext("man"), Gender.OTHER: "x"}

# Which field a refusal about a dated fact speaks of.
DAY_AND_REASON = {"effective_date_in_future": "effective_date", "reason_missing": "reason"}

NEEDED = InputRequired(lazy_gettext("Fill in this field."))
TOO_LONG = lazy_gettext("This is too long.")
CATEGORY_CHOICES = [SelectChoice(category.value, name) for category, name in CATEGORY_NAMES.items()]
LANGUAGE_CHOICES = [SelectChoice(language.value, name) for language, name in LANGUAGE_NAMES.items()]


def text_field(label: str, limit: int, *validators: object, **options: object) -> StringField:
    """Return a field for a line of text of at most `limit` characters."""
    checks = [*validators, Length(max=limit, message=TOO_LONG)]
    return StringField(label, validators=checks, **options)  # type: ignore[arg-type]


class HolderCategoryForm(PageForm):
    """Another category from a day on."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = DAY_AND_REASON
    category = SelectField(lazy_gettext("Category"), choices=CATEGORY_CHOICES)
    effective_date = DayField(lazy_gettext("From"), validators=[NEEDED])
    reason = text_field(lazy_gettext("Reason"), 500, NEEDED)


def correction_day() -> DayField:
    """Return the field for the legal day of a correction, which an error does not need."""
    return DayField(
        lazy_gettext("From"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty when what stands there now was never right."),
    )


def correction_reason() -> StringField:
    """Return the field for the reason of a correction."""
    return text_field(
        lazy_gettext("Reason"),
        500,
        NEEDED,
        description=lazy_gettext("It stays readable for ever, beside your name."),
    )


class NameForm(PageForm):
    """Another name, from a day on or instead of a wrong one."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        **DAY_AND_REASON,
        "name_missing": "name",
        "fact_known_already": "name",
    }
    name = text_field(lazy_gettext("Family name, or name of the organisation"), 200, NEEDED)
    given_name = text_field(
        lazy_gettext("Given name"), 200, Optional(), description=lazy_gettext("Empty for an organisation.")
    )
    effective_date = correction_day()
    reason = correction_reason()


class AddressForm(PageForm):
    """Another domicile or seat, from a day on or instead of a wrong one."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        **DAY_AND_REASON,
        "country_wrong": "country",
        "fact_known_already": "street",
    }
    street = text_field(lazy_gettext("Street and number"), 200, Optional())
    postcode = text_field(lazy_gettext("Postcode"), 20, Optional())
    town = text_field(lazy_gettext("Town"), 120, Optional())
    country = text_field(lazy_gettext("Country"), 2, NEEDED)
    effective_date = correction_day()
    reason = correction_reason()


class LanguageForm(PageForm):
    """Another language, from a day on or instead of a wrong one."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {**DAY_AND_REASON, "fact_known_already": "language"}
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGE_CHOICES)
    effective_date = correction_day()
    reason = correction_reason()


class EmailForm(PageForm):
    """Another address."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"email_unreadable": "email"}
    email = text_field(
        lazy_gettext("E-mail address"),
        254,
        Optional(),
        description=lazy_gettext("Several people may share one."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    withdraws = BooleanField(
        lazy_gettext("No e-mail address any more: write by post"),
        description=lazy_gettext("Personal links that were mailed stop working, also those of a vote that is open."),
    )

    def validate_withdraws(self, field: BooleanField) -> None:
        """Ask whether the address is withdrawn, where none is typed: nobody does that by one click too many."""
        if not (self.email.data or "").strip() and not field.data:
            raise ValidationError(gettext("Type the new address, or say here that there is none any more."))


class RepresentativeForm(PageForm):
    """Who votes for a legal person: a shareholder by number, or another person by name."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        **DAY_AND_REASON,
        "holder_not_found": "number",
        "representative_not_human": "number",
        "name_missing": "name",
    }
    number = WholeNumberField(
        lazy_gettext("Shareholder number of the representative"),
        validators=[Optional(), NumberRange(min=1, max=999_999_999)],
        description=lazy_gettext("Or leave it empty and write a name."),
    )
    given_name = text_field(lazy_gettext("Given name"), 200, Optional())
    name = text_field(lazy_gettext("Family name"), 200, Optional())
    effective_date = DayField(lazy_gettext("From"), validators=[NEEDED])

    def validate_number(self, field: WholeNumberField) -> None:
        """Refuse a number beside a name, which may be those of two people."""
        if field.data and self.name.data:
            raise ValidationError(gettext("A number and a name are given for the voting representative."))
