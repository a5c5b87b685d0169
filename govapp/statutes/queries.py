"""What is read about the statutes: the versions, and the one in force on a day."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import Refusal
from govapp.statutes.models import StatutesVersionRecord
from govapp.statutes.rules.encoding import ProfileUnreadable, decode
from govapp.statutes.rules.law import profile_problems
from govapp.statutes.rules.profile import Body, Profile
from govapp.statutes.rules.refusals import ProfileDamaged, VersionNotFound
from govapp.statutes.rules.versions import DecisionTaken, StatutesVersion, check_timeline, timeline_problems, version_on


def list_versions(session: Session) -> tuple[StatutesVersion, ...]:
    """Return all versions by their first day; raises ProfileDamaged, UnknownRecordVersion."""
    return tuple(_version(row) for row in _rows(session))


def get_version(session: Session, number: int) -> StatutesVersion:
    """Return one version; raises VersionNotFound, ProfileDamaged, UnknownRecordVersion."""
    row = session.get(StatutesVersionRecord, number)
    if row is None:
        raise VersionNotFound
    return _version(row)


def get_version_on(session: Session, day: date) -> StatutesVersion:
    """Return the version in force on a day; raises HoleBetweenVersions, ProfileDamaged, UnknownRecordVersion."""
    return version_on(list_versions(session), day)


def get_profile_on(session: Session, day: date) -> Profile:
    """Return the profile in force on a day; raises HoleBetweenVersions, ProfileDamaged, UnknownRecordVersion."""
    return get_version_on(session, day).profile


def get_share_prices(session: Session) -> Callable[[date], int]:
    """Return the price of a share (cents) by the day on which it is issued.

    Raises ProfileDamaged, UnknownRecordVersion; what is returned raises HoleBetweenVersions.
    """
    versions = list_versions(session)
    return lambda day: version_on(versions, day).profile.share_price_cents


def list_share_prices(session: Session) -> tuple[tuple[date, int], ...]:
    """Return the price of a share (cents) from each day on which a version begins, in order, from before any share.

    Raises ProfileDamaged, UnknownRecordVersion, HoleBetweenVersions, TwoVersionsForOneDay.
    """
    versions = list_versions(session)
    check_timeline(versions)
    return tuple(sorted((each.first_day, each.profile.share_price_cents) for each in versions))


def find_problems(session: Session) -> tuple[Refusal, ...]:
    """Return what is wrong with the kept versions: damage, rules below the law, holes, days claimed twice."""
    return tuple(_problems(session))


def _problems(session: Session) -> Iterator[Refusal]:
    versions = []
    for row in _rows(session):
        try:
            versions.append(_version(row))
        except Refusal as damage:
            yield damage
        else:
            yield from profile_problems(versions[-1].profile)
    yield from timeline_problems(versions)


def _rows(session: Session) -> Iterator[StatutesVersionRecord]:
    yield from session.scalars(select(StatutesVersionRecord).order_by(StatutesVersionRecord.first_day))


def _version(row: StatutesVersionRecord) -> StatutesVersion:
    if sha256_hex(canonical_json(row.profile)) != row.digest:
        raise ProfileDamaged(number=row.number)
    try:
        profile = decode(row.profile)
    except ProfileUnreadable as error:
        raise ProfileDamaged(number=row.number) from error
    decision = DecisionTaken(row.decided_on, Body(row.decided_by), row.reference, row.reason)
    return StatutesVersion(row.number, row.first_day, row.last_day, profile, row.digest, decision)
