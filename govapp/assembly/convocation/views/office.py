"""Pages of the secretariat about letters: reminders, the mails on their way, who is written to by post."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.convocation.service import Remind, remind
from govapp.assembly.convocation.views import bp
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.meeting.views.answers import refused, to_run_sheet
from govapp.assembly.meeting.views.office import READERS
from govapp.assembly.meeting.views.words import shared
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.language import number_format
from govapp.outbox import queries as outbox
from govapp.outbox.queries import Progress
from govapp.request_context import language, now, officers, page_number, read_only, settings, transact
from govapp.shares.rolls import queries as rolls


@bp.post("/office/assemblies/<int:assembly_id>/remind")
@officers(Role.SECRETARY)
def remind_(assembly_id: int) -> ResponseReturnValue:
    """Remind everybody who has not voted and can be written to."""
    try:
        at_most = transact(lambda work: remind(work, Remind(assembly_id)))
    except Refusal as refusal:
        return refused(assembly_id, refusal)
    said = ngettext(
        "At most %(count)s reminder will be sent: whoever votes before it is written gets none.",
        "At most %(count)s reminders will be sent: whoever votes before theirs is written gets none.",
        at_most,
        count=number_format.number(at_most, language()),
    )
    flash(said, "ok")
    return to_run_sheet(assembly_id)


PAGE = 100


@bp.get("/office/assemblies/<int:assembly_id>/mailings")
@officers(*READERS)
def mailings(assembly_id: int) -> ResponseReturnValue:
    """Return the part of the run sheet that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        progress = read_progress(work, assembly_id)
    return render_template("assembly/convocation/_mailings.html", row=row, progress=progress, moment=now())


@bp.get("/office/assemblies/<int:assembly_id>/post")
@officers(*READERS)
def by_post(assembly_id: int) -> ResponseReturnValue:
    """List the shareholders on the roll who have no e-mail address and must be written to by post."""
    page = page_number()
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        if row.roll_id is None:
            raise AssemblyNotFound
        total = rolls.unreachable_count(work.session, row.roll_id)
        entries = rolls.unreachable_entries(work.session, row.roll_id, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "assembly/convocation/by_post.html",
        row=row,
        entries=entries,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        first=(page - 1) * PAGE + 1,
        last=(page - 1) * PAGE + len(entries),
        **shared(),
    )


def read_progress(work: Work, assembly_id: int) -> Progress:
    """Return how far the mails about an assembly are."""
    return outbox.progress(work.session, work.now, settings().mail_per_minute, reference(assembly_id))
