"""What the use cases of all rooms share: an assembly under its lock, and how it is named."""

from govapp.assembly.meeting.service.rows import editable, locked, reference, touch

__all__ = ["editable", "locked", "reference", "touch"]
