"""Letters on paper: who needs one, making them, their files, when they were posted, and the evidence of the notice."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.convocation.queries import get_batch, list_addressee_notices, list_batches
from govapp.assembly.convocation.rules.addressees import CAPACITY_NAMES
from govapp.assembly.convocation.rules.evidence import EvidenceKindUnknown, figures_of
from govapp.assembly.convocation.rules.post import BatchUnknown, NoticeReader, is_complete
from govapp.assembly.convocation.service.evidence import (
    OUTCOME_NAMES,
    evidence_csv,
    evidence_of,
    evidence_pdf,
    evidence_xlsx,
)
from govapp.assembly.convocation.service.letter_files import letters_csv, letters_pdf, letters_xlsx, read_codes
from govapp.assembly.convocation.service.letter_words import LetterSender
from govapp.assembly.convocation.service.post import addressees, note_bounces, note_evidence, note_printing
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import BouncesForm, MakeLettersForm, PostingForm
from govapp.assembly.votes.queries.votes import get_vote, vote_reference
from govapp.assembly.votes.service.notice import read_notice_evidence
from govapp.assembly.votes.service.post import (
    MakeVoteLetters,
    NotePosting,
    make_vote_letters,
    may_make_letters,
    note_vote_posting,
    notice_of,
)
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.request_context import (
    as_download,
    fresh,
    language,
    now,
    officers,
    page_number,
    read_only,
    refused,
    settings,
    today,
    transact,
    translator,
)

PAGE = 100
OK, UNPROCESSABLE = 200, 422
MEDIA = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get(f"{FIRST}/post", defaults={"ordinal": 1})
@bp.get(f"{LATER}/post")
@officers(*READERS)
def by_post(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show who needs a letter on paper, the letters that were made, and how the notice went to how many."""
    return show_post(assembly_id, ordinal, OK)


@bp.post(f"{FIRST}/post", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post")
@officers(Role.SECRETARY)
@fresh
def make_letters_(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Make letters for everybody who needs one, anew for everybody by post, or for one shareholder."""
    form = MakeLettersForm(request.form)
    if not form.validate():
        return show_post(assembly_id, ordinal, UNPROCESSABLE, form)
    number = form.number.data if form.whom.data == "one" else None
    command = MakeVoteLetters(assembly_id, ordinal, letter_sender(), form.whom.data == "everybody", number)
    try:
        made = transact(lambda work: make_vote_letters(work, command))
    except MENDABLE as refusal:
        return show_post(assembly_id, ordinal, refused(form, refusal), form)
    said = ngettext("%(count)s letter was made.", "%(count)s letters were made.", made.letters, count=_n(made.letters))
    if made.replaced:
        said += " " + ngettext(
            "The code of %(count)s earlier letter no longer works.",
            "The codes of %(count)s earlier letters no longer work.",
            made.replaced,
            count=_n(made.replaced),
        )
    flash(said, "ok")
    return back_to_post(assembly_id, ordinal)


@bp.post(f"{FIRST}/post/<int:batch_id>/file", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/<int:batch_id>/file")
@officers(Role.SECRETARY)
@fresh
def letter_file(assembly_id: int, ordinal: int, batch_id: int) -> ResponseReturnValue:
    """Hand over letters as a file to print; the journal says who took it, for it holds the codes."""
    kind = request.form.get("format", "pdf")
    if kind not in MEDIA:
        raise BatchUnknown
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        batch = get_batch(work.session, vote_reference(vote), batch_id)
        letters, codes = read_codes(work.session, batch)
    if kind == "pdf":
        content = letters_pdf(batch, letters, codes, language())
    else:
        content = (letters_csv if kind == "csv" else letters_xlsx)(batch, letters, codes)
    transact(lambda work: note_printing(work, batch, len(letters), kind))
    return kept_nowhere(content, f"letters-{batch_id}.{kind}", kind)


@bp.post(f"{FIRST}/post/<int:batch_id>/posted", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/<int:batch_id>/posted")
@officers(Role.SECRETARY)
def letters_posted(assembly_id: int, ordinal: int, batch_id: int) -> ResponseReturnValue:
    """Write down on which day letters went to the post."""
    form = PostingForm(request.form, prefix=_prefix(batch_id))
    if not form.validate() or form.posted_on.data is None:
        return show_post(assembly_id, ordinal, UNPROCESSABLE, posting=(batch_id, form))
    command = NotePosting(assembly_id, ordinal, batch_id, form.posted_on.data, form.receipt.data or "")
    try:
        batch = transact(lambda work: note_vote_posting(work, command))
    except MENDABLE as refusal:
        return show_post(assembly_id, ordinal, refused(form, refusal), posting=(batch_id, form))
    said = ngettext(
        "It is written down that %(count)s letter was posted on %(day)s.",
        "It is written down that %(count)s letters were posted on %(day)s.",
        batch.letters,
        count=_n(batch.letters),
        day=translator().write(command.posted_on),
    )
    flash(said, "ok")
    return back_to_post(assembly_id, ordinal)


@bp.post(f"{FIRST}/post/evidence", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/evidence")
@officers(*READERS)
def notice_evidence(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Hand over how the notice went to everybody, each exactly once; the journal keeps figures and digest."""
    kind = request.form.get("format", "csv")
    if kind not in MEDIA:
        raise EvidenceKindUnknown
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        notice, evidence = notice_of(work, vote), read_notice_evidence(work, vote)
    if kind == "pdf":
        content = evidence_pdf(evidence, notice, settings().cooperative, translator(), now())
    else:
        content = evidence_csv(evidence) if kind == "csv" else evidence_xlsx(evidence, now())
    transact(lambda work: note_evidence(work, evidence, kind))
    return kept_nowhere(content, f"notice-{assembly_id}-{ordinal}.{kind}", kind)


@bp.post(f"{FIRST}/post/bounces", defaults={"ordinal": 1})
@bp.post(f"{LATER}/post/bounces")
@officers(Role.SECRETARY)
def bounces(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Note which mails came back, from a file; whoever they were for then needs a letter."""
    form, file = BouncesForm(), request.files.get("file")
    content = file.read() if file is not None else b""
    try:
        count = transact(
            lambda work: note_bounces(work, vote_reference(get_vote(work.session, assembly_id, ordinal)), content)
        )
    except MENDABLE as refusal:
        return show_post(assembly_id, ordinal, refused(form, refusal), returned=form)
    said = ngettext(
        "%(count)s mail of this vote came back: its reader needs a letter.",
        "%(count)s mails of this vote came back: their readers need letters.",
        count,
        count=_n(count),
    )
    flash(said, "ok")
    return back_to_post(assembly_id, ordinal)


def show_post(
    assembly_id: int,
    ordinal: int,
    status: int,
    form: MakeLettersForm | None = None,
    posting: tuple[int, PostingForm] | None = None,
    returned: BouncesForm | None = None,
    others: PostingForm | None = None,
) -> ResponseReturnValue:
    """Return the page of the letters; a form that came back with its errors stands in it as typed."""
    page = page_number()
    with read_only() as work:
        row, vote = get_assembly(work.session, assembly_id), get_vote(work.session, assembly_id, ordinal)
        people = addressees(work, notice_of(work, vote))
        batches = list_batches(work.session, vote_reference(vote))
        directors = list_addressee_notices(work.session, vote_reference(vote))
        evidence = figures_of(evidence_of(vote_reference(vote), people, batches, directors).rows)
        may_make = may_make_letters(work, vote)
    needing = [each for each in people if each.reason is not None]
    shown = needing[(page - 1) * PAGE : page * PAGE]
    forms = {batch.id: PostingForm(data={"posted_on": today()}, prefix=_prefix(batch.id)) for batch in batches}
    if posting is not None and posting[0] in forms:
        forms[posting[0]] = posting[1]
    content = render_template(
        "assembly/convocation/by_post.html",
        row=row,
        vote=vote,
        form=form or MakeLettersForm(),
        posting=forms,
        directors=directors,
        others=others or PostingForm(data={"posted_on": today()}, prefix="others-"),
        capacities=CAPACITY_NAMES,
        returned=returned or BouncesForm(),
        batches=batches,
        entries=shown,
        counts=_counts(people),
        evidence=evidence,
        outcome_names=OUTCOME_NAMES,
        total=len(needing),
        complete=sum(is_complete(each.address) for each in needing),
        is_complete=is_complete,
        may_make=may_make,
        page=page,
        pages=max(1, -(-len(needing) // PAGE)),
        first=(page - 1) * PAGE + 1,
        last=(page - 1) * PAGE + len(shown),
        **template_context(),
    )
    return content, status


def _counts(people: tuple[NoticeReader, ...]) -> dict[str, int]:
    channels = [each.channel.value for each in people]
    return {channel: channels.count(channel) for channel in ("mail", "post", "none")}


def _prefix(batch_id: int) -> str:
    """Return what the names of fields begin with: the page has such a form for each batch."""
    return f"letters-{batch_id}-"


def letter_sender() -> LetterSender:
    """Return who writes: the cooperative, as the settings name it."""
    known = settings()
    return LetterSender(
        cooperative=known.cooperative,
        address=known.controller_address,
        contact=known.contact,
        phone=known.contact_phone,
        seat_language=known.authentic_language,
        site=known.base_url,
    )


def kept_nowhere(content: bytes, name: str, kind: str) -> ResponseReturnValue:
    """Return a file that no browser keeps."""
    response = as_download(content, name, MEDIA[kind])
    response.headers["Cache-Control"] = "no-store"
    return response


def back_to_post(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Lead back to the page of the letters."""
    return redirect(url_for("votes.by_post", assembly_id=assembly_id, ordinal=ordinal), code=303)


def _n(count: int) -> str:
    return translator().number(count)
