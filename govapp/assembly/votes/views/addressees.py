"""Directors and the statutory auditor, who get the notice too: who they are, and their letters about one vote."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from govapp.assembly.convocation.forms import AddresseeForm
from govapp.assembly.convocation.queries import list_addressee_notices, list_directors
from govapp.assembly.convocation.rules.addressees import CAPACITY_NAMES, NoticeCapacity
from govapp.assembly.convocation.service.addressees import (
    RecordAddressee,
    addressee_letters_pdf,
    end_addressee,
    make_addressee_letters,
    note_addressee_posting,
    record_addressee,
)
from govapp.assembly.votes.forms import PostingForm
from govapp.assembly.votes.queries.votes import get_vote, vote_reference
from govapp.assembly.votes.service.post import notice_of
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.post import back_to_post, kept_nowhere, letter_sender, show_post
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES, Language
from govapp.request_context import language, now, officers, read_only, refused, transact, translator
from govapp.shares.people.rules.dated import Address

OK, UNPROCESSABLE = 200, 422


@bp.get("/office/addressees")
@officers(*READERS)
def addressees() -> ResponseReturnValue:
    """List the directors and auditors who get every notice."""
    return _page(AddresseeForm(data={"language": language().value}), OK)


@bp.post("/office/addressees")
@officers(Role.SECRETARY)
def record_addressee_() -> ResponseReturnValue:
    """Record a director or statutory auditor."""
    form = AddresseeForm(request.form)
    if not form.validate():
        return _page(form, UNPROCESSABLE)
    command = _command(form)
    try:
        transact(lambda work: record_addressee(work, command))
    except MENDABLE as refusal:
        return _page(form, refused(form, refusal))
    flash(gettext("%(name)s gets the notice of every meeting from now on.", name=command.name), "ok")
    return redirect(url_for("votes.addressees"), code=303)


@bp.post("/office/addressees/<int:addressee_id>/end")
@officers(Role.SECRETARY)
def end_addressee_(addressee_id: int) -> ResponseReturnValue:
    """End the record of a director or auditor."""
    name = transact(lambda work: end_addressee(work, addressee_id))
    flash(gettext("%(name)s gets no more notices.", name=name), "ok")
    return redirect(url_for("votes.addressees"), code=303)


@bp.get("/office/addressees/<int:addressee_id>")
@officers(*READERS)
def addressees_of(addressee_id: int) -> ResponseReturnValue:
    """Lead from a line of the journal to the list."""
    return redirect(url_for("votes.addressees", _anchor=f"addressee-{addressee_id}"))


@bp.post(f"{FIRST}/post/others", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/others")
@officers(Role.SECRETARY)
def other_letters(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Make letters for the directors and auditors who need one, and hand over all of them as a PDF."""
    sender = letter_sender()
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        notice = notice_of(work, vote)
    try:
        transact(lambda work: make_addressee_letters(work, notice, sender))
    except MENDABLE as refusal:
        form = PostingForm(prefix="others-")
        return show_post(assembly_id, ordinal, refused(form, refusal), others=form)
    with read_only() as work:
        people = list_addressee_notices(work.session, notice.subject_ref)
    content = addressee_letters_pdf(people, sender, language(), now())
    return kept_nowhere(content, f"letters-{assembly_id}-{ordinal}-others.pdf", "pdf")


@bp.post(f"{FIRST}/post/others/posted", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/others/posted")
@officers(Role.SECRETARY)
def others_posted(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Write down on which day the letters to directors and auditors went to the post."""
    form = PostingForm(request.form, prefix="others-")
    posted_on = form.posted_on.data
    if not form.validate() or posted_on is None:
        return show_post(assembly_id, ordinal, UNPROCESSABLE, others=form)
    with read_only() as work:
        subject = vote_reference(get_vote(work.session, assembly_id, ordinal))
    try:
        count = transact(lambda work: note_addressee_posting(work, subject, posted_on, form.receipt.data or ""))
    except MENDABLE as refusal:
        return show_post(assembly_id, ordinal, refused(form, refusal), others=form)
    said = ngettext(
        "It is written down that %(count)s letter was posted on %(day)s.",
        "It is written down that %(count)s letters were posted on %(day)s.",
        count,
        count=translator().number(count),
        day=translator().write(posted_on),
    )
    flash(said, "ok")
    return back_to_post(assembly_id, ordinal)


def _command(form: AddresseeForm) -> RecordAddressee:
    return RecordAddressee(
        NoticeCapacity(form.capacity.data),
        form.name.data or "",
        Language(form.language.data),
        form.email.data or "",
        Address(form.street.data or "", form.postcode.data or "", form.town.data or "", form.country.data or ""),
    )


def _page(form: AddresseeForm, status: int) -> ResponseReturnValue:
    with read_only() as work:
        people = list_directors(work.session)
    content = render_template(
        "assembly/convocation/addressees.html",
        people=people,
        form=form,
        capacities=CAPACITY_NAMES,
        languages=LANGUAGE_NAMES,
    )
    return content, status
