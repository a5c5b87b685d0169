"""What the journal says of the register of shareholders."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class SharesTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    HOLDER_REGISTERED = "holder:registered", N_("Shareholder registered")
    HOLDER_NAME_CORRECTED = "holder:name_corrected", N_("Name of a shareholder changed or corrected")
    HOLDER_ADDRESS_CORRECTED = "holder:address_corrected", N_("Address of a shareholder changed or corrected")
    HOLDER_LANGUAGE_CORRECTED = "holder:language_corrected", N_("Language of a shareholder changed or corrected")
    HOLDER_CATEGORY_CHANGED = "holder:category_changed", N_("Category of a shareholder changed")
    HOLDER_EMAIL_CHANGED = "holder:email_changed", N_("E-mail address of a shareholder changed")
    HOLDER_REPRESENTATIVE_SET = "holder:representative_set", N_("Voting representative named")
    PEOPLE_READ = "holder:read", N_("Pages of shareholders read by an officer on one day")
    CHANGE_CONFIRMED = "holder:change_confirmed", N_("Change of a shareholder confirmed by a second person")
    SHARES_ISSUED = "shares:issued", N_("Shares issued")
    SHARES_REVERSED = "shares:reversed", N_("Entry of the register reversed")
    CORRECTION_ASKED = "shares:correction_asked", N_("Large correction of the register asked for")
    CORRECTION_CONFIRMED = "shares:correction_confirmed", N_("Large correction confirmed by a second officer")
    CORRECTION_WITHDRAWN = "shares:correction_withdrawn", N_("Large correction withdrawn or refused")
    IMPORT_CHECKED = "register:import_checked", N_("Import file checked and kept for a day")
    IMPORT_DISCARDED = "register:import_discarded", N_("Import file put aside")
    REGISTER_IMPORTED = "register:imported", N_("Register imported")
    REGISTER_EXPORTED = "register:exported", N_("Shareholder list exported")
    FACTS_CHAINED = "register:facts_chained", N_("Facts about people chained by an upgrade of the program")
    ROLL_FROZEN = "roll:frozen", N_("Voting list frozen")
    ROLL_ADDITION_PROPOSED = "roll:addition_proposed", N_("Proposed to add somebody to a frozen voting list")
    ROLL_ADDITION_WITHDRAWN = "roll:addition_withdrawn", N_("Proposal to add somebody to a voting list withdrawn")
    ROLL_ADDED_TO = "roll:added_to", N_("Somebody added to a frozen voting list by two officers")
    PROXY_CONFIRMED = "proxy:confirmed", N_("Proxy confirmed by a second officer")
