"""What the registrar changes: new shareholders, new shares, reversals, category, address, representative."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.db.uow import Work
from govapp.forms import PageForm
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language
from govapp.request_context import fresh, officers, read_only, today, transact, translator
from govapp.shares.ledger.forms import SharesForm
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectAddress,
    CorrectLanguage,
    CorrectName,
    EntrySequence,
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
    issue_shares,
    register_holder,
    reverse_entry,
    set_email,
    set_representative,
)
from govapp.shares.people.forms import RepresentativeForm
from govapp.shares.people.rules.dated import Address, PersonName
from govapp.shares.people.rules.days import as_of
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.service import Person
from govapp.shares.register import queries
from govapp.shares.register.forms import RegisterForm
from govapp.shares.register.views import bp
from govapp.shares.register.views.holders import HolderForms, holder_view
from govapp.shares.rolls import queries as rolls
from govapp.statutes.queries import get_share_prices

UNPROCESSABLE = 422


def _change(
    holder_id: int, forms: HolderForms, form: PageForm, use_case: Callable[[Work], date | None], said: str
) -> ResponseReturnValue:
    """Run a use case with what the form holds, or show the page again when its shape is wrong.

    Where the use case returns a day, what was recorded for that day goes on to hold from then on: the page says so.
    """
    if not form.validate():
        return holder_view(holder_id, forms), UNPROCESSABLE
    until = transact(use_case)
    if until is not None:
        day = translator().write(until)
        flash(
            gettext(
                "It holds until %(day)s: what was recorded for that day stays. Change that too if it is wrong.", day=day
            ),
            "warn",
        )
    return _back(holder_id, said)


def _enter(
    holder_id: int, forms: HolderForms, form: PageForm, use_case: Callable[[Work], EntrySequence], said: str
) -> ResponseReturnValue:
    """Do as `_change` does with a use case that writes an entry, and tell of the voting lists that it lies behind."""
    if not form.validate():
        return holder_view(holder_id, forms), UNPROCESSABLE
    sequence = transact(use_case)
    with read_only() as work:
        written = find_transaction(work.session, sequence)
    if written is not None:
        _tell_of_lists_behind(written.effective_date)
    return _back(holder_id, said)


def _tell_of_lists_behind(day: date) -> None:
    """Say that a frozen voting list speaks already of the legal day of an entry that was just recorded."""
    with read_only() as work:
        behind = rolls.find_lists_behind(work.session, day)
    if behind:
        sentence = N_("The voting list of %(date)s was frozen before and stays as it is. Its page names this entry.")
        flash(translator().say(sentence, date=behind[0].record_date), "warn")


def _back(holder_id: int, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for("register.holder_page", holder_id=holder_id), code=303)


@bp.get("/office/holders/new")
@bp.post("/office/holders/new")
@officers(Role.REGISTRAR)
def holder_new() -> ResponseReturnValue:
    """Register a shareholder with first shares."""
    form = RegisterForm(request.form, effective_date=today())
    if request.method == "POST" and form.validate():
        holder_id = transact(lambda work: register_holder(work, _registration(work, form)))
        _tell_of_lists_behind(_effective_day(form))
        return _back(holder_id, gettext("The shareholder is in the register."))
    with read_only() as work:
        form.show_price(get_share_prices(work.session)(today()))
    return render_template("shares/register/register.html", form=form), UNPROCESSABLE if form.errors else 200


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
    forms = HolderForms("issue", request.form)
    form = forms.issue

    def issue(work: Work) -> EntrySequence:
        quantity, price_cents, paid_in_cents = _paid(work, form)
        day, reference = _effective_day(form), form.reference.data or ""
        return issue_shares(work, IssueShares(holder_id, quantity, price_cents, paid_in_cents, day, reference))

    return _enter(holder_id, forms, form, issue, gettext("The shares are in the register."))


@bp.post("/office/holders/<int:holder_id>/reversal")
@officers(Role.REGISTRAR)
def holder_reverse(holder_id: int) -> ResponseReturnValue:
    """Reverse an entry, with the reason."""
    forms = HolderForms("reverse", request.form)
    form = forms.reverse
    # Whether the entry exists and may be reversed is for the rules, which say it better than a select box.
    form.entry.validate_choice = False

    def reverse(work: Work) -> EntrySequence:
        return reverse_entry(work, ReverseEntry(holder_id, form.entry.data or 0, form.reason.data or ""))

    return _enter(holder_id, forms, form, reverse, gettext("The entry is reversed. Both stay readable."))


@bp.post("/office/holders/<int:holder_id>/category")
@officers(Role.REGISTRAR)
def holder_category(holder_id: int) -> ResponseReturnValue:
    """Put a shareholder in another category from a day on."""
    forms = HolderForms("category", request.form)
    form = forms.category

    def change(work: Work) -> date | None:
        day = form.effective_date.data or work.today
        return change_category(
            work, ChangeCategory(holder_id, Category(form.category.data), day, form.reason.data or "")
        )

    return _change(holder_id, forms, form, change, gettext("The category is changed."))


@bp.post("/office/holders/<int:holder_id>/name")
@officers(Role.REGISTRAR)
def holder_name(holder_id: int) -> ResponseReturnValue:
    """Record another name, from a day on or instead of a wrong one."""
    forms = HolderForms("name", request.form)
    form = forms.name

    def correct(work: Work) -> date | None:
        name = PersonName(form.name.data or "", form.given_name.data or "")
        return correct_name(work, CorrectName(holder_id, name, form.effective_date.data, form.reason.data or ""))

    return _change(holder_id, forms, form, correct, gettext("The name is changed. What it was stays readable."))


@bp.post("/office/holders/<int:holder_id>/address")
@officers(Role.REGISTRAR)
@fresh
def holder_address(holder_id: int) -> ResponseReturnValue:
    """Record another domicile or seat, from a day on or instead of a wrong one."""
    forms = HolderForms("address", request.form)
    form = forms.address

    def correct(work: Work) -> date | None:
        address = Address(*(field.data or "" for field in (form.street, form.postcode, form.town, form.country)))
        return correct_address(
            work, CorrectAddress(holder_id, address, form.effective_date.data, form.reason.data or "")
        )

    return _change(holder_id, forms, form, correct, gettext("The address is changed. What it was stays readable."))


@bp.post("/office/holders/<int:holder_id>/language")
@officers(Role.REGISTRAR)
def holder_language(holder_id: int) -> ResponseReturnValue:
    """Record in which other language somebody is written to, from a day on or instead of a wrong one."""
    forms = HolderForms("language", request.form)
    form = forms.language

    def correct(work: Work) -> date | None:
        language = Language(form.language.data)
        return correct_language(
            work, CorrectLanguage(holder_id, language, form.effective_date.data, form.reason.data or "")
        )

    return _change(holder_id, forms, form, correct, gettext("The language is changed. What it was stays readable."))


@bp.post("/office/holders/<int:holder_id>/email")
@officers(Role.REGISTRAR)
@fresh
def holder_email(holder_id: int) -> ResponseReturnValue:
    """Change or withdraw an e-mail address."""
    forms = HolderForms("email", request.form)
    form = forms.email

    def change(work: Work) -> None:
        set_email(work, SetEmail(holder_id, form.email.data or ""))

    return _change(holder_id, forms, form, change, gettext("The e-mail address is changed."))


@bp.post("/office/holders/<int:holder_id>/representative")
@officers(Role.REGISTRAR)
@fresh
def holder_representative(holder_id: int) -> ResponseReturnValue:
    """Name who votes for a legal person."""
    forms = HolderForms("representative", request.form)
    form = forms.representative

    def name(work: Work) -> date | None:
        day = form.effective_date.data or work.today
        return set_representative(work, SetRepresentative(holder_id, _human(work, holder_id, form), day))

    return _change(holder_id, forms, form, name, gettext("The voting representative is changed."))


def _human(work: Work, holder_id: int, form: RepresentativeForm) -> Person | int | None:
    if form.number.data:
        return queries.get_holder_id(work.session, form.number.data)
    language = queries.get_holder_detail(work.session, holder_id, as_of(work.now, work.zone)).language
    return _named(form.name.data, form.given_name.data, language)
