"""What decides about links, attempts, roles and sessions: plain functions of values and of the present moment."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, ip_address, ip_network
from itertools import pairwise
from typing import Final

from govapp.accounts.refusals import ChangeOver, SecondAdministratorNeeded
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.subjects import SubjectRef


def officer_ref(officer_id: int) -> SubjectRef:
    """Return how the journal and links name an officer: `officer:3`."""
    return SubjectRef.to("officer", officer_id)


class LinkPurpose(StrEnum):
    """What a personal link is for; a link for one purpose opens nothing else."""

    VOTE = "vote"
    SIGN_IN = "sign_in"
    ENROL = "enrol"
    DEMO = "demo"
    ADDRESS = "address"
    LETTER = "letter"

    @property
    def is_for_officers(self) -> bool:
        """Tell whether the link opens the office."""
        return self in {LinkPurpose.ENROL, LinkPurpose.DEMO, LinkPurpose.ADDRESS}


class LinkState(StrEnum):
    """Where a link stands for the device that opens it."""

    OPEN = "open"
    USED_HERE = "used_here"
    USED_UP = "used_up"
    EXPIRED = "expired"
    REVOKED = "revoked"


# By mail or by post: both open the ballot of the same right.
TO_VOTE: Final = frozenset({LinkPurpose.VOTE, LinkPurpose.LETTER})
# A device that used the link before is let in again: the owner's own is never the one that is stopped.
OPENS = frozenset({LinkState.OPEN, LinkState.USED_HERE})
# Scanners that run script count as devices, so the cap leaves room for a few of them beside phone, tablet and computer.
DEVICES_PER_LINK = 10
# No scanner reads paper, and nobody is told of a second device by mail: the code of a letter is used on one.
DEVICES_PER_CODE = 1
# How long a link lives that somebody asked for, and how soon the same person may ask again.
RENEWED_LINK_LIFETIME = timedelta(days=3)
RENEWAL_PAUSE = timedelta(minutes=2)
# How many links one person gets on request within a day, however patient somebody is who asks in his or her place.
LINKS_PER_DAY = 12
ENROLMENT_LIFETIME = timedelta(days=7)
# How long an officer may take to confirm a new e-mail address of their own.
ADDRESS_LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class LinkFacts:
    """What is known of a link when a device opens it; `devices` counts the devices that used it already."""

    expires_at: datetime
    revoked_at: datetime | None
    devices: int
    used_on_this_device: bool
    max_devices: int = DEVICES_PER_LINK


def link_state(link: LinkFacts, now: datetime) -> LinkState:
    """Say where a link stands; at the very second of its expiry it is expired."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if now >= link.expires_at:
        return LinkState.EXPIRED
    if link.used_on_this_device:
        return LinkState.USED_HERE
    return LinkState.USED_UP if link.devices >= link.max_devices else LinkState.OPEN


def renewed_until(purpose: LinkPurpose, latest: datetime, now: datetime) -> datetime:
    """Return until when a link lives that replaces another; `latest` is the last hour of all that led there.

    A link to a vote lives as long as the vote: it may be in the past, and then nothing is left to send. The others live
    for some days at least.
    """
    if purpose in TO_VOTE:
        return latest
    return max(latest, now + (ENROLMENT_LIFETIME if purpose is LinkPurpose.ENROL else RENEWED_LINK_LIFETIME))


def is_local_path(path: str) -> bool:
    r"""Tell whether `path` stays on this site: `/vote/1` does, `//evil.example` and `/\evil.example` do not."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and " " not in path


WRONG_ATTEMPTS_PER_ACCOUNT = 5
WRONG_ATTEMPTS_PER_ADDRESS = 25
# A hall full of people shares one address, and of the 2^60 codes hardly any is one of ours.
WRONG_CODES_PER_ADDRESS = 30
LOCKOUT = timedelta(minutes=15)
# Wrong attempts further apart than this do not add up.
ATTEMPT_MEMORY = timedelta(minutes=15)


# Of an IPv6 address a subscriber is given the rest to choose from, often by the billion.
IPV6_PREFIX = 64


def network_of(address: str) -> str:
    """Return the part of a network address that stands for one visitor; what is no address stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, IPV6_PREFIX), strict=False))


@dataclass(frozen=True)
class Attempts:
    """The wrong attempts of one account or one network address."""

    wrong: int
    last_at: datetime
    locked_until: datetime | None = None


def is_locked(attempts: Attempts | None, now: datetime) -> bool:
    """Tell whether sign-in is closed; at the very second of `locked_until` it is open again."""
    return attempts is not None and attempts.locked_until is not None and now < attempts.locked_until


def after_wrong_attempt(attempts: Attempts | None, limit: int, now: datetime) -> Attempts:
    """Count one more wrong attempt; at `limit` the lock falls for `LOCKOUT` and the count begins again."""
    is_fresh = attempts is not None and now - attempts.last_at < ATTEMPT_MEMORY
    wrong = (attempts.wrong if attempts is not None and is_fresh else 0) + 1
    if wrong >= limit:
        return Attempts(0, now, now + LOCKOUT)
    return Attempts(wrong, now)


@dataclass(frozen=True)
class RoleGrant:
    """One role of one officer, from a moment until another (excluded) or without end."""

    role: Role
    from_at: datetime
    until_at: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether the role is held at `moment`."""
        return self.from_at <= moment and (self.until_at is None or moment < self.until_at)

    def is_over(self, moment: datetime) -> bool:
        """Tell whether the role has ended at `moment`: it is neither held nor still to come."""
        return self.until_at is not None and self.until_at <= moment


# A scrutineer holds a key of the votes. Whoever also gives out roles, keeps the register or runs the vote could gather
# all that is needed to read single ballots.
APART_FROM_KEYS: Final = frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.REGISTRAR})


def may_meet(one: Role, other: Role) -> bool:
    """Tell whether one person may hold both roles at the same time."""
    return not ({one, other} & APART_FROM_KEYS and Role.SCRUTINEER in {one, other})


def may_all_meet(roles: Collection[Role]) -> bool:
    """Tell whether one person may hold all these roles at the same time."""
    return all(may_meet(one, other) for one in roles for other in roles)


def may_hold_key(roles: frozenset[Role]) -> bool:
    """Tell whether somebody with these roles may hold a key of a vote."""
    return Role.SCRUTINEER in roles and not roles & APART_FROM_KEYS


@dataclass(frozen=True)
class RoleLine:
    """What one line of the journal tells: at a moment a role was given, or, without `grant`, ended."""

    at: datetime
    role: Role
    grant: RoleGrant | None = None


def grants_told(lines: Iterable[RoleLine]) -> tuple[RoleGrant, ...]:
    """Return the grants of one officer as the lines of the journal make them, in the order of the lines."""
    grants: list[RoleGrant] = []
    for line in lines:
        if line.grant is not None:
            grants.append(line.grant)
            continue
        grants = [
            # A role that never began ends where it would have begun.
            replace(grant, until_at=max(line.at, grant.from_at))
            if grant.role is line.role and not grant.is_over(line.at)
            else grant
            for grant in grants
        ]
    return tuple(grants)


def roles_at(grants: tuple[RoleGrant, ...], moment: datetime) -> frozenset[Role]:
    """Return the roles held at `moment`; roles add up."""
    return frozenset(grant.role for grant in grants if grant.holds_at(moment))


class AccessChangeKind(StrEnum):
    """What lets somebody in: from the sealing of a ballot paper to its count it takes two administrators."""

    INVITE = "invite"
    GRANT = "grant"
    INVITE_AGAIN = "invite_again"
    REINSTATE = "reinstate"


# How long a change waits for a second administrator; after that it is asked for again.
CHANGE_WAITS_FOR = timedelta(days=7)


@dataclass(frozen=True)
class ChangeMoments:
    """Who asked for a change of access (the number of an officer), until when it waits, and when it was settled."""

    asked_by: int
    expires_at: datetime
    settled_at: datetime | None = None

    def waits_at(self, moment: datetime) -> bool:
        """Tell whether the change can still be confirmed; at the very second of its end no more."""
        return self.settled_at is None and moment < self.expires_at


def require_waiting(change: ChangeMoments, now: datetime) -> None:
    """Return when a change still waits; raises ChangeOver."""
    if not change.waits_at(now):
        raise ChangeOver


def require_second_person(change: ChangeMoments, actor: Actor, now: datetime) -> None:
    """Return when `actor` may confirm a change; raises ChangeOver, or SecondAdministratorNeeded for whoever asked."""
    require_waiting(change, now)
    if actor.kind is not ActorKind.OFFICER or Role.ADMINISTRATOR not in actor.roles or actor.id == change.asked_by:
        raise SecondAdministratorNeeded


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lives: without a sign of life, and at most."""

    idle: timedelta
    absolute: timedelta


def day_begun(moment: datetime) -> datetime:
    """Return the beginning of the day (UTC) of `moment`: all that is kept of when a shareholder came in."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


OFFICER_SESSION = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=10))
SHAREHOLDER_SESSION = SessionLimits(idle=timedelta(hours=4), absolute=timedelta(hours=24))
# Of a shareholder the row knows days only, and ends what no cookie can prolong; the cookie keeps the hours above.
SHAREHOLDER_ROW = SessionLimits(idle=timedelta(hours=48), absolute=timedelta(hours=48))
# A sign of life is written down at most this often, so that reading pages writes little.
SIGN_OF_LIFE_EVERY = timedelta(minutes=2)


@dataclass(frozen=True)
class SessionTimes:
    """When a session began, when it was last seen, and when it was ended by hand."""

    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None


def is_session_alive(times: SessionTimes, limits: SessionLimits, now: datetime) -> bool:
    """Tell whether a session still counts; at the very second of a limit it does not."""
    return times.ended_at is None and now < times.seen_at + limits.idle and now < times.created_at + limits.absolute


# What gives power or cannot be taken back needs a code that was typed so recently (OWASP ASVS 5.0 V7.5.3).
FRESH_SIGN_IN = timedelta(minutes=15)


def is_fresh(confirmed_at: datetime, now: datetime) -> bool:
    """Tell whether an officer proved recently enough who sits there; at the very second of the limit no more."""
    return now < confirmed_at + FRESH_SIGN_IN


MIN_PASSWORD_CHARACTERS = 12
MAX_PASSWORD_CHARACTERS = 256


def masked_email(address: str) -> str:
    """Return an address as only its owner recognises it: `anna@ambora.example` becomes `a***a@ambora.example`."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***{local[-1:] if len(local) > 1 else ''}@{domain}"


class PasswordFault(StrEnum):
    """Why a password may not be chosen."""

    LENGTH = "length"
    COMMON = "common"
    PATTERN = "pattern"
    OWN = "own"


# Fewer letters and digits than these beside one's own name or the cooperative's are guessed with them.
MIN_CHARACTERS_OF_ONES_OWN = 8
MIN_OWN_WORD_CHARACTERS = 4
_AS_LETTERS = str.maketrans("@4301!$5", "aaeoiiss")


def find_password_fault(password: str, *, own_words: Iterable[str], common: Collection[str]) -> PasswordFault | None:
    """Say why a password may not be chosen, or None when it may (NIST SP 800-63B section 5.1.1.2, OWASP ASVS 5.0 V6.2).

    `common` are passwords that everybody tries, in small letters: neither they nor they with digits, signs or the usual
    signs for letters are accepted. `own_words` are names, addresses and the name of the cooperative.
    """
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        return PasswordFault.LENGTH
    plain = password.casefold()
    if any(core in common for core in _cores(plain)):
        return PasswordFault.COMMON
    if _is_pattern(plain):
        return PasswordFault.PATTERN
    rest = plain
    for word in sorted(_words(own_words), key=len, reverse=True):
        rest = rest.replace(word, "")
    is_own = rest != plain and sum(map(str.isalnum, rest)) < MIN_CHARACTERS_OF_ONES_OWN
    return PasswordFault.OWN if is_own else None


def _cores(plain: str) -> frozenset[str]:
    """Return the password without what is often put around a word: `p@ssw0rd2026!` is `password`."""
    stripped = plain.strip("0123456789!?.,;:*#+-_$&@ ")
    return frozenset({plain, stripped, stripped.translate(_AS_LETTERS), plain.translate(_AS_LETTERS)})


def _is_pattern(plain: str) -> bool:
    """Tell whether a password is a short piece said again and again, or a run such as `abcdefghijkl`."""
    period = (plain + plain).find(plain, 1)
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return period < min(len(plain), MIN_PASSWORD_CHARACTERS) or steps <= {1, -9} or steps <= {-1, 9}


def _words(own_words: Iterable[str]) -> frozenset[str]:
    parts = (part for text in own_words for part in re.split(r"[^\w]+", text.casefold()))
    return frozenset(part for part in parts if len(part) >= MIN_OWN_WORD_CHARACTERS)


_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """Return how a person recognises a device in a list, such as `Firefox, Android`; no version, no model."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)
