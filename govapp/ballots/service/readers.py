"""Where a receipt goes today, when it did not arrive at the address of the day on which it was written."""

from govapp.ballots.letters import BallotsLetter
from govapp.ballots.queries import get_paper
from govapp.db.uow import Work
from govapp.declarations import FailedLetter, TodaysReader
from govapp.shares.rolls.queries import list_entries_with_address, with_addresses_of_today


def find_reader(work: Work, failed: FailedLetter) -> TodaysReader | None:
    """Return where a receipt goes today; None for any other letter, and for a reader whom the list does not know.

    A receipt names nobody but its reader: the entry of the list is found by the name and the address it was sent to.
    """
    if failed.template != BallotsLetter.RECEIPT.value:
        return None
    roll_id = get_paper(work.session, failed.subject_ref.key).roll_id
    known = list_entries_with_address(work.session, roll_id, failed.to_address)
    found = [each for each in known if failed.to_name in {each.voter, each.name}]
    if len(found) != 1:
        return None
    (entry,) = with_addresses_of_today(work.session, found)
    return TodaysReader(entry.email or "", None)
