"""What the journal says of assemblies, their agendas and votes."""

from govapp.declarations import JournalTag
from govapp.kernel.errors import N_


class AssemblyTag(JournalTag):
    """The tags of this room, each with its words. A tag that was ever written keeps its meaning for ever."""

    ASSEMBLY_CREATED = "assembly:created", N_("Assembly created")
    ASSEMBLY_EDITED = "assembly:edited", N_("Assembly edited")
    ASSEMBLY_CALLED_OFF = "assembly:called_off", N_("Assembly called off")
    ASSEMBLY_DELETED = "assembly:deleted", N_("Draft of an assembly deleted")
    ASSEMBLY_UNLOCKED = "assembly:unlocked", N_("Published agenda taken back")
    ASSEMBLY_LOCKED = "assembly:locked", N_("Agenda locked")
    VOTE_PLANNED = "vote:planned", N_("Vote planned")
    VOTE_DISCARDED = "vote:discarded", N_("Planned vote given up")
    VOTE_CANCELLED = "vote:cancelled", N_("Vote cancelled before the first ballot")
    VOTE_RENEWED = "vote:renewed", N_("Ballot paper of a vote follows a new version of its voting list")
    VOTE_ENDED = "vote:ended", N_("Vote ended without a result")
    ASSEMBLY_OPENED = "assembly:opened", N_("Voting opened")
    ASSEMBLY_REMINDED = "assembly:reminded", N_("Reminders to vote sent")
    TRIAL_MAILS_SENT = "vote:trial_mails", N_("Test mails of a vote sent")
    ASSEMBLY_EXTENDED = "assembly:extended", N_("More time given to vote")
    INCIDENT_REPORTED = "incident:reported", N_("Incident of a vote written down")
    INCIDENT_NOTED = "incident:noted", N_("Incident of a vote added to")
    INCIDENT_TOLD = "incident:told", N_("Everybody who may vote told of an incident")
    ASSEMBLY_CLOSED = "assembly:closed", N_("Voting closed")
    ASSEMBLY_ANNOUNCED = "assembly:announced", N_("Result announced")
    ITEM_ADDED = "item:added", N_("Item added to an agenda")
    ITEM_EDITED = "item:edited", N_("Item edited")
    ITEM_MOVED = "item:moved", N_("Item moved")
    ITEM_REMOVED = "item:removed", N_("Item removed")
    AGENDA_COPIED = "agenda:copied", N_("Agenda copied from an earlier assembly")
    SECOND_MEETING_MADE = "assembly:second_made", N_("Second meeting made from one without quorum")
    MODELS_ADDED = "agenda:models_added", N_("Model items put on an agenda")
    CHOICES_CHANGED = "item:choices_changed", N_("Candidates or options changed")
    DOCUMENT_ATTACHED = "document:attached", N_("Document attached")
    DOCUMENT_REMOVED = "document:removed", N_("Document removed")
    BUREAU_APPOINTED = "bureau:appointed", N_("Bureau of a meeting: somebody took an office")
    BUREAU_LEFT = "bureau:left", N_("Bureau of a meeting: somebody left it")
    MEETING_OPENED = "meeting:opened", N_("Meeting opened by the chair")
    MEETING_CLOSED = "meeting:closed", N_("Meeting closed by the chair")
    ATTENDANCE_ARRIVED = "attendance:arrived", N_("Attendance: somebody arrived")
    ATTENDANCE_LEFT = "attendance:left", N_("Attendance: somebody left")
    ATTENDANCE_CORRECTED = "attendance:corrected", N_("Attendance: an entry corrected")
    ITEM_OPENED = "item:opened", N_("Item opened in the room")
    ITEM_CLOSED = "item:closed", N_("Item closed in the room")
