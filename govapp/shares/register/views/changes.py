"""What the registrar changes: new shareholders and shares, corrections and reversals, and the facts about people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.db.uow import Work
from govapp.forms import MENDABLE, PageForm
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language
from govapp.language.number_format import money
from govapp.request_context import fresh, language, officers, read_only, refused, today, transact, translator
from govapp.shares.ledger.forms import TYPE_NAMES, CorrectEntryForm, ReverseForm, SharesForm
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.rules.large import LARGE_CORRECTION_SHARES
from govapp.shares.ledger.rules.paying import Payment, leaves_unpaid
from govapp.shares.ledger.rules.refusals import EntryNotFound, PartlyPaidUnconfirmed
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectAddress,
    CorrectEntry,
    CorrectLanguage,
    CorrectName,
    FirstShares,
    IssueShares,
    RegisterHolder,
    ReverseEntry,
    SetEmail,
    SetRepresentative,
    change_category,
    correct_address,
    correct_language,
    correct_name,
    correct_or_ask,
    issue_shares,
    register_holder,
    set_email,
    set_representative,
)
from govapp.shares.people.forms import (
    AddressForm,
    EmailForm,
    HolderCategoryForm,
    LanguageForm,
    NameForm,
    RepresentativeForm,
)
from govapp.shares.people.rules.dated import Address, PersonName
from govapp.shares.people.rules.days import as_of
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.service import Person
from govapp.shares.register import queries
from govapp.shares.register.forms import RegisterForm
from govapp.shares.register.queries import HolderMovement
from govapp.shares.register.views import bp
from govapp.shares.register.views.holders import UNPROCESSABLE, HolderForms, holder_view
from govapp.shares.register.views.readings import keep_reading
from govapp.shares.rolls import queries as rolls
from govapp.statutes.queries import get_share_prices

F = TypeVar("F", bound=PageForm)


@dataclass(frozen=True)
class Written:
    """What a change leaves to be told: the legal day of an entry, or until when a dated fact holds.

    `waits` says that nothing was written yet: it is large, and a second officer has to confirm it.
    """

    entered: date | None = None
    until: date | None = None
    waits: bool = False


def _change(
    holder_id: int, name: str, form_type: type[F], write: Callable[[Work, int, F], Written], said: str
) -> ResponseReturnValue:
    """Write what the form `name` on the page of a shareholder asks for, and go back to the page.

    What is wrong in its shape, or refused by the rules, is shown in the form, which comes back as it was typed.
    """
    forms = HolderForms(name, request.form)
    form = forms.get(name, form_type)
    if not form.validate():
        return _again(holder_id, forms, UNPROCESSABLE)
    try:
        written = transact(lambda work: write(work, holder_id, form))
    except MENDABLE as refusal:
        return _again(holder_id, forms, refused(form, refusal))
    return _written(holder_id, written, said)


def _again(holder_id: int, forms: HolderForms, status: int) -> ResponseReturnValue:
    """Show the page of a shareholder with a form that came back: it is read like the page itself."""
    page = holder_view(holder_id, forms, status)
    keep_reading(holder_id)
    return page


def _written(holder_id: int, written: Written, said: str) -> ResponseReturnValue:
    if written.waits:
        flash(
            gettext("Nothing is written yet: this is a large correction, and another officer has to confirm it."), "ok"
        )
        return redirect(url_for("register.correction_list"), code=303)
    if written.entered is not None:
        _tell_of_lists_behind(written.entered)
    if written.until is not None:
        day = translator().write(written.until)
        flash(
            gettext(
                "It holds until %(day)s: what was recorded for that day stays. Change that too if it is wrong.", day=day
            ),
            "warn",
        )
    flash(said, "ok")
    return redirect(url_for("register.holder_page", holder_id=holder_id), code=303)


def _tell_of_lists_behind(day: date) -> None:
    """Say that a frozen voting list speaks already of the legal day of an entry that was just recorded."""
    with read_only() as work:
        behind = rolls.find_lists_behind(work.session, day)
    if behind:
        sentence = N_("The voting list of %(date)s was frozen before and stays as it is. Its page names this entry.")
        flash(translator().say(sentence, date=behind[0].record_date), "warn")


@bp.get("/office/holders/new")
@bp.post("/office/holders/new")
@officers(Role.REGISTRAR)
def holder_new() -> ResponseReturnValue:
    """Register a shareholder with first shares."""
    form = RegisterForm(request.form, effective_date=today())
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.validate():
            try:
                holder_id = transact(lambda work: register_holder(work, _registration(work, form)))
            except MENDABLE as refusal:
                status = refused(form, refusal)
            else:
                entered = Written(entered=_effective_day(form))
                return _written(holder_id, entered, gettext("The shareholder is in the register."))
    with read_only() as work:
        form.show_price(get_share_prices(work.session)(today()))
        last = queries.find_last_number(work.session)
    return render_template("shares/register/register.html", form=form, last=last), status


def _registration(work: Work, form: RegisterForm) -> RegisterHolder:
    person = Person(
        kind=PartyKind(form.kind.data),
        name=form.name.data or "",
        given_name=form.given_name.data or "",
        language=form.language.data or "",
        birth_date=form.birth_date.data,
        gender=Gender(form.gender.data) if form.gender.data else None,
        company_number=form.company_number.data or "",
        street=form.street.data or "",
        postcode=form.postcode.data or "",
        town=form.town.data or "",
        country=form.country.data or "BE",
    )
    human = _named(form.representative_name.data, form.representative_given_name.data, person.language)
    quantity, price_cents, paid_in_cents = _paid(work, form)
    shares = FirstShares(quantity, price_cents, paid_in_cents, _effective_day(form), form.reference.data or "")
    return RegisterHolder(person, Category(form.category.data), shares, form.email.data or "", human)


def _named(name: str | None, given_name: str | None, language: str) -> Person | None:
    """Return the human being that two fields name, or None when both are empty; the rules refuse half a name."""
    return Person(PartyKind.NATURAL, name or "", given_name or "", language) if name or given_name else None


def _paid(work: Work, form: SharesForm) -> tuple[int, int, int]:
    """Return the number of shares, the price of one on that day, and the cents paid in: all unless it is said."""
    quantity, price_cents = form.quantity.data or 0, get_share_prices(work.session)(_effective_day(form))
    return quantity, price_cents, quantity * price_cents if form.paid_in.data is None else form.paid_in.data


def _effective_day(form: SharesForm) -> date:
    return form.effective_date.data or today()


@bp.post("/office/holders/<int:holder_id>/shares")
@officers(Role.REGISTRAR)
def holder_issue(holder_id: int) -> ResponseReturnValue:
    """Issue shares to a shareholder."""
    return _change(holder_id, "issue", SharesForm, _issue, gettext("The shares are in the register."))


def _issue(work: Work, holder_id: int, form: SharesForm) -> Written:
    quantity, price_cents, paid_in_cents = _paid(work, form)
    day, reference = _effective_day(form), form.reference.data or ""
    issue_shares(work, IssueShares(holder_id, quantity, price_cents, paid_in_cents, day, reference))
    return Written(entered=day)


@bp.post("/office/holders/<int:holder_id>/reversal")
@officers(Role.REGISTRAR)
def holder_reverse(holder_id: int) -> ResponseReturnValue:
    """Reverse an entry, with the reason."""
    return _change(holder_id, "reverse", ReverseForm, _reverse, gettext("The entry is reversed. Both stay readable."))


def _reverse(work: Work, holder_id: int, form: ReverseForm) -> Written:
    wrong = form.entry.data or 0
    if correct_or_ask(work, ReverseEntry(holder_id, wrong, form.reason.data or "")) is not None:
        return Written(waits=True)
    reversed_ = find_transaction(work.session, wrong)
    return Written(entered=None if reversed_ is None else reversed_.effective_date)


@bp.get("/office/holders/<int:holder_id>/entries/<int:entry>/correct")
@bp.post("/office/holders/<int:holder_id>/entries/<int:entry>/correct")
@officers(Role.REGISTRAR)
def holder_correct(holder_id: int, entry: int) -> ResponseReturnValue:
    """Write an entry anew as it should have been, and reverse the wrong one: one form that holds what is there."""
    with read_only() as work:
        holder = queries.get_holder_detail(work.session, holder_id, as_of(work.now, work.zone))
        wrong = next((line for line in holder.lines if line.sequence == entry), None)
    if wrong is None:
        raise EntryNotFound
    status, form = (
        200,
        CorrectEntryForm(
            request.form,
            quantity=wrong.quantity,
            paid_in=wrong.paid_in_cents,
            effective_date=wrong.effective_date,
            reference=wrong.reference,
        ),
    )
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.validate():
            try:
                waits = transact(lambda work: correct_or_ask(work, _correction(work, holder_id, wrong, form)))
            except MENDABLE as refusal:
                status = refused(form, refusal)
            else:
                # A list that lies behind either day may have counted the wrong entry.
                day = min(wrong.effective_date, _effective_day(form))
                written = Written(entered=day, waits=waits is not None)
                return _written(holder_id, written, gettext("The entry is corrected. What it was stays readable."))
    page = render_template(
        "shares/register/correct.html",
        form=form,
        holder=holder,
        line=wrong,
        type_names=TYPE_NAMES,
        limit=LARGE_CORRECTION_SHARES,
    )
    return page, status


def _correction(work: Work, holder_id: int, wrong: HolderMovement, form: CorrectEntryForm) -> CorrectEntry:
    """Return what is asked for; a share costs what it cost, unless another day is given.

    Raises PartlyPaidUnconfirmed.
    """
    quantity, price_cents, paid_in_cents = _paid(work, form)
    if _effective_day(form) == wrong.effective_date:
        price_cents = wrong.unit_price_cents
        paid_in_cents = quantity * price_cents if form.paid_in.data is None else form.paid_in.data
    was = Payment(wrong.quantity * wrong.unit_price_cents, wrong.paid_in_cents)
    is_now = Payment(quantity * price_cents, paid_in_cents)
    if leaves_unpaid(was, is_now) and not form.is_partly_paid.data:
        due, paid = (money(cents, language()) for cents in (is_now.due_cents, is_now.paid_in_cents))
        raise PartlyPaidUnconfirmed(due=due, paid=paid)
    return CorrectEntry(
        holder_id,
        wrong.sequence,
        quantity,
        price_cents,
        paid_in_cents,
        _effective_day(form),
        form.reason.data or "",
        form.reference.data or "",
    )


@bp.post("/office/holders/<int:holder_id>/category")
@officers(Role.REGISTRAR)
def holder_category(holder_id: int) -> ResponseReturnValue:
    """Put a shareholder in another category from a day on."""
    return _change(holder_id, "category", HolderCategoryForm, _category, gettext("The category is changed."))


def _category(work: Work, holder_id: int, form: HolderCategoryForm) -> Written:
    category, day = Category(form.category.data), form.effective_date.data or work.today
    return Written(until=change_category(work, ChangeCategory(holder_id, category, day, form.reason.data or "")))


@bp.post("/office/holders/<int:holder_id>/name")
@officers(Role.REGISTRAR)
def holder_name(holder_id: int) -> ResponseReturnValue:
    """Record another name, from a day on or instead of a wrong one."""
    return _change(holder_id, "name", NameForm, _name, gettext("The name is changed. What it was stays readable."))


def _name(work: Work, holder_id: int, form: NameForm) -> Written:
    name = PersonName(form.name.data or "", form.given_name.data or "")
    command = CorrectName(holder_id, name, form.effective_date.data, form.reason.data or "")
    return Written(until=correct_name(work, command))


@bp.post("/office/holders/<int:holder_id>/address")
@officers(Role.REGISTRAR)
@fresh
def holder_address(holder_id: int) -> ResponseReturnValue:
    """Record another domicile or seat, from a day on or instead of a wrong one."""
    said = gettext("The address is changed. What it was stays readable.")
    return _change(holder_id, "address", AddressForm, _address, said)


def _address(work: Work, holder_id: int, form: AddressForm) -> Written:
    address = Address(*(field.data or "" for field in (form.street, form.postcode, form.town, form.country)))
    command = CorrectAddress(holder_id, address, form.effective_date.data, form.reason.data or "")
    return Written(until=correct_address(work, command))


@bp.post("/office/holders/<int:holder_id>/language")
@officers(Role.REGISTRAR)
def holder_language(holder_id: int) -> ResponseReturnValue:
    """Record in which other language somebody is written to, from a day on or instead of a wrong one."""
    said = gettext("The language is changed. What it was stays readable.")
    return _change(holder_id, "language", LanguageForm, _language, said)


def _language(work: Work, holder_id: int, form: LanguageForm) -> Written:
    language = Language(form.language.data)
    command = CorrectLanguage(holder_id, language, form.effective_date.data, form.reason.data or "")
    return Written(until=correct_language(work, command))


@bp.post("/office/holders/<int:holder_id>/email")
@officers(Role.REGISTRAR)
@fresh
def holder_email(holder_id: int) -> ResponseReturnValue:
    """Change or withdraw an e-mail address."""
    return _change(holder_id, "email", EmailForm, _email, gettext("The e-mail address is changed."))


def _email(work: Work, holder_id: int, form: EmailForm) -> Written:
    set_email(work, SetEmail(holder_id, "" if form.withdraws.data else form.email.data or ""))
    return Written()


@bp.post("/office/holders/<int:holder_id>/representative")
@officers(Role.REGISTRAR)
@fresh
def holder_representative(holder_id: int) -> ResponseReturnValue:
    """Name who votes for a legal person."""
    said = gettext("The voting representative is changed.")
    return _change(holder_id, "representative", RepresentativeForm, _representative, said)


def _representative(work: Work, holder_id: int, form: RepresentativeForm) -> Written:
    day = form.effective_date.data or work.today
    return Written(until=set_representative(work, SetRepresentative(holder_id, _human(work, holder_id, form), day)))


def _human(work: Work, holder_id: int, form: RepresentativeForm) -> Person | int | None:
    if form.number.data:
        return queries.get_holder_id(work.session, form.number.data)
    language = queries.get_holder_detail(work.session, holder_id, as_of(work.now, work.zone)).language
    return _named(form.name.data, form.given_name.data, language)
