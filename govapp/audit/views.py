"""The journal, read-only, for the auditor and the administrator."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govapp.audit import journal, queries
from govapp.audit.facts import describe_facts
from govapp.audit.forms import JournalFilterForm, tag_choices
from govapp.audit.queries import Filter
from govapp.kernel.actors import Role
from govapp.request_context import as_download, declarations, language, midnight, officers, page_number, read_only

bp = Blueprint("audit", __name__)

PAGE = 50
# Recomputing takes about a second for 50,000 lines: a page view checks the newest ones, a button all of them.
CHECKED_AT_ONCE = 1000


@bp.get("/office/journal")
@officers(Role.AUDITOR, Role.ADMINISTRATOR)
def journal_page() -> ResponseReturnValue:
    """Show the lines of the journal that fit the filters, newest first, and whether the chain is whole."""
    form = JournalFilterForm(request.args)
    declared = declarations()
    form.tag.choices = tag_choices(declared.tags.values())
    wanted = _wanted(form) if form.validate() else Filter()
    page, is_whole = page_number(), request.args.get("check") == "all"
    with read_only() as work:
        after = 0 if is_whole else max(journal.get_head(work.session)[0] - CHECKED_AT_ONCE, 0)
        chain = journal.verify(work.session, after=after)
        total = queries.count_entries(work.session, wanted)
        lines = queries.list_entries(work.session, wanted, limit=PAGE, offset=(page - 1) * PAGE)
        names = declared.name_subjects(work.session, {line.subject for line in lines}, language())
    return render_template(
        "audit/journal.html",
        form=form,
        chain=chain,
        recomputed=chain.lines - after,
        lines=lines,
        names=names,
        total=total,
        first=(page - 1) * PAGE + 1,
        page=page,
        pages=-(-total // PAGE),
        declared=declared,
        describe_facts=partial(describe_facts, declared),
        query={name: value for name, value in request.args.items() if name != "page" and value},
    )


@bp.get("/office/journal.jsonl")
@officers(Role.AUDITOR, Role.ADMINISTRATOR)
def journal_file() -> ResponseReturnValue:
    """Hand out the whole journal as JSON lines, to be checked elsewhere."""
    with read_only() as work:
        body = b"".join(journal.export_lines(work.session))
    return as_download(body, "audit.jsonl", "application/jsonl")


def _wanted(form: JournalFilterForm) -> Filter:
    until_on = form.until_on.data
    return Filter(
        tag=form.tag.data or "",
        subject=(form.subject.data or "").strip(),
        person=(form.person.data or "").strip(),
        result=form.result.data or "",
        from_at=midnight(form.from_on.data) if form.from_on.data else None,
        until_at=midnight(until_on + timedelta(days=1)) if until_on else None,
    )
