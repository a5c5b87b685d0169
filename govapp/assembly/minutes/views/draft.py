"""The draft of the minutes: what happened, what the secretary adds, and the step that fixes a version."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.forms import FixForm, NoteForm
from govapp.assembly.minutes.queries import get_facts, get_note, get_version, list_versions
from govapp.assembly.minutes.rules.annexes import without_annexes
from govapp.assembly.minutes.rules.drafting import draft_minutes, undecided_votes
from govapp.assembly.minutes.rules.record import Minutes, Section, reading_digest
from govapp.assembly.minutes.rules.refusals import MinutesNotFound
from govapp.assembly.minutes.service import FixMinutes, WriteNote, fix_minutes, keep_exports, write_note
from govapp.assembly.minutes.service.annexes import attendance_moment
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.printing import make_document
from govapp.assembly.minutes.views.proofs import PROOF_WORDS, proof_links
from govapp.assembly.votes.queries.attendance import read_attendance
from govapp.assembly.votes.views.attendance_pdf import make_list
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language
from govapp.request_context import officers, read_only, refused, settings, today, transact, translator

READERS = (Role.SECRETARY, Role.AUDITOR)
ALL = "/office/assemblies/<int:assembly_id>/minutes"
NOTE = f"{ALL}/notes/<section>"


@bp.get(ALL)
@officers(*READERS)
def minutes(assembly_id: int) -> ResponseReturnValue:
    """Show the draft of the minutes as the evidence gives it now, and the versions that were fixed."""
    return show_minutes(assembly_id)


@bp.post(ALL)
@officers(Role.SECRETARY)
def fix(assembly_id: int) -> ResponseReturnValue:
    """Fix the draft as it was read as the next version."""
    form = FixForm(request.form)
    if not form.validate():
        return show_minutes(assembly_id, form), 422
    said = Language(form.language.data)
    command = FixMinutes(assembly_id, form.digest.data or "", said, _attendance_list(assembly_id, said))
    try:
        number = transact(lambda work: fix_minutes(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_minutes(assembly_id, form), status
    with read_only() as work:
        found = get_version(work.session, assembly_id, number)
    documents = {each: make_document(found, each) for each in LANGUAGES}
    transact(lambda work: keep_exports(work, assembly_id, number, documents))
    flash(gettext("Version %(number)s of the minutes is fixed. Print it and have it signed.", number=number), "ok")
    return redirect(url_for("minutes.version", assembly_id=assembly_id, number=number), code=303)


@bp.get(NOTE)
@officers(Role.SECRETARY)
def note(assembly_id: int, section: str) -> ResponseReturnValue:
    """Show the note under one section, to be written."""
    with read_only() as work:
        found = get_note(work.session, assembly_id, section)
    form = NoteForm()
    form.version.data = found.version
    form.fill("note", found.text)
    return _note_page(assembly_id, section, form), 200


@bp.post(NOTE)
@officers(Role.SECRETARY)
def save_note(assembly_id: int, section: str) -> ResponseReturnValue:
    """Write the note under one section; a form that cannot be taken comes back as it was filled in."""
    form = NoteForm(request.form)
    if not form.validate():
        return _note_page(assembly_id, section, form), 422
    command = WriteNote(assembly_id, section, form.texts("note"), form.version.data or 0)
    try:
        transact(lambda work: write_note(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        with read_only() as work:
            form.version.data = get_note(work.session, assembly_id, section).version
        return _note_page(assembly_id, section, form), status
    return redirect(url_for("minutes.minutes", assembly_id=assembly_id, _anchor=section), code=303)


def show_minutes(assembly_id: int, form: FixForm | None = None) -> str:
    """Return the page of the minutes; `form` came back with its errors."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        facts = get_facts(work.session, assembly_id)
        versions = list_versions(work.session, assembly_id)
    language = _authentic(form, versions[-1].minutes.language if versions else settings().authentic_language)
    draft = draft_minutes(facts, language, settings().timezone)
    form = form or FixForm()
    form.language.data = language.value
    form.digest.data = reading_digest(draft)
    undecided = undecided_votes(facts)
    return render_template(
        "assembly/minutes/minutes.html",
        row=row,
        draft=draft,
        links=proof_links(facts),
        proof_words=PROOF_WORDS,
        versions=versions,
        form=form,
        undecided=undecided,
        is_held=row.held_on <= today(),
        is_same=bool(versions) and without_annexes(versions[-1].minutes) == draft,
        language_names=LANGUAGE_NAMES,
    )


def _note_page(assembly_id: int, key: str, form: NoteForm) -> str:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        facts = get_facts(work.session, assembly_id)
    draft = draft_minutes(facts, settings().authentic_language, translator().zone)
    return render_template(
        "assembly/minutes/note.html",
        row=row,
        section=_section(draft, key),
        links=proof_links(facts),
        proof_words=PROOF_WORDS,
        form=form,
    )


def _section(draft: Minutes, key: str) -> Section:
    found = next((each for each in draft.sections if each.key == key), None)
    if found is None:
        raise MinutesNotFound
    return found


def _authentic(form: FixForm | None, usual: Language) -> Language:
    chosen = form.language.data if form is not None else ""
    return Language(chosen) if chosen in set(Language) else usual


def _attendance_list(assembly_id: int, language: Language) -> bytes:
    """Return the attendance list as it is printed, at the end of the meeting; nothing before a vote was closed."""
    with read_only() as work:
        moment = attendance_moment(get_facts(work.session, assembly_id))
        if moment is None:
            return b""
        found = read_attendance(work.session, assembly_id, moment, work.now)
    return make_list(found, language)
