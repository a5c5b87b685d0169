"""What the journal says of the statutes."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class StatutesTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    STATUTES_ADOPTED = "statutes:adopted", N_("New version of the statutes")
