"""What is true for the reader about one vote now: booth, receipt and list of votes say it by `voter_states`.

What became of a vote after the count only the room knows to which it belongs: it declares it as a page's end.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from govapp.ballots.queries import PaperRow
from govapp.ballots.rules.papers import booth_path
from govapp.ballots.rules.voter_states import SENTENCES, VoterFacts, VoterState, voter_state
from govapp.ballots.views.presenters import describe_paper
from govapp.db.uow import Work
from govapp.declarations import PageEnd
from govapp.request_context import app_context, language, now, translator

OPEN_STATES: Final = (VoterState.CAN_VOTE, VoterState.CAN_CHANGE)
CLOSES_AT: Final = "{closes_at}"
"""Where the script of the booth writes the hour, which may change while the page is open."""


@dataclass(frozen=True)
class VoterWords:
    """The state of the reader with its sentence; `end` says where to read on once nobody can vote any more."""

    state: VoterState
    sentence: str
    end: PageEnd | None

    @property
    def can_vote(self) -> bool:
        """Return whether a vote of the reader would be taken now."""
        return self.state in OPEN_STATES


def words_of_a_first_vote(closes_at: datetime) -> VoterWords:
    """Return what is true for somebody who can vote until that hour and has not voted, as a preview shows it."""
    state = VoterState.CAN_VOTE
    return VoterWords(state, translator().say(SENTENCES[state], closes_at=closes_at), None)


def open_sentences() -> dict[str, str]:
    """Return the sentences of an open vote by their state, with a place for the script of the booth."""
    return {each.value: translator().say(SENTENCES[each], closes_at=CLOSES_AT) for each in OPEN_STATES}


def voter_words(
    work: Work,
    found: PaperRow,
    *,
    has_voted: bool,
    is_confirmed: bool = True,
    is_given_away: bool = False,
    giver_voted: bool = False,
    is_marked: bool = False,
) -> VoterWords:
    """Return what is true for somebody on the list of this paper."""
    paper = describe_paper(found, language(), now())
    end = app_context().declarations.find_page_end(work.session, booth_path(found.uuid), now())
    state = voter_state(
        VoterFacts(
            paper.state,
            is_announced=end is not None and end.has_result,
            is_confirmed=is_confirmed,
            has_voted=has_voted,
            is_given_away=is_given_away,
            giver_voted=giver_voted,
            is_marked=is_marked,
        )
    )
    hours = {"opens_at": paper.opens_at, "closes_at": paper.closes_at, "closed_at": paper.closed_at}
    return VoterWords(state, translator().say(SENTENCES[state], **hours), end)
