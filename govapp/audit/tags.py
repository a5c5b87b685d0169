"""What the journal says of itself."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class AuditTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    ANCHOR_SIGNED = "anchor:signed", N_("State of the journal and the register signed")
