"""The forms of the ledger: search, new shares, reversal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, SearchField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from govapp.forms import DayField, PageForm, WholeNumberField
from govapp.kernel.errors import Refusal
from govapp.kernel.money import CENTS_PER_EURO, cents_of
from govapp.language.number_format import amount
from govapp.request_context import language, today, translator
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.rules.kinds import HolderState, MovementType
from govapp.shares.people.forms import (
    CATEGORY_CHOICES,
    KIND_NAMES,
    LANGUAGE_CHOICES,
    NEEDED,
    TOO_LONG,
    correction_reason,
    text_field,
)
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.refusals import DayInFuture, EffectiveDateInFuture

STATE_NAMES = {
    HolderState.HOLDING: lazy_gettext("with shares"),
    HolderState.FORMER: lazy_gettext("without shares"),
    HolderState.ALL: lazy_gettext("all"),
}
TYPE_NAMES = {
    MovementType.OPENING_BALANCE: lazy_gettext("Opening balance"),
    MovementType.ISSUE: lazy_gettext("Issue"),
    MovementType.PAYMENT_ON_SHARE: lazy_gettext("Payment on shares"),
    MovementType.TRANSFER: lazy_gettext("Transfer"),
    MovementType.INHERITANCE: lazy_gettext("Inheritance"),
    MovementType.WITHDRAWAL: lazy_gettext("Withdrawal of a part"),
    MovementType.RESIGNATION: lazy_gettext("Resignation"),
    MovementType.END_BY_LAW: lazy_gettext("End by law"),
    MovementType.EXCLUSION: lazy_gettext("Exclusion"),
    MovementType.CONVERSION: lazy_gettext("Conversion"),
    MovementType.SPLIT: lazy_gettext("Split of shares"),
    MovementType.CONSOLIDATION: lazy_gettext("Consolidation of shares"),
    MovementType.REFUND_PAID: lazy_gettext("Separation share paid"),
    MovementType.REFUND_DEFERRED: lazy_gettext("Separation share put off"),
    MovementType.CORRECTION_REVERSAL: lazy_gettext("Reversing entry"),
    MovementType.NOTE: lazy_gettext("Note"),
    MovementType.PLEDGE: lazy_gettext("Pledge"),
    MovementType.SEIZURE: lazy_gettext("Seizure"),
    MovementType.TRANSFER_LIMIT: lazy_gettext("Limit on transfers"),
    MovementType.MERGE: lazy_gettext("Two records joined"),
}
_any = SelectChoice("", lazy_gettext("all"))


def said_in_form(refusal: Refusal) -> ValidationError:
    """Return what a refusal of the rules says as an error of a field, in the reader's language."""
    return ValidationError(" ".join(translator().describe_refusal(refusal)))


class EuroField(Field):
    """An amount in euro, with a comma or a point before the cents as people write it; its data are cents, or None."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else amount(self.data, language())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount; raises ValueError, in the reader's language, for one that nobody can read."""
        if not valuelist:
            return
        text = valuelist[0]
        self.data = cents_of(text)
        if self.data is None and text.strip():
            raise ValueError(gettext("Write it like 30 or 30.00, without the euro sign."))


class FilterForm(PageForm):
    """Search and filters of the list; the two dates put the question to another day."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"moment_in_future": "recorded_time"}
    q = SearchField(
        lazy_gettext("Name, number, town or e-mail"),
        validators=[Optional(), Length(max=200)],
        description=lazy_gettext("Several words narrow the list: peeters gent. Also a postcode or a representative."),
    )
    category = SelectField(lazy_gettext("Category"), choices=[_any, *CATEGORY_CHOICES], default="")
    kind = SelectField(
        lazy_gettext("Kind"),
        choices=[_any, *(SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items())],
        default="",
    )
    language = SelectField(lazy_gettext("Language"), choices=[_any, *LANGUAGE_CHOICES], default="")
    state = SelectField(
        lazy_gettext("Show"),
        choices=[SelectChoice(state.value, name) for state, name in STATE_NAMES.items()],
        default=HolderState.HOLDING.value,
    )
    on = DayField(lazy_gettext("Situation on"), validators=[Optional()])
    recorded = DayField(lazy_gettext("As recorded on"), validators=[Optional()])
    recorded_time = TimeField(
        lazy_gettext("At what time"),
        validators=[Optional()],
        format=["%H:%M:%S", "%H:%M", "%H:%M:%S.%f"],
        render_kw={"step": "1"},
        description=lazy_gettext("To the second; empty means the end of that day."),
    )

    def field_of(self, refusal: Refusal) -> Field | None:
        """Return the field that a refusal speaks of: of two days, the one that lies in the future."""
        if isinstance(refusal, DayInFuture):
            return self.on if refusal.params["date"] == self.on.data else self.recorded
        return super().field_of(refusal)

    def validate_recorded_time(self, field: TimeField) -> None:
        """Refuse a time without its day."""
        if field.data is not None and self.recorded.data is None:
            raise ValidationError(gettext("Give the day as well."))

    def knowledge(self, zone: ZoneInfo) -> date | datetime | None:
        """Return until when what was recorded counts: the end of a day, a moment on the clock of `zone`, None for now.

        Of an hour that comes twice, the first one is meant, as everywhere on pages.
        """
        day, time = self.recorded.data, self.recorded_time.data
        return day if day is None or time is None else datetime.combine(day, time, tzinfo=zone)


class SharesForm(PageForm):
    """New shares."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "effective_date_in_future": "effective_date",
        "quantity_not_positive": "quantity",
        "paid_in_out_of_range": "paid_in",
        "origin_missing": "reference",
    }
    quantity = WholeNumberField(
        lazy_gettext("Number of shares"),
        validators=[
            NEEDED,
            NumberRange(min=1, max=1_000_000, message=lazy_gettext("Use a whole number of 1 or more.")),
        ],
        default=1,
    )
    paid_in = EuroField(
        lazy_gettext("Amount paid in, in euro"),
        validators=[Optional()],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    effective_date = DayField(
        lazy_gettext("Effective date"),
        validators=[NEEDED],
        description=lazy_gettext("The legal day of the entry, often the day of the payment."),
    )
    reference = text_field(
        lazy_gettext("Reference"),
        200,
        Optional(),
        description=lazy_gettext("For example the decision of the directors or the line of the bank statement."),
    )

    def validate_effective_date(self, field: DayField) -> None:
        """Refuse a day that has not come, beside what else is wrong."""
        if field.data is not None and field.data > today():
            raise said_in_form(EffectiveDateInFuture(date=field.data))

    def show_price(self, cents: int) -> None:
        """Say under the amount what a share costs now, in cents."""
        price = amount(cents, language())[: -3 if cents % CENTS_PER_EURO == 0 else None]
        self.paid_in.description = gettext("Leave empty when all is paid: %(price)s euro a share.", price=price)


class CorrectEntryForm(SharesForm):
    """What an entry should have been; the fields hold what it is."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        **SharesForm.REFUSED_FIELDS,
        "reason_missing": "reason",
        "partly_paid_unconfirmed": "paid_in",
    }
    is_partly_paid = BooleanField(
        lazy_gettext("Not all of it is paid in"),
        description=lazy_gettext("Only where the amount is less than the price of these shares."),
    )
    reason = correction_reason()


class ReverseForm(PageForm):
    """Take back an entry."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "entry_not_found": "entry",
        "already_reversed": "entry",
        "reversed_meanwhile": "entry",
        "reversal_not_reversible": "entry",
        "balance_below_zero": "entry",
        "reason_missing": "reason",
    }
    entry = SelectField(lazy_gettext("Entry"), coerce=int, validators=[NEEDED], choices=[])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        validators=[NEEDED, Length(max=1000, message=TOO_LONG)],
        description=lazy_gettext("It stays readable for ever, beside your name."),
        render_kw={"rows": 3},
    )


def wanted(form: FilterForm) -> HolderFilter:
    """Return the filter that a valid form describes."""
    return HolderFilter(
        text=form.q.data or "",
        category=Category(form.category.data) if form.category.data else None,
        kind=PartyKind(form.kind.data) if form.kind.data else None,
        language=form.language.data or "",
        state=HolderState(form.state.data or HolderState.HOLDING),
    )
