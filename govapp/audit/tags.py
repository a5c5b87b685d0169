"""The names of what the journal can hold: one tag for each thing that happens."""

from enum import StrEnum

from govapp.kernel.errors import N_


class Tag(StrEnum):
    """What happened, as `source:action`. A tag that was ever written keeps its meaning for ever."""

    OFFICER_INVITED = "officer:invited"
    OFFICER_ENROLLED = "officer:enrolled"
    OFFICER_SUSPENDED = "officer:suspended"
    OFFICER_REINSTATED = "officer:reinstated"
    OFFICER_UNLOCKED = "officer:unlocked"
    LANGUAGE_CHOSEN = "officer:language_chosen"
    ROLE_GRANTED = "role:granted"
    ROLE_REVOKED = "role:revoked"
    SIGN_IN_DONE = "sign_in:done"
    SIGN_IN_REFUSED = "sign_in:refused"
    SIGN_IN_LOCKED = "sign_in:locked"
    RECOVERY_CODE_USED = "recovery_code:used"
    SESSION_ENDED = "session:ended"
    LINK_ISSUED = "link:issued"
    LINK_RENEWED = "link:renewed"
    LINK_REVOKED = "link:revoked"
    LINK_USED = "link:used"
    MAILING_WRITTEN = "mailing:written"
    MAILING_CALLED_OFF = "mailing:called_off"
    MESSAGE_RETRIED = "message:retried"
    HOLDER_REGISTERED = "holder:registered"
    HOLDER_CATEGORY_CHANGED = "holder:category_changed"
    HOLDER_EMAIL_CHANGED = "holder:email_changed"
    HOLDER_REPRESENTATIVE_SET = "holder:representative_set"
    SHARES_ISSUED = "shares:issued"
    SHARES_REVERSED = "shares:reversed"
    IMPORT_CHECKED = "register:import_checked"
    IMPORT_DISCARDED = "register:import_discarded"
    REGISTER_IMPORTED = "register:imported"
    REGISTER_EXPORTED = "register:exported"
    ROLL_FROZEN = "roll:frozen"
    ASSEMBLY_CREATED = "assembly:created"
    ASSEMBLY_EDITED = "assembly:edited"
    ASSEMBLY_LOCKED = "assembly:locked"
    ASSEMBLY_OPENED = "assembly:opened"
    ASSEMBLY_REMINDED = "assembly:reminded"
    ASSEMBLY_CLOSED = "assembly:closed"
    ASSEMBLY_ANNOUNCED = "assembly:announced"
    ITEM_ADDED = "item:added"
    ITEM_EDITED = "item:edited"
    ITEM_MOVED = "item:moved"
    ITEM_REMOVED = "item:removed"
    CHOICES_CHANGED = "item:choices_changed"
    DOCUMENT_ATTACHED = "document:attached"
    DOCUMENT_REMOVED = "document:removed"
    PAPER_PREPARED = "paper:prepared"
    PAPER_SEALED = "paper:sealed"
    PAPER_OPENED = "paper:opened"
    PAPER_CLOSED = "paper:closed"
    PAPER_COUNTED = "paper:counted"
    TRUSTEE_KEY_ADDED = "trustee:key_added"
    TRUSTEE_DECRYPTED = "trustee:decrypted"
    BALLOT_CAST = "ballot:cast"
    BALLOT_REFUSED = "ballot:refused"
    RECEIPT_MAILED = "receipt:mailed"
    ANCHOR_SIGNED = "anchor:signed"


# How people read a tag; the page translates these sentences.
LABELS: dict[Tag, str] = {
    Tag.OFFICER_INVITED: N_("Officer invited"),
    Tag.OFFICER_ENROLLED: N_("Officer chose a password and a phone"),
    Tag.OFFICER_SUSPENDED: N_("Officer suspended"),
    Tag.OFFICER_REINSTATED: N_("Officer let in again"),
    Tag.OFFICER_UNLOCKED: N_("Officer unlocked"),
    Tag.LANGUAGE_CHOSEN: N_("Officer chose another language"),
    Tag.ROLE_GRANTED: N_("Role granted"),
    Tag.ROLE_REVOKED: N_("Role ended"),
    Tag.SIGN_IN_DONE: N_("Signed in"),
    Tag.SIGN_IN_REFUSED: N_("Sign-in refused"),
    Tag.SIGN_IN_LOCKED: N_("Sign-in closed after wrong attempts"),
    Tag.RECOVERY_CODE_USED: N_("Recovery code used"),
    Tag.SESSION_ENDED: N_("Session ended"),
    Tag.LINK_ISSUED: N_("Personal link issued"),
    Tag.LINK_RENEWED: N_("Personal link renewed"),
    Tag.LINK_REVOKED: N_("Personal link revoked"),
    Tag.LINK_USED: N_("Personal link used"),
    Tag.MAILING_WRITTEN: N_("All letters of a mailing written"),
    Tag.MAILING_CALLED_OFF: N_("Mailing called off before all its letters had left"),
    Tag.MESSAGE_RETRIED: N_("Message put back in the outbox"),
    Tag.HOLDER_REGISTERED: N_("Shareholder registered"),
    Tag.HOLDER_CATEGORY_CHANGED: N_("Category of a shareholder changed"),
    Tag.HOLDER_EMAIL_CHANGED: N_("E-mail address of a shareholder changed"),
    Tag.HOLDER_REPRESENTATIVE_SET: N_("Voting representative named"),
    Tag.SHARES_ISSUED: N_("Shares issued"),
    Tag.SHARES_REVERSED: N_("Entry of the register reversed"),
    Tag.IMPORT_CHECKED: N_("Import file checked and kept for a day"),
    Tag.IMPORT_DISCARDED: N_("Import file put aside"),
    Tag.REGISTER_IMPORTED: N_("Register imported"),
    Tag.REGISTER_EXPORTED: N_("Shareholder list exported"),
    Tag.ROLL_FROZEN: N_("Voting list frozen"),
    Tag.ASSEMBLY_CREATED: N_("Assembly created"),
    Tag.ASSEMBLY_EDITED: N_("Assembly edited"),
    Tag.ASSEMBLY_LOCKED: N_("Agenda locked"),
    Tag.ASSEMBLY_OPENED: N_("Voting opened"),
    Tag.ASSEMBLY_REMINDED: N_("Reminders to vote sent"),
    Tag.ASSEMBLY_CLOSED: N_("Voting closed"),
    Tag.ASSEMBLY_ANNOUNCED: N_("Result announced"),
    Tag.ITEM_ADDED: N_("Item added to an agenda"),
    Tag.ITEM_EDITED: N_("Item edited"),
    Tag.ITEM_MOVED: N_("Item moved"),
    Tag.ITEM_REMOVED: N_("Item removed"),
    Tag.CHOICES_CHANGED: N_("Candidates or options changed"),
    Tag.DOCUMENT_ATTACHED: N_("Document attached"),
    Tag.DOCUMENT_REMOVED: N_("Document removed"),
    Tag.PAPER_PREPARED: N_("Ballot paper prepared"),
    Tag.PAPER_SEALED: N_("Ballot paper fixed"),
    Tag.PAPER_OPENED: N_("Ballot box opened"),
    Tag.PAPER_CLOSED: N_("Ballot box closed"),
    Tag.PAPER_COUNTED: N_("Count finished"),
    Tag.TRUSTEE_KEY_ADDED: N_("Key holder made a key"),
    Tag.TRUSTEE_DECRYPTED: N_("Key holder gave a part of the count"),
    Tag.BALLOT_CAST: N_("Ballot put in the ballot box"),
    Tag.BALLOT_REFUSED: N_("Ballot refused"),
    Tag.RECEIPT_MAILED: N_("Receipt mailed again"),
    Tag.ANCHOR_SIGNED: N_("State of the journal and the register signed"),
}
