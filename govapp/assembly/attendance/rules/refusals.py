"""Why something about the attendance of a meeting cannot be written down."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound


class NotAtTheDesk(Forbidden):
    """Somebody who is neither secretary nor scrutineer wrote on the attendance list."""

    code = "attendance_not_at_the_desk"
    message = N_("Only a secretary or a scrutineer writes on the attendance list.")
    help = N_("Nothing was written. Tell one of them.")


class NotSecretaryOfMeeting(Forbidden):
    """Somebody who is not a secretary recorded the bureau, the hours or the items of a meeting."""

    code = "attendance_not_the_secretary"
    message = N_("Only a secretary records the bureau, the hours of the meeting and its items.")
    help = N_("Nothing was written. Tell the secretary.")


class NoMeetingYet(Conflict):
    """The agenda is not locked, so that there is no voting list, or the assembly was called off."""

    code = "attendance_no_meeting"
    message = N_("This assembly has no voting list: its agenda is not locked, or it was called off.")
    help = N_("Nothing was written. The attendance follows the voting list of the assembly.")


class NotTheDay(Conflict):
    """Something was written down before the day of the meeting."""

    code = "attendance_not_the_day"
    message = N_("The desks open on the day of the meeting, %(day)s.")
    help = N_("Nothing was written.")


class HourDoesNotFit(Invalid):
    """An hour is in the future, or on another day than that of the meeting and the night after it."""

    code = "attendance_hour"
    message = N_("Give an hour that has passed, on the day of the meeting or in the night and the day after it.")


class MeetingIsClosed(Conflict):
    """Somebody arrives or leaves after the hour at which the meeting was closed."""

    code = "attendance_closed"
    message = N_("The meeting was closed on %(closed_at)s: nobody arrives or leaves after that.")
    help = N_("Nothing was written. An entry of the printed list is keyed in with the hour that stands on it.")


class HourAlreadyRecorded(Conflict):
    """The meeting was opened, or closed, before."""

    code = "attendance_hour_recorded"
    message = N_("That hour is recorded already: %(at)s.")
    help = N_("Nothing was written again. Who had voted beforehand is read once, at the opening.")


class MeetingNotOpen(Conflict):
    """The meeting is to be closed, or an item opened, before the chair opened the meeting."""

    code = "attendance_not_open"
    message = N_("The chair has not opened the meeting yet.")
    help = N_("Nothing was written. Record the opening first.")


class AlreadyPresent(Conflict):
    """Somebody is checked in who is there already."""

    code = "attendance_already_present"
    message = N_("%(name)s is checked in already: at desk %(desk)s, since %(at)s, by %(by)s.")
    help = N_("Nothing was written again: everybody stands on the list once.")


class NotPresent(Conflict):
    """Somebody leaves who is not there."""

    code = "attendance_not_present"
    message = N_("%(name)s is not on the list as present at that hour.")
    help = N_("Nothing was written. Check the person in first, with the hour of arrival.")


class EntryDoesNotFit(Invalid):
    """An entry lies between others of the same person in such a way that somebody would be there twice."""

    code = "attendance_order"
    message = N_("At that hour it contradicts another entry of this person: arrivals and departures take turns.")


class AttendanceEntryNotFound(NotFound):
    """There is no such entry of the attendance list."""

    code = "attendance_entry_not_found"
    message = N_("We cannot find this entry of the attendance list.")


class EntryCorrected(Conflict):
    """An entry was corrected before; its correction can be corrected."""

    code = "attendance_entry_corrected"
    message = N_("This entry was corrected already, by entry %(number)s.")
    help = N_("Nothing was written. Correct the later entry instead.")


class AttendanceReasonNeeded(Invalid):
    """What departs from the rule has no reason."""

    code = "attendance_reason"
    message = N_("Give the reason in %(fewest)s to %(most)s characters: the minutes will say it.")


class ActingNameNeeded(Invalid):
    """It is not said who came for an organisation."""

    code = "attendance_acting_name"
    message = N_("Write the name of the person who is here for the organisation.")


class PersonNotFound(NotFound):
    """There is no such shareholder."""

    code = "attendance_person_not_found"
    message = N_("We cannot find this shareholder.")
    help = N_("Look for the number or for a part of the name.")


class LinkNotOfHolder(Invalid):
    """A code was scanned that is not the personal link of a shareholder, or one that was withdrawn."""

    code = "attendance_link"
    message = N_("This code is not the personal link of a shareholder, or it was withdrawn. Look for the name.")


class DeskNotThere(NotFound):
    """There is no desk of that number."""

    code = "attendance_desk"
    message = N_("Desks have the numbers 1 to %(most)s.")


class BureauNameNeeded(Invalid):
    """A member of the bureau has no name."""

    code = "bureau_name"
    message = N_("Write a name, or the number of a shareholder.")


class BureauPlaceNeeded(Invalid):
    """It is not said where a member of the bureau is."""

    code = "bureau_place"
    message = N_("Say where this person is: the bureau is there in person.")


class BureauMemberNotFound(NotFound):
    """There is no such member of the bureau."""

    code = "bureau_member_not_found"
    message = N_("We cannot find this member of the bureau.")


class BureauMemberLeft(Conflict):
    """A member of the bureau left it before."""

    code = "bureau_member_left"
    message = N_("This person left the bureau already, on %(at)s.")
    help = N_("Nothing was written again.")


class AlreadyInBureau(Conflict):
    """Somebody holds that office already: the form was sent twice."""

    code = "bureau_already"
    message = N_("%(name)s holds this office already, since %(at)s.")
    help = N_("Nothing was written again.")


class ItemNotOpen(Conflict):
    """An item is to be closed that is not open in the room."""

    code = "item_not_open"
    message = N_("This item is not open in the room.")
    help = N_("Nothing was written.")


class ItemAlreadyOpen(Conflict):
    """An item is to be opened that is open in the room."""

    code = "item_already_open"
    message = N_("This item is open in the room already.")
    help = N_("Nothing was written again.")


class QuorumMissing(Conflict):
    """An item is opened or closed without quorum and without a reason."""

    code = "quorum_missing"
    message = N_("There is no quorum for this item. Without one it is opened or closed only with a reason.")
    help = N_("Nothing was written. Wait for more people, leave the item to a second meeting, or give the reason.")
