"""The list of shareholders, and one shareholder."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3

from govapp.forms import MENDABLE, PageForm
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES
from govapp.request_context import actor, now, officers, page_number, read_only, refused, today, translator, zone
from govapp.shares.ledger.forms import TYPE_NAMES, FilterForm, ReverseForm, SharesForm, wanted
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.queries.asked import count_waiting_corrections, list_waiting_corrections
from govapp.shares.ledger.rules.kinds import HolderSort
from govapp.shares.ledger.rules.large import LARGE_CORRECTION_SHARES
from govapp.shares.people.forms import (
    CATEGORY_NAMES,
    GENDER_NAMES,
    KIND_NAMES,
    AddressForm,
    EmailForm,
    HolderCategoryForm,
    LanguageForm,
    NameForm,
    RepresentativeForm,
)
from govapp.shares.people.rules.days import AsOf, as_of
from govapp.shares.people.service.identifiers import written_company_number
from govapp.shares.register import queries
from govapp.shares.register.queries import FactKind, HolderDetail, HolderMovement
from govapp.shares.register.views import bp
from govapp.shares.register.views.readings import keep_reading
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.rules.roll import LABELS
from govapp.statutes.queries import get_share_prices

FACT_NAMES = {
    FactKind.NAME: lazy_gettext("Name"),
    FactKind.ADDRESS: lazy_gettext("Address"),
    FactKind.LANGUAGE: lazy_gettext("Language"),
}
F = TypeVar("F", bound=PageForm)
UNPROCESSABLE = 422
READERS = (Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR)


@bp.get("/office/holders")
@officers(*READERS)
def holder_list() -> ResponseReturnValue:
    """List shareholders: search, filters, another day, sorted, in pages of fifty."""
    form = FilterForm(request.args, on=today())
    question = _question(form) if form.validate() else None
    is_right = not form.errors
    sort = HolderSort(request.args["sort"]) if request.args.get("sort") in set(HolderSort) else HolderSort.NAME
    with read_only() as work:
        found = queries.get_holder_page(
            work.session,
            wanted(form) if is_right else HolderFilter(),
            as_of=question,
            sort=sort,
            descending=request.args.get("dir") == "desc",
            page=page_number(),
        )
        totals = queries.get_register_totals(work.session, question)
        newest = rolls.find_latest_roll(work.session)
        waiting = count_waiting_corrections(work.session)
    page = render_template(
        "shares/register/holders.html",
        form=form,
        found=found,
        totals=totals,
        newest=newest,
        waiting=waiting,
        question=question or as_of(now(), zone()),
        sort=sort.value,
        direction="desc" if request.args.get("dir") == "desc" else "asc",
        sort_url=_url_without("sort", "dir", "page"),
        page_url=_url_without("page"),
        category_names=CATEGORY_NAMES,
        reasons=LABELS,
        may_write=Role.REGISTRAR in actor().roles,
        may_audit=Role.AUDITOR in actor().roles,
    )
    return page, UNPROCESSABLE if form.errors else 200


def _asked(form: FilterForm) -> AsOf | None:
    """Return the two times asked for, or None when they lie in the future, which the form then says."""
    try:
        return as_of(now(), zone(), form.on.data, form.knowledge(zone()))
    except MENDABLE as refusal:
        refused(form, refusal)
        return None


def _question(form: FilterForm) -> AsOf | None:
    """Return the two times asked for, or None for today as it is known now."""
    is_today = form.on.data in {None, today()} and form.recorded.data in {None, today()}
    if is_today and form.recorded_time.data is None:
        return None
    return _asked(form)


def _url_without(*names: str) -> str:
    kept = [(name, value) for name, value in request.args.items() if name not in names and value]
    return url_for("register.holder_list") + (f"?{urlencode(kept)}" if kept else "")


@bp.get("/office/holders/<int:holder_id>")
@officers(*READERS)
def holder_page(holder_id: int) -> ResponseReturnValue:
    """Show one shareholder on a day, with every movement."""
    page = holder_view(holder_id)
    keep_reading(holder_id)
    return page


def _described(line: HolderMovement) -> str:
    words = translator()
    shares = ngettext("%(count)s share", "%(count)s shares", abs(line.quantity), count=words.write(abs(line.quantity)))
    return f"{line.sequence}: {TYPE_NAMES[line.type]}, {shares}, {words.write(line.effective_date)}"


class HolderForms:
    """The forms on the page of a shareholder; the one that was sent is filled with what came."""

    def __init__(self, sent: str = "", data: MultiDict[str, str] | None = None) -> None:
        day = today()

        def fill(name: str) -> MultiDict[str, str] | None:
            return data if name == sent else None

        self.issue = SharesForm(fill("issue"), prefix="issue-", effective_date=day)
        self.reverse = ReverseForm(fill("reverse"), prefix="reverse-")
        self.category = HolderCategoryForm(fill("category"), prefix="category-", effective_date=day)
        self.name = NameForm(fill("name"), prefix="name-")
        self.address = AddressForm(fill("address"), prefix="address-")
        self.language = LanguageForm(fill("language"), prefix="language-")
        self.email = EmailForm(fill("email"), prefix="email-")
        self.representative = RepresentativeForm(fill("representative"), prefix="representative-", effective_date=day)
        # Whether an entry exists and may be reversed is for the rules, which say it better than a select box.
        self.reverse.entry.validate_choice = False
        self._sent = sent

    def get(self, name: str, form_type: type[F]) -> F:
        """Return the form with that name, which is of that type."""
        form = getattr(self, name)
        if not isinstance(form, form_type):
            raise TypeError(name)
        return form

    def show_entries(self, lines: Iterable[HolderMovement]) -> None:
        """Offer what can be reversed, and what was sent although it can no longer be."""
        sent = self.reverse.entry.data
        choices = [
            SelectChoice(line.sequence, _described(line))
            for line in lines
            if line.can_be_reversed or line.sequence == sent
        ]
        if sent is not None and sent not in {choice.value for choice in choices}:
            choices.append(SelectChoice(sent, str(sent)))
        self.reverse.entry.choices = choices

    def show_present(self, holder: HolderDetail) -> None:
        """Put what is so now into the forms that correct it, unless one was sent back."""
        present = {
            "name": (self.name, asdict(holder.name_parts)),
            "address": (self.address, asdict(holder.address)),
            "language": (self.language, {"language": holder.language}),
            "email": (self.email, {"email": holder.email or ""}),
        }
        for form, values in (each for name, each in present.items() if name != self._sent):
            for name, value in values.items():
                form[name].data = value


def holder_view(holder_id: int, forms: HolderForms | None = None, status: int = 200) -> ResponseReturnValue:
    """Return the page of a shareholder with its status, and with the errors of the form that was sent."""
    forms = forms or HolderForms()
    dates = FilterForm(request.args if request.method == "GET" else None, on=today())
    is_right = dates.validate()
    question = (_asked(dates) if is_right else None) or as_of(now(), zone())
    with read_only() as work:
        holder = queries.get_holder_detail(work.session, holder_id, question)
        price_cents = get_share_prices(work.session)(today())
        waiting = list_waiting_corrections(work.session, holder_id)
        newest = rolls.find_latest_roll(work.session)
        entry = rolls.find_roll_entry(work.session, newest.id, holder_id) if newest else None
        absence = rolls.explain_left_out(work.session, newest, holder_id, now()) if newest else None
    forms.show_entries(holder.lines)
    forms.show_present(holder)
    forms.issue.show_price(price_cents)
    page = render_template(
        "shares/register/holder.html",
        holder=holder,
        # What is corrected is what is so now; on the page of another day it might be taken for that of the day.
        is_now=question.effective == today() and question.recorded_until == now(),
        fact_names=FACT_NAMES,
        company_number=written_company_number(holder.company_number),
        reason=holder.left_out,
        newest=newest,
        waiting=waiting,
        limit=LARGE_CORRECTION_SHARES,
        entry=entry,
        left_out=absence.reason if absence else None,
        reasons=LABELS,
        question=question,
        dates=dates,
        forms=forms,
        category_names=CATEGORY_NAMES,
        kind_names=KIND_NAMES,
        gender_names=GENDER_NAMES,
        type_names=TYPE_NAMES,
        language_names=LANGUAGE_NAMES,
        may_write=Role.REGISTRAR in actor().roles,
        may_audit=Role.AUDITOR in actor().roles,
    )
    return page, UNPROCESSABLE if dates.errors else status
