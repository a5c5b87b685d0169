"""What the journal says of mails and mailings."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class OutboxTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    MAILING_WRITTEN = "mailing:written", N_("All letters of a mailing written")
    MAILING_CALLED_OFF = "mailing:called_off", N_("Mailing called off before all its letters had left")
    MESSAGE_RETRIED = "message:retried", N_("Message put back in the outbox")
