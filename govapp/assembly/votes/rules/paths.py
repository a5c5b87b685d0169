"""The addresses of public pages of a vote on this site, as letters carry them."""


def agenda_path(assembly_id: int) -> str:
    """Return the address of the page of an assembly."""
    return f"/assemblies/{assembly_id}"


def incidents_path(assembly_id: int) -> str:
    """Return the address at which everybody reads what went wrong in the votes of an assembly."""
    return f"{agenda_path(assembly_id)}#incidents"


def result_path(assembly_id: int, ordinal: int) -> str:
    """Return the address of the announced result of one of its votes."""
    return f"{_vote_path(assembly_id, ordinal)}/result"


def calendar_path(assembly_id: int, ordinal: int) -> str:
    """Return the address of the hours of one of its votes as a file for calendars."""
    return f"{_vote_path(assembly_id, ordinal)}/calendar.ics"


def additions_path(roll_id: int) -> str:
    """Return where officers see who was added to a voting list, and who is proposed."""
    return f"/office/rolls/{roll_id}/additions"


def closing_path(uuid: str) -> str:
    """Return where an early closing that waits is confirmed or refused."""
    return f"/office/closings/{uuid}"


def office_incident_path(uuid: str, number: int) -> str:
    """Return where a mail about an incident that waits is confirmed or refused."""
    return f"/office/incidents/{uuid}/{number}"


def _vote_path(assembly_id: int, ordinal: int) -> str:
    return agenda_path(assembly_id) + ("" if ordinal == 1 else f"/votes/{ordinal}")
