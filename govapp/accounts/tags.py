"""What the journal says of who may come in: links, officers, roles, sessions."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class AccountsTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    OFFICER_INVITED = "officer:invited", N_("Officer invited")
    OFFICER_ENROLLED = "officer:enrolled", N_("Officer chose a password and a phone")
    OFFICER_SUSPENDED = "officer:suspended", N_("Officer suspended")
    OFFICER_REINSTATED = "officer:reinstated", N_("Officer let in again")
    OFFICER_UNLOCKED = "officer:unlocked", N_("Officer unlocked")
    OFFICER_RENAMED = "officer:renamed", N_("Officer changed the name")
    ADDRESS_ASKED = "officer:address_asked", N_("Officer asked for another e-mail address")
    ADDRESS_CHANGED = "officer:address_changed", N_("Officer confirmed another e-mail address")
    PASSWORD_CHANGED = "officer:password_changed", N_("Officer changed the password")
    PHONE_CHANGED = "officer:phone_changed", N_("Officer connected another phone")
    RECOVERY_CODES_RENEWED = "officer:recovery_codes", N_("Officer made new recovery codes")
    LANGUAGE_CHOSEN = "officer:language_chosen", N_("Officer chose another language")
    ROLE_GRANTED = "role:granted", N_("Role granted")
    ROLE_REVOKED = "role:revoked", N_("Role ended")
    CHANGE_ASKED = "access_change:asked", N_("Asked a second administrator to let somebody in")
    CHANGE_CONFIRMED = "access_change:confirmed", N_("Confirmed as second administrator")
    CHANGE_WITHDRAWN = "access_change:withdrawn", N_("Withdrew what waited for a second administrator")
    SIGN_IN_DONE = "sign_in:done", N_("Signed in")
    SIGN_IN_CONFIRMED = "sign_in:confirmed", N_("Confirmed with a code")
    SIGN_IN_REFUSED = "sign_in:refused", N_("Sign-in refused")
    SIGN_IN_LOCKED = "sign_in:locked", N_("Sign-in closed after wrong attempts")
    RECOVERY_CODE_USED = "recovery_code:used", N_("Recovery code used")
    SESSION_ENDED = "session:ended", N_("Session ended")
    LINK_ISSUED = "link:issued", N_("Personal link issued")
    LINK_RENEWED = "link:renewed", N_("Personal link renewed")
    LINK_REVOKED = "link:revoked", N_("Personal link revoked")
    CODES_LOCKED = "code:locked", N_("Codes of letters closed for an address after wrong ones")
    LINK_USED = "link:used", N_("Personal link used")
