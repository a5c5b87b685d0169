"""Who acts: a person or the system, and the roles an officer holds."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from govapp.kernel.errors import N_
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


class Role(StrEnum):
    """What an officer may do; roles add up."""

    ADMINISTRATOR = "administrator"
    REGISTRAR = "registrar"
    SECRETARY = "secretary"
    SCRUTINEER = "scrutineer"
    AUDITOR = "auditor"


# How people read a role: as a function, so that no language has to guess a gender.
ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("administration"),
    Role.REGISTRAR: N_("registrar"),
    Role.SECRETARY: N_("secretariat"),
    Role.SCRUTINEER: N_("scrutineers"),
    Role.AUDITOR: N_("audit (read only)"),
}


class ActorKind(StrEnum):
    """In which capacity somebody acts."""

    SYSTEM = "system"
    OFFICER = "officer"
    SHAREHOLDER = "shareholder"
    VISITOR = "visitor"


@dataclass(frozen=True)
class Actor:
    """The one on whose behalf something is done.

    `id` is the officer's or the holder's number in the database, None for visitors and the system.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    language: Language = Language.EN

    def has_any(self, *roles: Role) -> bool:
        """Tell whether the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    @property
    def subject(self) -> SubjectRef:
        """Return the actor as what a line of the journal is about."""
        return SubjectRef(self.reference)

    @cached_property
    def reference(self) -> str:
        """Return the short form that the journal keeps, for example `officer:3`."""
        return self.kind.value if self.id is None else f"{self.kind.value}:{self.id}"


SYSTEM = Actor(ActorKind.SYSTEM, name="GovApp")
VISITOR = Actor(ActorKind.VISITOR)
