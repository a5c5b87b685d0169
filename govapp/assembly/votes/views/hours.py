"""The button that gives more time to vote, on the run sheet."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.meeting.views.answers import refused, to_run_sheet
from govapp.assembly.meeting.views.values import required_value, to_utc
from govapp.assembly.votes.forms import ExtendForm
from govapp.assembly.votes.rules.extending import ExtensionAfterMeeting
from govapp.assembly.votes.service import ExtendVoting, extend_voting
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.run_sheet import meeting_languages, show_run_sheet
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots.rules import ExtensionGround
from govapp.ballots.rules.refusals import ExtensionReasonNeeded, ExtensionTooLong, ExtensionTooShort
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.language import formats
from govapp.request_context import fresh, language, officers, settings, transact, translator


@bp.post(f"{FIRST}/extend", defaults={"ordinal": 1})
@bp.post(f"{LATER}/extend")
@officers(Role.SECRETARY)
@fresh
def extend(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Give people more time to vote; a form that cannot be taken comes back as it was filled in."""
    form = ExtendForm()
    form.keep(meeting_languages(assembly_id))
    if not form.validate_on_submit():
        return show_run_sheet(assembly_id, ordinal, form), 422
    until = to_utc(required_value(form.until.data))
    ground, reason = ExtensionGround(form.ground.data), form.texts("happened")
    command = ExtendVoting(assembly_id, until, ground, reason, ordinal, is_adjourned=bool(form.adjourned.data))
    try:
        people = transact(lambda work: extend_voting(work, command))
    except (ExtensionTooLong, ExtensionTooShort, ExtensionAfterMeeting) as refusal:
        form.until.errors = [" ".join(translator().describe_refusal(refusal))]
        return show_run_sheet(assembly_id, ordinal, form), 422
    except ExtensionReasonNeeded as refusal:
        form.marked("happened").errors = [" ".join(translator().describe_refusal(refusal))]
        return show_run_sheet(assembly_id, ordinal, form), 422
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    said = ngettext(
        "Voting is open until %(closes_at)s. %(count)s shareholder will be told by e-mail.",
        "Voting is open until %(closes_at)s. %(count)s shareholders will be told by e-mail.",
        people,
        count=translator().number(people),
        closes_at=formats.datetime_long(until, language(), settings().timezone),
    )
    flash(said, "ok")
    return to_run_sheet(assembly_id, ordinal)
