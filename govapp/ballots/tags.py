"""What the journal says of ballot papers and ballots."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class BallotsTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    PAPER_PREPARED = "paper:prepared", N_("Ballot paper prepared")
    PAPER_LIST_GREW = "paper:list_grew", N_("Voting list of a ballot paper has a new version")
    PAPER_SEALED = "paper:sealed", N_("Ballot paper fixed")
    PAPER_OPENED = "paper:opened", N_("Ballot box opened")
    PAPER_EXTENDED = "paper:extended", N_("Ballot box kept open for longer")
    EARLY_CLOSING_ASKED = "early_closing:asked", N_("Asked to close voting before its hour")
    EARLY_CLOSING_WITHDRAWN = "early_closing:withdrawn", N_("Early closing withdrawn")
    PAPER_CLOSED = "paper:closed", N_("Ballot box closed")
    PAPER_CANCELLED = "paper:cancelled", N_("Ballot paper taken back before the first ballot")
    PAPER_COUNTED = "paper:counted", N_("Count finished")
    PAPER_ENDED = "paper:ended", N_("Ballot box ended without being opened")
    KEY_GROUP_MADE = "key_group:made", N_("Key holders named")
    KEY_BEGUN = "key_group:begun", N_("Key holder began a key")
    KEY_PROMISED = "key_group:promised", N_("Key holder is bound to what is contributed to the key")
    KEY_CONTRIBUTED = "key_group:contributed", N_("Key holder contributed to the key")
    KEY_GROUP_FORMED = "key_group:formed", N_("Key of all key holders made")
    KEY_HOLDER_REPLACED = "key_group:replaced", N_("Key holder replaced")
    KEY_BEGUN_ANEW = "key_group:begun_anew", N_("Key holder began anew")
    KEY_TEST_ASKED = "key_test:asked", N_("Test of the keys asked for")
    KEY_TESTED = "key_test:passed", N_("Key holder opened the test ballot")
    KEY_TEST_WAIVED = "key_test:waived", N_("Went on without the test of a key")
    TRUSTEE_KEY_ADDED = "trustee:key_added", N_("Key holder made a key")
    TRUSTEE_KEY_LOST = "trustee:key_lost", N_("Key said to be lost")
    TRUSTEE_DECRYPTED = "trustee:decrypted", N_("Key holder gave a part of the count")
    # The lines of ballots stand in the order of the public board: with a number in them, whoever reads the journal
    # could put a person beside each ballot. The voting list says who voted; the journal says that somebody did.
    BALLOT_CAST = "ballot:cast", N_("Ballot put in the ballot box")
    BALLOT_REFUSED = "ballot:refused", N_("Ballot refused")
    RIGHT_MARKED = "right:marked", N_("Right marked as used in the room")
    RIGHT_UNMARKED = "right:unmarked", N_("Mark of a right taken back: it was not used in the room")
    RECEIPT_MAILED = "receipt:mailed", N_("Receipt mailed again")
