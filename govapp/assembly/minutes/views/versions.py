"""A fixed version of the minutes: as a page, as PDF in each language, as a record, with its signed copies."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import CombinedMultiDict

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.forms import SignedForm
from govapp.assembly.minutes.queries import get_bytes, get_facts, get_signed, get_version, list_annexes, list_exports
from govapp.assembly.minutes.rules.annexes import ANNEX_NAMES, without_annexes
from govapp.assembly.minutes.rules.drafting import draft_minutes
from govapp.assembly.minutes.rules.record import differences
from govapp.assembly.minutes.rules.refusals import MinutesNotFound
from govapp.assembly.minutes.service import PDF, AddSigned, add_signed
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.draft import ALL, READERS
from govapp.assembly.minutes.views.printing import get_documents, make_document
from govapp.assembly.minutes.views.proofs import PROOF_WORDS, proof_links
from govapp.assembly.minutes.views.signed_files import describe_file
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.canonical import canonical_json
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language
from govapp.request_context import as_download, officers, read_only, refused, settings, transact

VERSION = f"{ALL}/<int:number>"


@bp.get(VERSION)
@officers(*READERS)
def version(assembly_id: int, number: int) -> ResponseReturnValue:
    """Show a fixed version, and whether the evidence still gives every figure in it."""
    return show_version(assembly_id, number)


@bp.get(f"{VERSION}/minutes.json")
@officers(*READERS)
def record(assembly_id: int, number: int) -> ResponseReturnValue:
    """Send the record: its SHA-256 is the digest that stands on each page."""
    with read_only() as work:
        found = get_version(work.session, assembly_id, number)
    return Response(canonical_json(found.record), content_type="application/json")


@bp.get(f"{VERSION}/<language>.pdf")
@officers(*READERS)
def pdf(assembly_id: int, number: int, language: str) -> ResponseReturnValue:
    """Send a version as PDF in one language, as it was first made: the authentic one is signed."""
    if language not in set(Language):
        raise MinutesNotFound
    with read_only() as work:
        found = get_version(work.session, assembly_id, number)
        kept = list_exports(work.session, found.id).get(Language(language))
        content = get_bytes(work.session, kept) if kept else None
    content = content or make_document(found, Language(language))
    return as_download(content, f"minutes-{assembly_id}-{number}-{language}.pdf", PDF)


@bp.post(f"{VERSION}/signed")
@officers(Role.SECRETARY)
def add_copy(assembly_id: int, number: int) -> ResponseReturnValue:
    """Keep a signed copy."""
    form = SignedForm(CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return show_version(assembly_id, number, form), 422
    file = form.file.data
    command = AddSigned(assembly_id, number, file.filename or "", file.stream.read())
    try:
        transact(lambda work: add_signed(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_version(assembly_id, number, form), status
    flash(gettext("The signed minutes are kept."), "ok")
    return redirect(url_for("minutes.version", assembly_id=assembly_id, number=number, _anchor="signed"), code=303)


@bp.get(f"{VERSION}/signed/<sha256>")
@officers(*READERS)
def signed(assembly_id: int, number: int, sha256: str) -> ResponseReturnValue:
    """Send a signed copy, always as a file to keep."""
    with read_only() as work:
        row, content = get_signed(work.session, get_version(work.session, assembly_id, number), sha256)
    return as_download(content, row.name, PDF)


def show_version(assembly_id: int, number: int, form: SignedForm | None = None) -> str:
    """Return the page of a version; `form` came back with its errors."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        found = get_version(work.session, assembly_id, number)
        facts = get_facts(work.session, assembly_id)
        annexes = list_annexes(work.session, found.id)
        documents = get_documents(work.session, found) if found.signed else {}
        files = {each.sha256: describe_file(get_bytes(work.session, each.sha256), documents) for each in found.signed}
    draft = draft_minutes(facts, found.minutes.language, settings().timezone)
    return render_template(
        "assembly/minutes/version.html",
        row=row,
        found=found,
        minutes=found.minutes,
        differences=differences(without_annexes(found.minutes), draft),
        links=proof_links(facts),
        form=form or SignedForm(),
        languages=LANGUAGES,
        language_names=LANGUAGE_NAMES,
        proof_words=PROOF_WORDS,
        annexes=annexes,
        files=files,
        annex_names=ANNEX_NAMES,
    )
