"""Which assembly is not there, and what the head of one must say before it can be saved."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class AssemblyNotFound(NotFound):
    """There is no such assembly."""

    code = "assembly_not_found"
    message = N_("We cannot find this assembly.")


class AgendaLocked(Conflict):
    """Somebody tried to change what the ballot paper was made from."""

    code = "agenda_locked"
    message = N_("The agenda is locked: the voting list and the ballot paper were made from it.")
    help = N_("Nothing was changed. What is put to the vote stays as it was published.")


class AssemblyCalledOff(Conflict):
    """Somebody tried to go on with an assembly that will not be held."""

    code = "assembly_called_off"
    message = N_("This assembly was called off.")
    help = N_("Nothing was changed. Make another assembly if one is needed.")


class AssemblyWasPublished(Conflict):
    """A draft is deleted only while nobody could read it."""

    code = "assembly_was_published"
    message = N_("The agenda of this assembly was public, so it cannot be deleted.")
    help = N_("Call the assembly off instead: everybody who saw it can then read why.")


class CallingOffReasonNeeded(Invalid):
    """An assembly is called off, or a draft deleted, only for a reason."""

    code = "calling_off_reason_needed"
    message = N_("Say why.")
    help = N_("The reason stands in the journal; that of an assembly called off also on its page.")


class AssemblyExists(Conflict):
    """The same assembly was made a moment ago, by a second press or a second person."""

    code = "assembly_exists"
    message = N_("An assembly with this title on %(held_on)s exists already.")
    help = N_("Open it from the list. Nothing was made twice.")


class DatesDoNotFit(Invalid):
    """The days and hours of an assembly are not in an order that can work."""

    code = "assembly_dates"
    message = N_("The dates do not fit together.")
    help = N_("Voting opens before it closes, and the record date is not after the opening.")


class SecondDayNotLater(Invalid):
    """A second meeting is announced for a day that does not come after the first, or in the notice of a second."""

    code = "second_day_not_later"
    message = N_("A second meeting is announced in the notice of the first, for a day after %(held_on)s.")
    help = N_("Write a later day, or leave the field empty.")


class SecondMeetingExists(Conflict):
    """A second meeting was made already from the first."""

    code = "second_meeting_exists"
    message = N_("The second meeting exists already: it is held on %(held_on)s.")
    help = N_("Open it from the list. Nothing was made twice.")


class QuorumNotFailed(Conflict):
    """A second meeting was asked for where no announced result lacks a quorum."""

    code = "quorum_not_failed"
    message = N_("No item of this assembly was left undecided for want of a quorum.")
    help = N_("A second meeting is called only for such items, once their result is announced.")


class NoticeTooLate(Invalid):
    """No notice that leaves today is in time for that day."""

    code = "notice_too_late"
    message = N_("A notice that leaves today is in time for a meeting on %(earliest)s or later.")
    help = N_("Choose a later day.")


class TitleMissing(Invalid):
    """An assembly or an item has no title in any language."""

    code = "title_missing"
    message = N_("Write a title in at least one language.")
    help = N_("The other languages can follow; they are flagged until they are there.")
