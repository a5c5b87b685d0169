"""The ballot paper as voters will see it, for officers before anybody votes: nothing is sent or kept."""

from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.queries.keys import keys_expected
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote
from govapp.assembly.votes.rules.drafts import name_of
from govapp.assembly.votes.rules.paper import as_asked, paper_questions
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.key_modes import who_sees
from govapp.ballots.rules.refusals import NoQuestions
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.views.presenters import PaperView, describe_questions
from govapp.ballots.views.voter_words import open_sentences, words_of_a_first_vote
from govapp.db.uow import Work
from govapp.kernel.texts import Language, Texts
from govapp.language.catalogues import language_of
from govapp.request_context import in_language, language, now, officers, read_only, translator
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.rules.rights import RollEntryRow, VotingRight

NOBODY: Final = 0
"""The number of a voter who does not exist."""


@bp.get(f"{FIRST}/ballot", defaults={"ordinal": 1})
@bp.get(f"{LATER}/ballot")
@officers(*READERS)
def ballot_preview(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show the booth of a vote in one language, with its questions as they are sealed or would be now.

    Raises NoQuestions when nothing is put to the vote, and MethodNotCounted.
    """
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        vote = get_vote(work.session, assembly_id, ordinal)
        put = as_asked(get_items(work.session, vote), is_second=row.is_second_meeting)
        questions = vote.paper.questions if vote.paper else paper_questions(put)
        voters, keys = _count_voters(work, vote), keys_expected(work.session, vote, now())
    if not questions:
        raise NoQuestions
    with in_language(language_of(request.args.get("language")) or language()):
        return render_template(
            "ballots/booth.html",
            is_preview=True,
            paper=_describe(vote, row.title, voters, language()),
            questions=describe_questions(questions, language()),
            hours=None,
            words=words_of_a_first_vote(vote.closes_at),
            sentences=open_sentences(),
            right=_right_of_nobody(gettext("(name of the voter)")),
            rights=(),
            me=NOBODY,
            keys=keys,
            who_can_see=who_sees(keys, translator()),
            home=url_for("meeting.run_sheet", assembly_id=assembly_id, ordinal=ordinal if ordinal > 1 else None),
        )


def _count_voters(work: Work, vote: VoteRow) -> int:
    return rolls.get_roll(work.session, vote.roll_id).size if vote.roll_id else 0


def _describe(vote: VoteRow, title: Texts, voters: int, language: Language) -> PaperView:
    return PaperView(
        uuid="",
        name=name_of(title, vote.ordinal).in_language(language),
        state=PaperState.OPEN,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        closed_at=vote.closes_at,
        fingerprint="",
        voters=voters,
        words_version=1,
    )


def _right_of_nobody(name: str) -> PaperRight:
    entry = RollEntryRow(NOBODY, 1, NOBODY, NOBODY, name, name, Category.MEMBER, "", None)
    return PaperRight(NOBODY, "", VotingRight(entry))
