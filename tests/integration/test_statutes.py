"""Versions of the statutes, on both databases: kept with their decision, one for each day, never changed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.records import UnknownRecordVersion
from govapp.statutes import queries
from govapp.statutes.cli import statutes
from govapp.statutes.models import StatutesVersionRecord
from govapp.statutes.rules.encoding import encode_v1
from govapp.statutes.rules.majorities import Threshold, VoteRule
from govapp.statutes.rules.profile import LegalKind, Profile
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS, MODEL_STATUTES
from govapp.statutes.rules.refusals import (
    DecisionAfterEffect,
    DecisionIncomplete,
    HoleBetweenVersions,
    NothingChanged,
    ProfileDamaged,
    RuleLooserThanLaw,
    StatutesChangedMeanwhile,
    TwoVersionsForOneDay,
    VersionNotFound,
)
from govapp.statutes.service import AdoptStatutes, adopt_statutes
from tests.factories.statutes import DECISION, FOUNDING, SECRETARY, adopt, with_rule

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def profile_on(database: Database, clock: FixedClock, day: date) -> Profile:
    with database.read_only(SECRETARY, clock.now()) as work:
        return queries.get_profile_on(work.session, day)


def problems(database: Database, clock: FixedClock) -> list[type[Refusal]]:
    with database.read_only(SECRETARY, clock.now()) as work:
        return [type(each) for each in queries.find_problems(work.session)]


def test_a_new_database_begins_with_what_the_law_says(database: Database, clock: FixedClock) -> None:
    assert profile_on(database, clock, date(1950, 1, 1)) == LEGAL_DEFAULTS
    assert problems(database, clock) == []


def test_a_new_version_holds_from_its_first_day_and_leaves_a_line_in_the_journal(
    database: Database, clock: FixedClock
) -> None:
    longer = replace(MODEL_STATUTES, notice_days=21)
    assert adopt(database, clock, longer, date(2026, 6, 1)) == 3
    assert profile_on(database, clock, date(2016, 12, 31)) == LEGAL_DEFAULTS
    assert profile_on(database, clock, date(2026, 5, 31)) == MODEL_STATUTES
    assert profile_on(database, clock, date(2026, 6, 1)) == longer
    with database.read_only(SECRETARY, clock.now()) as work:
        line = work.session.scalars(select(JournalEntryRecord).order_by(JournalEntryRecord.sequence.desc())).first()
        assert line is not None
        assert (line.tag, line.subject, line.reason) == ("statutes:adopted", "statutes:3", DECISION.reason)
        assert line.facts["digest"] == queries.get_version(work.session, 3).digest


def test_temporary_rules_are_put_between_two_versions(database: Database, clock: FixedClock) -> None:
    longer = replace(MODEL_STATUTES, notice_days=21)
    adopt(database, clock, replace(MODEL_STATUTES, notice_days=20), date(2026, 7, 1))
    adopt(database, clock, longer, date(2026, 1, 1), date(2026, 6, 30))
    assert profile_on(database, clock, date(2026, 6, 30)) == longer
    assert profile_on(database, clock, date(2026, 7, 1)).notice_days == 20
    assert problems(database, clock) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"last_day": date(2026, 6, 30)}, HoleBetweenVersions),
        ({"first_day": FOUNDING, "decision": DECISION}, TwoVersionsForOneDay),
        ({"first_day": date(1899, 1, 1), "decision": replace(DECISION, day=date(1899, 1, 1))}, None),
        ({"profile": MODEL_STATUTES}, NothingChanged),
        ({"known_versions": 1}, StatutesChangedMeanwhile),
        ({"decision": replace(DECISION, day=date(2026, 6, 2))}, DecisionAfterEffect),
        ({"decision": replace(DECISION, reference="")}, DecisionIncomplete),
        (
            {
                "profile": with_rule(
                    MODEL_STATUTES,
                    LegalKind.STATUTES,
                    VoteRule(MODEL_STATUTES.items.statutes.base, Threshold.of(Fraction(3, 4))),
                )
            },
            RuleLooserThanLaw,
        ),
    ],
)
def test_a_version_that_cannot_be_is_refused_by_name_and_nothing_is_kept(
    database: Database, clock: FixedClock, change: dict[str, object], refusal: type[Refusal] | None
) -> None:
    command = AdoptStatutes(replace(MODEL_STATUTES, notice_days=21), date(2026, 6, 1), None, DECISION, 2)
    command = replace(command, **change)  # type: ignore[arg-type]
    if refusal is None:
        with database.unit_of_work(SECRETARY, clock.now()) as work:
            assert adopt_statutes(work, command) == 3
        return
    with pytest.raises(refusal), database.unit_of_work(SECRETARY, clock.now()) as work:
        adopt_statutes(work, command)
    with database.read_only(SECRETARY, clock.now()) as work:
        assert len(queries.list_versions(work.session)) == 2


def test_a_kept_version_refuses_to_be_changed_or_deleted(database: Database, clock: FixedClock) -> None:
    for statement in ("UPDATE statutes_version SET reason = 'x'", "DELETE FROM statutes_version"):
        with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work(SECRETARY, clock.now()) as work:
            work.session.execute(text(statement))


def _row(number: int, day: date, record: dict[str, object], digest: str) -> StatutesVersionRecord:
    return StatutesVersionRecord(
        number=number,
        first_day=day,
        last_day=None,
        profile=record,
        digest=digest,
        decided_on=day,
        decided_by="assembly",
        reference="x",
        reason="x",
        recorded_at=SINCE,
        recorded_by="x",
    )


def test_a_profile_that_is_not_what_its_digest_says_is_found_and_never_used(
    database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        work.session.add(_row(3, date(2026, 1, 1), encode_v1(MODEL_STATUTES), "0" * 64))
    assert problems(database, clock) == [ProfileDamaged]
    with pytest.raises(ProfileDamaged):
        profile_on(database, clock, date(2026, 6, 1))


def test_a_profile_in_a_form_that_nobody_wrote_is_found_though_its_digest_holds(
    database: Database, clock: FixedClock
) -> None:
    record: dict[str, object] = {"v": 1, "rules": "none"}
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        work.session.add(_row(3, date(2026, 1, 1), record, sha256_hex(canonical_json(record))))
    assert problems(database, clock) == [ProfileDamaged]


def test_a_profile_of_a_newer_program_is_refused_by_name(database: Database, clock: FixedClock) -> None:
    record = {**encode_v1(MODEL_STATUTES), "v": 2}
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        work.session.add(_row(3, date(2026, 1, 1), record, sha256_hex(canonical_json(record))))
    with pytest.raises(UnknownRecordVersion):
        profile_on(database, clock, date(2026, 6, 1))


def test_a_version_that_is_not_there_is_not_found(database: Database, clock: FixedClock) -> None:
    with pytest.raises(VersionNotFound), database.read_only(SECRETARY, clock.now()) as work:
        queries.get_version(work.session, 7)


def test_the_command_shows_the_rules_of_a_day_and_checks_all_versions(
    database: Database, database_url: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    shown = CliRunner().invoke(statutes, ["show", "--on", "2017-01-01"])
    assert json.loads(shown.output)["profile"] == encode_v1(MODEL_STATUTES)
    assert json.loads(CliRunner().invoke(statutes, ["show", "--on", "2016-12-31"]).output)["number"] == 1
    checked = CliRunner().invoke(statutes, ["check"])
    assert (checked.exit_code, "in order" in checked.output) == (0, True)
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        work.session.add(_row(3, date(2026, 1, 1), encode_v1(MODEL_STATUTES), "0" * 64))
    checked = CliRunner().invoke(statutes, ["check"])
    assert (checked.exit_code, "profile_damaged" in checked.output) == (1, True)
