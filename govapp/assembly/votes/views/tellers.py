"""The count of papers and hands: each scrutineer keys in apart, and differences are shown when both have."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from govapp.assembly.attendance.rules.meeting_day import DESK_ROLES, READERS
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import CountForm, count_form_of
from govapp.assembly.votes.queries.in_room import count_marks, list_vote_marks
from govapp.assembly.votes.queries.tellers import list_teller_counts, standings_of
from govapp.assembly.votes.queries.votes import VoteRow, get_vote
from govapp.assembly.votes.rules.in_room import ROOM_CHANNEL_NAMES
from govapp.assembly.votes.rules.tellers import (
    CountingNotYet,
    CountStanding,
    CountState,
    QuestionNotCounted,
    require_counting,
)
from govapp.assembly.votes.service.tellers import KeyCount, key_count
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.presenters import figure_names
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots.rules import PaperQuestion
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.texts import Phrase
from govapp.request_context import actor, language, officers, read_only, refused, transact

PAGE = "/paper-and-hands/count"
QUESTION = f"{PAGE}/<channel>/<int:question>"


@dataclass(frozen=True)
class CountView:
    """The count of one question in one channel: how far it is, and the form where the reader can key in."""

    channel: RoomChannel
    question: int
    item: int
    title: Phrase
    labels: tuple[str, ...]
    marked: int
    standing: CountStanding
    form: CountForm | None

    @property
    def rows(self) -> list[tuple[str, list[int], bool]]:
        """Return, once both have keyed in, each figure by each scrutineer, and whether the two differ."""
        names = [*self.labels, gettext("Invalid"), gettext("In all")]
        figures = [[*each.figures, each.invalid, each.papers] for each in self.standing.last]
        columns = [list(column) for column in zip(*figures, strict=True)]
        return [(name, column, len(set(column)) > 1) for name, column in zip(names, columns, strict=True)]


@bp.get(FIRST + PAGE, defaults={"ordinal": 1})
@bp.get(LATER + PAGE)
@officers(*READERS)
def counts(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show how far the count is; nobody sees what one scrutineer keyed in before the other has."""
    return show_counts(assembly_id, ordinal), 200


@bp.post(FIRST + QUESTION, defaults={"ordinal": 1})
@bp.post(LATER + QUESTION)
@officers(*DESK_ROLES)
def keyed(assembly_id: int, ordinal: int, channel: str, question: int) -> ResponseReturnValue:
    """Keep what the acting scrutineer counted; a form that cannot be taken comes back as it was filled in."""
    if channel not in set(RoomChannel):
        raise QuestionNotCounted
    with read_only() as work:
        asked = _question(get_vote(work.session, assembly_id, ordinal), question)
    meant = RoomChannel(channel)
    form = count_form(meant, question, asked, request.form)
    if not form.validate():
        return show_counts(assembly_id, ordinal, (meant, question, form)), 422
    command = KeyCount(
        *(assembly_id, ordinal, meant, question, form.papers.data or 0, form.invalid.data or 0, form.figures()),
        reason=form.reason.data or "",
    )
    try:
        standing = transact(lambda work: key_count(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_counts(assembly_id, ordinal, (meant, question, form)), status
    if standing.state is CountState.SETTLED:
        flash(gettext("Both counted the same. It stands."), "ok")
    elif standing.state is CountState.DIFFERENT:
        flash(gettext("The two counts differ. Count again together; both key in what you find."), "warn")
    else:
        flash(gettext("Your count is kept. Another scrutineer keys in the second."), "ok")
    anchor = f"{channel}-{question}"
    return redirect(url_for("votes.counts", assembly_id=assembly_id, ordinal=ordinal, _anchor=anchor), code=303)


def count_form(
    channel: RoomChannel, question: int, asked: PaperQuestion, posted: MultiDict[str, str] | None = None
) -> CountForm:
    """Return the form of one question in one channel: there is one for each on the page."""
    return count_form_of(figure_names(asked))(posted, prefix=f"{channel.value}{question}-")


def show_counts(assembly_id: int, ordinal: int, again: tuple[RoomChannel, int, CountForm] | None = None) -> str:
    """Return the page; `again` is a form that came back with its errors."""
    with read_only() as work:
        row, vote = get_assembly(work.session, assembly_id), get_vote(work.session, assembly_id, ordinal)
        views = {channel: _views(work, vote, channel, again) for channel in RoomChannel}
    return render_template(
        "assembly/votes/counts.html",
        row=row,
        vote=vote,
        views={channel: found for channel, found in views.items() if found},
        may_count={channel: _may_count(vote, channel) for channel in RoomChannel},
        channel_names=ROOM_CHANNEL_NAMES,
        CountState=CountState,
        **template_context(),
        **words_of(row.held_on),
    )


def _views(
    work: Work, vote: VoteRow, channel: RoomChannel, again: tuple[RoomChannel, int, CountForm] | None
) -> list[CountView]:
    marked = count_marks(list_vote_marks(work.session, vote))[channel]
    if vote.paper is None or not marked:
        return []
    standings = standings_of(list_teller_counts(work.session, vote.id), channel, len(vote.paper.questions))
    found = []
    for index, (asked, standing) in enumerate(zip(vote.paper.questions, standings, strict=True)):
        form = again[2] if again and again[:2] == (channel, index) else count_form(channel, index, asked)
        is_open = _may_count(vote, channel) and actor().has_any(*DESK_ROLES) and _waits_for(standing)
        found.append(
            CountView(
                *(
                    channel,
                    index,
                    asked.item,
                    asked.title.in_language(language()),
                    figure_names(asked),
                    marked,
                    standing,
                ),
                form=form if is_open else None,
            )
        )
    return found


def _waits_for(standing: CountStanding) -> bool:
    """Tell whether the reader can key in now: not once it is settled, and not twice in one round."""
    if standing.state is CountState.SETTLED:
        return False
    return standing.state is not CountState.ONE or standing.last[0].by != actor().reference


def _may_count(vote: VoteRow, channel: RoomChannel) -> bool:
    try:
        require_counting(channel, vote.state)
    except CountingNotYet:
        return False
    return True


def _question(vote: VoteRow, question: int) -> PaperQuestion:
    if vote.paper is None or question >= len(vote.paper.questions):
        raise QuestionNotCounted
    return vote.paper.questions[question]
