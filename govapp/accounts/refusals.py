"""The ways in which people are kept out, each with a sentence."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Gone, Invalid, NotFound, TooMany


class LinkUnknown(NotFound):
    """The link was not signed here, or is for something else."""

    code = "link_unknown"
    message = N_("We do not recognise this link. Open it straight from the mail, or ask for a new one.")
    help = N_("Some mail programs cut long links in two: copy the whole of it, or tap the button in the mail.")


class LinkClosed(Gone):
    """The link was good and no longer opens anything."""

    code = "link_closed"
    message = N_("This link no longer works.")
    help = N_("Open it again to see why, and to ask for a new one.")


class CodeIncomplete(Invalid):
    """What was typed is too short or too long for the code of a letter."""

    code = "code_incomplete"
    message = N_("A code has %(wanted)s letters and digits; you typed %(count)s.")
    help = N_("Look at the letter again: the code stands there in three groups of four.")


class CodeHasSign(Invalid):
    """A sign that no code has."""

    code = "code_has_sign"
    message = N_("There is no %(sign)s in a code.")
    help = N_("Codes have the digits 0 to 9 and capital letters without I, L, O and U. Compare it with the letter.")


class CodeUnknown(Invalid):
    """No letter has this code."""

    code = "code_unknown"
    message = N_("We do not know this code.")
    help = N_("Compare each letter and digit with your letter. If there is a newer letter, only its code works.")


class CodesLocked(TooMany):
    """Too many wrong codes came from one network address."""

    code = "codes_locked"
    message = N_("Too many wrong codes were typed from your internet connection. It goes on at %(until)s.")
    help = N_("Scan the square in your letter meanwhile: it opens the ballot paper too.")


class SignInExpired(Forbidden):
    """Too much time passed between two steps of a sign-in."""

    code = "sign_in_expired"
    message = N_("Signing in took too long.")
    help = N_("Begin again: your e-mail address first.")


class LinkChanged(Conflict):
    """What is kept of a personal link is not what was signed when it was sent: somebody changed the database."""

    code = "link_changed"
    message = N_("This link no longer leads where it led when it was sent: somebody changed what is kept of it.")
    help = N_("Nobody was let in by it. Tell the cooperative, and ask for a new link.")


class OfficerChanged(Conflict):
    """Name or e-mail address of an officer are not what the journal tells: somebody changed the database."""

    code = "officer_changed"
    message = N_(
        "The name or the e-mail address of this officer is not the one that the journal tells of: somebody changed it "
        "in the database."
    )
    help = N_("Nothing was done and nobody is let in. The command govapp accounts check names what differs.")


class CodeNeeded(Forbidden):
    """What was asked for needs a code that was typed a short while ago."""

    code = "code_needed"
    message = N_("This needs a fresh code from your phone.")
    help = N_("Send it from the page of the office: there you are asked for the code.")


class SignInLocked(TooMany):
    """There were too many wrong attempts."""

    code = "sign_in_locked"
    message = N_("There were too many wrong attempts. Sign-in is closed until %(until)s.")
    help = N_("Wait until then, or ask an administrator to open it.")


class EnrolmentOver(Gone):
    """The invitation was used to the end, or its time is over."""

    code = "enrolment_over"
    message = N_("This invitation no longer works.")
    help = N_("Sign in with your password, or ask an administrator for a new invitation.")


class OfficerExists(Conflict):
    """The address belongs to an officer already."""

    code = "officer_exists"
    message = N_("Somebody with this e-mail address is an officer already.")
    help = N_("Look for the name in the list, and grant the role there.")


class AddressUnreadable(Invalid):
    """No mail can be sent to the address."""

    code = "address_unreadable"
    message = N_("This is not an e-mail address.")
    help = N_("Look for a missing @, a comma or a space, and write it again.")


class OfficerUnknown(NotFound):
    """There is no such officer."""

    code = "officer_unknown"
    message = N_("There is no officer with that address or number.")
    help = N_("Look at the list of officers.")


class RoleHeld(Conflict):
    """The role is held at that time already."""

    code = "role_held"
    message = N_("This role is held already in that period.")
    help = N_("End the role first, or choose a later beginning.")


class RolesMayNotMeet(Conflict):
    """Somebody would hold a key of the votes and lead them, keep the register, or give out the roles."""

    code = "roles_may_not_meet"
    message = N_("Whoever counts votes cannot also be administrator, keep the register or run the assembly.")
    help = N_("Give the role to somebody else, or end the other one first: no single person may open a vote alone.")


class KeyHolder(Conflict):
    """Somebody who holds a key of a vote would lead votes, keep the register, or give out the roles."""

    code = "key_holder"
    message = N_("This person holds a key of a vote that is not counted yet.")
    help = N_("Give the role to somebody else, or wait until the vote is counted: no single person may open it alone.")


class RoleNotHeld(Conflict):
    """The role is not held."""

    code = "role_not_held"
    message = N_("This role is not held now.")
    help = N_("Somebody else may have ended it already. Look at the list again.")


class PeriodBackwards(Invalid):
    """The end comes before the beginning."""

    code = "period_backwards"
    message = N_("The end comes before the beginning.")
    help = N_("Choose a later end, or leave it empty for a role without end.")


class LastAdministrator(Conflict):
    """Nobody could let anybody in any more."""

    code = "last_administrator"
    message = N_("This is the last person who can manage access.")
    help = N_("Give the administration to somebody else first.")


class ChangeReasonNeeded(Invalid):
    """While a vote is under way, a change of access says why."""

    code = "change_reason_needed"
    message = N_("While a vote is under way, such a change needs a reason.")
    help = N_("Write in a sentence why it cannot wait until the votes are counted: the second administrator reads it.")


class ChangeWaits(Conflict):
    """The same change waits already."""

    code = "change_waits"
    message = N_("This change waits already for a second administrator.")
    help = N_("Another administrator confirms it on the list of people. You can withdraw it there.")


class ChangeUnknown(NotFound):
    """There is no such change."""

    code = "change_unknown"
    message = N_("There is no such change.")
    help = N_("Look at the list of people: what waits stands above it.")


class ChangeOver(Gone):
    """The change was confirmed, withdrawn, or waited too long."""

    code = "change_over"
    message = N_("This change no longer waits: somebody confirmed or withdrew it, or its time is over.")
    help = N_("Look at the list of people, and ask for the change again if it is still needed.")


class SecondAdministratorNeeded(Forbidden):
    """Whoever asked for a change cannot confirm it as well."""

    code = "second_administrator_needed"
    message = N_("Another administrator has to confirm this change, not the one who asked for it.")
    help = N_("While a vote is under way nobody lets people in alone. Ask another administrator, or withdraw it.")


class OfficerNotSuspended(Conflict):
    """The officer is not suspended."""

    code = "officer_not_suspended"
    message = N_("Access of this person is open already.")
    help = N_("Somebody else may have opened it. Look at the page again.")


class SessionUnknown(NotFound):
    """The session is not one of yours, or has ended."""

    code = "session_unknown"
    message = N_("This session has ended already.")
    help = N_("Look at the list again.")
