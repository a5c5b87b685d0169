"""Another vote of an assembly: a ballot after a tie, or an item put once more."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.views.answers import to_run_sheet
from govapp.assembly.meeting.views.values import required_value, to_local, to_utc
from govapp.assembly.votes.forms import VoteForm
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.votes import VoteRow, get_items, list_votes
from govapp.assembly.votes.rules.again import next_window, run_off
from govapp.assembly.votes.rules.drafts import VotedItem, VoteDraft
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import PlanVote, plan_vote
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.voting import FIRST
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import language, now, officers, read_only, transact, translator, zone


@dataclass(frozen=True)
class Offer:
    """Something that can be put to another vote, under the name it has in the form."""

    key: str
    words: str
    item: VotedItem


@bp.route(f"{FIRST}/votes/new", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def new_vote(assembly_id: int) -> ResponseReturnValue:
    """Plan another vote: choose its items and its voting period."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        count = len(list_votes(work.session, assembly_id))
        offers = {offer.key: offer for offer in _offers(work, assembly_id)}
        again = _find_ended(work, assembly_id, request.args.get("again", 0, int))
        ended = {item.item_id for item in get_items(work.session, again)} if again else set()
    form, problem = VoteForm(), None
    form.items.choices = [(offer.key, offer.words) for offer in offers.values()]
    if not form.is_submitted():
        form.ordinal.data = count + 1
        form.items.data = _chosen(offers, ended)
        if again:
            opens_at, closes_at = next_window(again.opens_at, again.closes_at, now(), zone())
            form.opens_at.data, form.closes_at.data = to_local(opens_at), to_local(closes_at)
    elif form.validate():
        draft = VoteDraft(
            tuple(offers[key].item for key in form.items.data or ()),
            to_utc(required_value(form.opens_at.data)),
            to_utc(required_value(form.closes_at.data)),
        )
        command = PlanVote(assembly_id, form.ordinal.data or 0, draft)
        try:
            ordinal = transact(lambda work: plan_vote(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
        else:
            flash(gettext("The vote is planned. Nobody can see it until you lock it."), "ok")
            return to_run_sheet(assembly_id, ordinal)
    page = render_template("assembly/votes/new_vote.html", row=row, form=form, problem=problem, **template_context())
    return page, 422 if problem or form.errors else 200


def _find_ended(work: Work, assembly_id: int, ordinal: int) -> VoteRow | None:
    """Return the vote that is held again because it ended without a result; None for any other."""
    votes = list_votes(work.session, assembly_id)
    return next((each for each in votes if each.ordinal == ordinal and each.state is VoteState.ENDED), None)


def _chosen(offers: Mapping[str, Offer], ended: set[int]) -> list[str]:
    """Return what is proposed: the items of the vote that is held again, else the second ballots after a tie."""
    return [key for key, offer in offers.items() if key.endswith(":tie") or offer.item.item_id in ended]


def _offers(work: Work, assembly_id: int) -> list[Offer]:
    """Return what can be put to the vote again, in agenda order: after a tie, the second ballot first."""
    ties: dict[int, Offer] = {}
    for vote in list_votes(work.session, assembly_id):
        counted = find_counted(work.session, vote) if vote.state is VoteState.ANNOUNCED else None
        if counted is None:
            continue
        agenda = {item.item_id: item for item in get_agenda(work.session, assembly_id)}
        put = {item.item_id: item for item in get_items(work.session, vote)}
        for verdict in counted.verdicts:
            ties.pop(verdict.item_id, None)
            second = run_off(verdict)
            if second is not None:
                item, narrow = agenda[verdict.item_id], put[verdict.item_id]
                tied = tuple(item.choices.index(narrow.choices[index]) for index in second.choices)
                ties[item.item_id] = _second_ballot(item, VotedItem(item.item_id, tied, second.seats))
    offers = []
    for item in get_agenda(work.session, assembly_id):
        if item.is_voted:
            offers += [ties[item.item_id]] if item.item_id in ties else []
            title = item.title.in_language(language())
            offers.append(Offer(str(item.item_id), f"{item.number}. {title}", VotedItem(item.item_id)))
    return offers


def _second_ballot(item: Item, put: VotedItem) -> Offer:
    names = [str(item.choices[index].label.in_language(language())) for index in put.choices]
    said = gettext(
        "%(number)s. %(title)s: second ballot between %(names)s",
        number=item.number,
        title=item.title.in_language(language()),
        names=translator().names(names),
    )
    return Offer(f"{item.item_id}:tie", said, put)
