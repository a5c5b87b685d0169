"""Pages of the secretariat about mails: reminders, and the mails on their way."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.meeting.views.answers import refused, to_run_sheet
from govapp.assembly.votes.queries.votes import VoteRow, get_vote, vote_reference
from govapp.assembly.votes.service import Remind, remind
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.language import number_format
from govapp.outbox import queries as outbox
from govapp.outbox.queries import Progress
from govapp.request_context import language, now, officers, read_only, settings, transact


@bp.post(f"{FIRST}/remind", defaults={"ordinal": 1})
@bp.post(f"{LATER}/remind")
@officers(Role.SECRETARY)
def remind_(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Remind everybody who has not voted and can be written to."""
    try:
        at_most = transact(lambda work: remind(work, Remind(assembly_id, ordinal)))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    said = ngettext(
        "At most %(count)s reminder will be sent: whoever votes before it is written gets none.",
        "At most %(count)s reminders will be sent: whoever votes before theirs is written gets none.",
        at_most,
        count=number_format.number(at_most, language()),
    )
    flash(said, "ok")
    return to_run_sheet(assembly_id, ordinal)


@bp.get(f"{FIRST}/mailings", defaults={"ordinal": 1})
@bp.get(f"{LATER}/mailings")
@officers(*READERS)
def mailings(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Return the part of the run sheet that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        progress = read_progress(work, vote)
    return render_template("assembly/convocation/_mailings.html", vote=vote, progress=progress, moment=now())


def read_progress(work: Work, vote: VoteRow) -> Progress:
    """Return how far the mails about a vote are."""
    subject = vote_reference(vote)
    return outbox.get_progress(work.session, work.now, settings().mail_per_minute, subject)
