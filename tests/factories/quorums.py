"""A first meeting that decides on the accounts and fails of its quorum for the change of the statutes."""

from datetime import date

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.service import IssueShares, issue_shares
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import ACCOUNTS, FOR, Meeting, attach, created, put_item
from tests.factories.shares import REGISTRAR

SEAT = Texts(nl="Zetel", fr="Siège", en="Registered office", de="Sitz")
OLD = Texts(nl="Artikel 3. De zetel is in Gent.", fr="Article 3. Le siège est à Gand.")
NEW = Texts(nl="Artikel 3. De zetel is in Brussel.", fr="Article 3. Le siège est à Bruxelles.")


def without_quorum(database: Database, clock: FixedClock, **head: object) -> Meeting:
    """Return an announced assembly: seven of eight voted, and the one who stayed away holds most shares."""
    meeting = created(database, clock, voters=8, **head)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS, legal_kind=LegalKind.ACCOUNTS)
    put_item(meeting, ItemKind.DECISION, SEAT, legal_kind=LegalKind.STATUTES, old_text=OLD, new_text=NEW)
    attach(meeting, meeting.items()[1].id, "deed.pdf")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(meeting.voters[-1], 9, 3000, 27_000, date(2026, 5, 1)))
    meeting.lock()
    meeting.open()
    meeting.vote(*[((FOR), (FOR))] * 7)
    meeting.close()
    meeting.announce()
    return meeting
