"""Where a letter about a vote goes today, when it did not arrive at the address of the day on which it was written."""

from govapp.accounts.service import reissue_link
from govapp.assembly.convocation.rules.occasions import WHILE_VOTING
from govapp.assembly.convocation.service.letters import LETTERS
from govapp.assembly.votes.queries.votes import get_vote_of
from govapp.db.uow import Work
from govapp.declarations import FailedLetter, TodaysReader
from govapp.outbox.service import LetterOutdated
from govapp.shares.rolls import queries as rolls

_WHILE_VOTING = {LETTERS[occasion].value for occasion in WHILE_VOTING}


def find_reader(work: Work, failed: FailedLetter) -> TodaysReader | None:
    """Return where a letter of a mailing goes today, with a personal link that works; None for any other letter.

    Raises LetterOutdated for a letter that asks for a vote when voting has closed.
    """
    if failed.place is None or failed.template not in {letter.value for letter in LETTERS.values()}:
        return None
    vote = get_vote_of(work.session, failed.subject_ref)
    if failed.template in _WHILE_VOTING and not vote.is_voting(work.now):
        raise LetterOutdated
    listed = rolls.list_roll_entries(work.session, vote.frozen_roll_id, after=failed.place - 1, limit=1)
    (entry,) = rolls.with_addresses_of_today(work.session, listed)
    address, link = entry.email or "", failed.link_id
    if address and link is not None:
        link = reissue_link(work, link, address)
        if link is None:
            raise LetterOutdated
    return TodaysReader(address, link)
