"""The officers of the demonstration, each with a way in that needs neither password nor phone."""

from dataclasses import dataclass
from typing import Final

from govapp.accounts import passwords
from govapp.accounts.service import SetUpOfficer, demo_link, link_url, set_up_officer
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.texts import Language

PASSWORD: Final = "correct horse battery staple"  # noqa: S105 - published
"""Known to everybody, as the phone secret is: it opens a demonstration and nothing else."""
PHONE_SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - published


@dataclass(frozen=True)
class Appointment:
    """One officer: who, in which language, with which role, and the sentence beside the printed link."""

    key: str
    name: str
    language: Language
    role: Role


POSTS: Final = (
    Appointment("secretary", "Saskia De Wilde", Language.NL, Role.SECRETARY),
    Appointment("registrar", "Rachid Lemaire", Language.FR, Role.REGISTRAR),
    Appointment("scrutineer", "Stefanie Kohnen", Language.DE, Role.SCRUTINEER),
    Appointment("scrutineer-2", "Simon Peeters", Language.NL, Role.SCRUTINEER),
    Appointment("scrutineer-3", "Solange Fontaine", Language.FR, Role.SCRUTINEER),
    Appointment("auditor", "Audrey Walsh", Language.EN, Role.AUDITOR),
    Appointment("administrator", "Anouk Tissot", Language.FR, Role.ADMINISTRATOR),
    Appointment("administrator-2", "Arne Wouters", Language.NL, Role.ADMINISTRATOR),
)


def engage(work: Work) -> dict[str, Actor]:
    """Make the officers and return them as actors by key."""
    known = passwords.hashed(PASSWORD)
    found = {}
    for post in POSTS:
        command = SetUpOfficer(
            email=f"{post.key}@ambora.example",
            name=post.name,
            language=post.language,
            roles=frozenset({post.role}),
            password_hash=known,
            phone_secret=PHONE_SECRET,
        )
        number = set_up_officer(work, command)
        found[post.key] = Actor(ActorKind.OFFICER, number, post.name, frozenset({post.role}), post.language)
    return found


def doors(work: Work, officers: dict[str, Actor], base_url: str) -> dict[str, str]:
    """Return a link per officer that opens the office at once."""
    return {
        key: link_url(work.session, demo_link(work, actor.id), base_url)
        for key, actor in officers.items()
        if actor.id is not None
    }
