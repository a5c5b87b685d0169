"""The table of routes and their owners that was reviewed (tests/web/routes.txt), as something that can be asked."""

from dataclasses import dataclass
from pathlib import Path

from govapp.kernel.actors import Role

ROUTES = Path(__file__).parents[2] / "web" / "routes.txt"
VISITOR, SHAREHOLDER, ALL_ROLES = "visitor", "shareholder", "all roles"
ROLES = tuple(role.value for role in Role)
PEOPLE = (VISITOR, SHAREHOLDER, *ROLES, ALL_ROLES)
"""Everybody who sends requests: by what they are, officers by their role."""


def roles_of(person: str) -> frozenset[str]:
    """Return the roles that a person was given."""
    return frozenset(ROLES) if person == ALL_ROLES else frozenset({person}) & frozenset(ROLES)


@dataclass(frozen=True)
class Owner:
    """Whose a route is: everybody's, the shareholders', or that of officers with one of `roles`."""

    kind: str
    roles: frozenset[str] = frozenset()

    def permits(self, person: str, roles: frozenset[str]) -> bool:
        """Tell whether a person, who holds `roles` at that moment, may use the route."""
        if self.kind == "officers":
            return not self.roles.isdisjoint(roles)
        return self.kind == "everybody" or person == SHAREHOLDER


def read_owners() -> dict[tuple[str, str], Owner]:
    """Return the owner by method and route."""
    found = {}
    for line in ROUTES.read_text(encoding="utf-8").splitlines():
        route, _, words = line.partition(" -> ")
        methods, _, rule = route.partition(" ")
        kind, _, roles = words.partition(": ")
        # Behind the roles may stand what a route asks for besides, such as a fresh code.
        named = frozenset(ROLES) if roles.startswith("all") else frozenset(roles.split(", ")) & frozenset(ROLES)
        for method in methods.split(","):
            found[method, rule] = Owner(kind, named)
    return found
