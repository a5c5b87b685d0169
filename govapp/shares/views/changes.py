"""What the registrar changes: new shareholders, new shares, reversals, category, address, representative."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.db.uow import Work
from govapp.edge import now, officers, transact
from govapp.kernel.actors import Role
from govapp.kernel.money import CENTS_PER_EURO, SHARE_PRICE_CENTS
from govapp.shares import queries
from govapp.shares.forms import RegisterForm, RepresentativeForm, SharesForm
from govapp.shares.rules.days import as_of, day_of
from govapp.shares.rules.kinds import Category, Gender, Kind
from govapp.shares.service import (
    ChangeCategory,
    FirstShares,
    IssueShares,
    Person,
    RegisterHolder,
    ReverseEntry,
    SetEmail,
    SetRepresentative,
    change_category,
    issue_shares,
    register_holder,
    reverse_entry,
    set_email,
    set_representative,
)
from govapp.shares.views import bp
from govapp.shares.views.holders import HolderForms, holder_view

UNPROCESSABLE = 422


def _back(holder_id: int, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for("shares.holder_page", holder_id=holder_id), code=303)


def _again(holder_id: int, forms: HolderForms) -> ResponseReturnValue:
    return holder_view(holder_id, forms), UNPROCESSABLE


def _paid_in_cents(form: SharesForm) -> int:
    if form.paid_in.data is None:
        return (form.quantity.data or 0) * SHARE_PRICE_CENTS
    return int((Decimal(form.paid_in.data) * CENTS_PER_EURO).to_integral_value())


@bp.get("/office/holders/new")
@bp.post("/office/holders/new")
@officers(Role.REGISTRAR)
def holder_new() -> ResponseReturnValue:
    """Register a shareholder with first shares."""
    form = RegisterForm(request.form, effective_date=day_of(now()))
    if request.method == "POST" and form.validate():
        command = _registration(form)
        holder_id = transact(lambda work: register_holder(work, command))
        return _back(holder_id, gettext("The shareholder is in the register."))
    return render_template("shares/register.html", form=form), UNPROCESSABLE if form.errors else 200


def _registration(form: RegisterForm) -> RegisterHolder:
    person = Person(
        kind=Kind(form.kind.data),
        name=form.name.data or "",
        given_name=form.given_name.data or "",
        language=form.language.data or "",
        birth_date=form.birth_date.data,
        gender=Gender(form.gender.data) if form.gender.data else None,
        company_number=form.company_number.data or "",
        street=form.street.data or "",
        postcode=form.postcode.data or "",
        town=form.town.data or "",
        country=(form.country.data or "BE").upper(),
    )
    human = None
    if form.representative_name.data and person.kind is Kind.LEGAL:
        given_name = form.representative_given_name.data or ""
        human = Person(Kind.NATURAL, form.representative_name.data, given_name, person.language)
    shares = FirstShares(
        quantity=form.quantity.data or 0,
        unit_price_cents=SHARE_PRICE_CENTS,
        paid_in_cents=_paid_in_cents(form),
        effective_date=form.effective_date.data or day_of(now()),
        reference=form.reference.data or "",
    )
    return RegisterHolder(person, Category(form.category.data), shares, form.email.data or "", human)


@bp.post("/office/holders/<int:holder_id>/shares")
@officers(Role.REGISTRAR)
def holder_issue(holder_id: int) -> ResponseReturnValue:
    """Issue shares to a shareholder."""
    forms = HolderForms("issue", request.form)
    form = forms.issue
    if not form.validate():
        return _again(holder_id, forms)
    command = IssueShares(
        holder_id=holder_id,
        quantity=form.quantity.data or 0,
        unit_price_cents=SHARE_PRICE_CENTS,
        paid_in_cents=_paid_in_cents(form),
        effective_date=form.effective_date.data or day_of(now()),
        reference=form.reference.data or "",
    )
    transact(lambda work: issue_shares(work, command))
    return _back(holder_id, gettext("The shares are in the register."))


@bp.post("/office/holders/<int:holder_id>/reversal")
@officers(Role.REGISTRAR)
def holder_reverse(holder_id: int) -> ResponseReturnValue:
    """Reverse an entry, with the reason."""
    forms = HolderForms("reverse", request.form)
    form = forms.reverse
    # Whether the entry exists and may be reversed is for the rules, which say it better than a select box.
    form.entry.validate_choice = False
    if not form.validate():
        return _again(holder_id, forms)
    command = ReverseEntry(holder_id, form.entry.data or 0, form.reason.data or "")
    transact(lambda work: reverse_entry(work, command))
    return _back(holder_id, gettext("The entry is reversed. Both stay readable."))


@bp.post("/office/holders/<int:holder_id>/category")
@officers(Role.REGISTRAR)
def holder_category(holder_id: int) -> ResponseReturnValue:
    """Put a shareholder in another category from a day on."""
    forms = HolderForms("category", request.form)
    form = forms.category
    if not form.validate():
        return _again(holder_id, forms)
    day = form.effective_date.data or day_of(now())
    command = ChangeCategory(holder_id, Category(form.category.data), day, form.reason.data or "")
    transact(lambda work: change_category(work, command))
    return _back(holder_id, gettext("The category is changed."))


@bp.post("/office/holders/<int:holder_id>/email")
@officers(Role.REGISTRAR)
def holder_email(holder_id: int) -> ResponseReturnValue:
    """Change or withdraw an e-mail address."""
    forms = HolderForms("email", request.form)
    if not forms.email.validate():
        return _again(holder_id, forms)
    command = SetEmail(holder_id, forms.email.email.data or "")
    transact(lambda work: set_email(work, command))
    return _back(holder_id, gettext("The e-mail address is changed."))


@bp.post("/office/holders/<int:holder_id>/representative")
@officers(Role.REGISTRAR)
def holder_representative(holder_id: int) -> ResponseReturnValue:
    """Name who votes for a legal person."""
    forms = HolderForms("representative", request.form)
    form = forms.representative
    if not form.validate():
        return _again(holder_id, forms)
    day = form.effective_date.data or day_of(now())

    def name(work: Work) -> None:
        set_representative(work, SetRepresentative(holder_id, _human(work, holder_id, form), day))

    transact(name)
    return _back(holder_id, gettext("The voting representative is changed."))


def _human(work: Work, holder_id: int, form: RepresentativeForm) -> Person | int | None:
    if form.number.data:
        return queries.holder_id_of_number(work.session, form.number.data)
    if not form.name.data:
        return None
    language = queries.holder_detail(work.session, holder_id, as_of(now())).language
    return Person(Kind.NATURAL, form.name.data, form.given_name.data or "", language)
