"""The worker's part when somebody asks for a personal link."""

from govapp.db.engine import Database
from govapp.kernel.clock import Clock
from govapp.web.app import DECLARATIONS
from govapp.worker import LinkSender


def answer_asked(database: Database, clock: Clock) -> int:
    """Send the links that people asked for, and return how many requests that were."""
    return LinkSender(database, clock, DECLARATIONS.find_errand).answer()
