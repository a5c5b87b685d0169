"""The names of what the journal can hold: one tag for each thing that happens."""

from enum import StrEnum

from govapp.kernel.errors import N_


class Tag(StrEnum):
    """What happened, as `source:action`. A tag that was ever written keeps its meaning for ever."""

    OFFICER_INVITED = "officer:invited"
    OFFICER_ENROLLED = "officer:enrolled"
    OFFICER_SUSPENDED = "officer:suspended"
    OFFICER_UNLOCKED = "officer:unlocked"
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
    MESSAGE_RETRIED = "message:retried"


# How people read a tag; the page translates these sentences.
LABELS: dict[Tag, str] = {
    Tag.OFFICER_INVITED: N_("Officer invited"),
    Tag.OFFICER_ENROLLED: N_("Officer chose a password and a phone"),
    Tag.OFFICER_SUSPENDED: N_("Officer suspended"),
    Tag.OFFICER_UNLOCKED: N_("Officer unlocked"),
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
    Tag.MESSAGE_RETRIED: N_("Message put back in the outbox"),
}
