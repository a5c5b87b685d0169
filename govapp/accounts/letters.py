"""The letters of this room: links that somebody asked for, invitations, a warning, the signed state of the day."""

from govapp.declarations import LetterKind
from govapp.kernel.errors import N_


class AccountsLetter(LetterKind):
    """Each letter with its name, the facts it needs, and whether it carries a personal link."""

    NEW_LINK = "new_link", N_("new link to vote"), ("expires_at",), True, "", "", True
    SIGN_IN_LINK = "sign_in_link", N_("link to the personal page"), ("expires_at",), True, "", "", True
    NEW_DEVICE = "new_device", N_("notice of another device"), ("device", "path"), False, "", "", True
    OFFICER_INVITATION = "officer_invitation", N_("invitation of an officer"), ("expires_at", "roles"), True
    OFFICER_LOCKOUT = "officer_lockout", N_("warning of wrong attempts"), ("until",)
    OFFICER_ADDRESS = "officer_address", N_("confirmation of an officer's new address"), ("expires_at",), True
    OFFICER_CHANGED = "officer_changed", N_("notice of changed access"), ("what",)
    SECOND_PERSON = (
        "second_person",
        N_("request to confirm as a second person"),
        ("waiting", "asked_by", "reason", "path"),
    )
    ANCHOR = "anchor", N_("signed state of the day"), ("day", "at", "lines", "entries", "anchor")
