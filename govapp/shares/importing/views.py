"""Import of the register: a file, what it would bring, and the yes to it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from govapp.kernel.actors import Role
from govapp.request_context import declarations, fresh, officers, read_only, transact, translator
from govapp.shares.importing.forms import ConfirmForm, EncodingForm, UploadForm
from govapp.shares.importing.rules.refusals import FileUnreadable
from govapp.shares.importing.service import (
    COLUMNS,
    ConfirmImport,
    StageImport,
    check_import,
    check_staged_file,
    confirm_import,
    discard_import,
    find_hindrance,
    get_staged_file,
    keep_report,
    stage_import,
)
from govapp.shares.people.forms import CATEGORY_NAMES

bp = Blueprint("importing", __name__)
SHOWN_PROBLEMS = 200


@bp.get("/office/register/import")
@officers(Role.REGISTRAR)
def import_page() -> ResponseReturnValue:
    """Ask for a file and list the columns."""
    return render_template("shares/importing/import.html", form=UploadForm(), columns=COLUMNS)


@bp.post("/office/register/import")
@officers(Role.REGISTRAR)
def import_upload() -> ResponseReturnValue:
    """Check a file and keep it until it is confirmed; nothing enters the register yet."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if file is None or not content:
        raise FileUnreadable
    with read_only() as work:
        checked = check_import(work, content)
    command = StageImport(file.filename or "", content, checked)
    digest = transact(lambda work: stage_import(work, command))
    return redirect(url_for("importing.import_check", digest=digest), code=303)


@bp.get("/office/register/import/<digest>")
@officers(Role.REGISTRAR)
def import_check(digest: str) -> ResponseReturnValue:
    """Show what a checked file would bring, or every row that is wrong."""
    return _check_page(digest, ConfirmForm())


@bp.post("/office/register/import/<digest>/encoding")
@officers(Role.REGISTRAR)
def import_encoding(digest: str) -> ResponseReturnValue:
    """Read a file that is not in UTF-8 in the encoding that was chosen, check it again and show it."""
    form = EncodingForm(request.form)
    with read_only() as work:
        form.offer(get_staged_file(work, digest).decodings)
    if not form.validate():
        return _check_page(digest, ConfirmForm(), form), 422
    with read_only() as work:
        checked = check_staged_file(work, digest, form.encoding.data)
    transact(lambda work: keep_report(work, checked))
    return redirect(url_for("importing.import_check", digest=digest), code=303)


def _check_page(digest: str, form: ConfirmForm, encoding_form: EncodingForm | None = None) -> str:
    with read_only() as work:
        staged = get_staged_file(work, digest)
        hindrance = find_hindrance(work, digest, declarations())
    if encoding_form is None:
        encoding_form = EncodingForm(encoding=staged.encoding if staged.is_encoding_chosen else None)
        encoding_form.offer(staged.decodings)
    return render_template(
        "shares/importing/import_check.html",
        staged=staged,
        hindrance=translator().describe_refusal(hindrance) if hindrance else (),
        problems=staged.problems[:SHOWN_PROBLEMS],
        hidden=max(0, staged.problem_count - SHOWN_PROBLEMS),
        bad_rows=staged.bad_rows,
        said=said,
        form=form,
        encoding_form=encoding_form,
        category_names=CATEGORY_NAMES,
    )


def said(text: str, facts: dict[str, object]) -> str:
    """Return a message of a problem in the reader's language."""
    return str(gettext(text)) % facts


@bp.post("/office/register/import/<digest>")
@officers(Role.REGISTRAR)
@fresh
def import_confirm(digest: str) -> ResponseReturnValue:
    """Import the checked file: all of it or nothing."""
    form = ConfirmForm(request.form)
    if not form.validate():
        return _check_page(digest, form), 422
    with read_only() as work:
        checked = check_staged_file(work, digest, with_rows=True)
    if checked.problems:
        # The register has moved on since: the page shows what is wrong now.
        transact(lambda work: keep_report(work, checked))
        return redirect(url_for("importing.import_check", digest=digest), code=303)
    command = ConfirmImport(digest, checked, request.form.get("encoding", ""))
    outcome = transact(lambda work: confirm_import(work, command, declarations()))
    holders = outcome.totals.holders
    flash(
        ngettext(
            "%(count)s shareholder was imported.", "%(count)s shareholders were imported.", holders, count=holders
        ),
        "ok",
    )
    return redirect(url_for("register.holder_list"), code=303)


@bp.post("/office/register/import/<digest>/discard")
@officers(Role.REGISTRAR)
def import_discard(digest: str) -> ResponseReturnValue:
    """Put a checked file aside."""
    transact(lambda work: discard_import(work, digest))
    flash(gettext("The file was put aside. Nothing was imported."))
    return redirect(url_for("importing.import_page"), code=303)
