"""With the database in hand and its triggers away for a moment: whatever is changed about people is named."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, insert, select, text

from govapp.anchor import anchor
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectName,
    SetEmail,
    change_category,
    correct_name,
    set_email,
)
from govapp.shares.people.models import FactLinkRecord, PartyEmail
from govapp.shares.people.queries.chain import get_fact_head, list_fact_links
from govapp.shares.people.rules.chain import FIRST_LINK, Fact, FactLink, FactType, fact_line, link_hash
from govapp.shares.people.rules.dated import PersonName
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.service import Person
from govapp.shares.register.cli import shares
from govapp.shares.rolls.queries import get_roll, list_changes
from govapp.shares.rolls.service import ConfirmChange, FreezeRoll, confirm_change, freeze_roll
from tests.conftest import KEY
from tests.factories.ballots import SECRETARY
from tests.factories.shares import REGISTRAR, SINCE, ZONEN, register_some, registered
from tests.factories.tampering import tamper, without_triggers

JAN = Person(PartyKind.NATURAL, "Vos", "Jan", "fr")
THIEF = "thief@mail.example"
DAY = datetime(2020, 1, 1, tzinfo=UTC)
TABLES = (
    "party",
    "party_name",
    "party_address",
    "party_language",
    "party_category",
    "party_email",
    "representation",
    "fact_confirmation",
    "fact_link",
)


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)


@dataclass(frozen=True)
class Attacked:
    """A register of two people and an organisation (person 3, for which person 4 votes) with a frozen voting list."""

    database: Database
    clock: FixedClock

    def check(self, *arguments: str) -> list[str]:
        """Return what `shares check` says is wrong, without its last line; its exit status goes with it."""
        result = CliRunner().invoke(shares, ["check", *arguments])
        lines = result.output.splitlines()
        assert result.exit_code == (0 if lines[-1].startswith("The register is sound") else 1), result.exception
        return [line for line in lines[:-1] if "still hold" not in line and "signed with" not in line]

    def tamper(self, table: str, statement: str, **values: object) -> None:
        tamper(self.database, table, statement, **values)

    def give_address(self, address: str) -> None:
        with self.database.unit_of_work(REGISTRAR, self.clock.now()) as work:
            set_email(work, SetEmail(1, address))

    def links(self) -> list[FactLink]:
        with self.database.read_only(REGISTRAR, self.clock.now()) as work:
            return list(list_fact_links(work.session))


@pytest.fixture
def attacked(database: Database, clock: FixedClock) -> Iterator[Attacked]:
    register_some(database, clock, 2)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, category=Category.PARTNER, representative=JAN)
        freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        change_category(work, ChangeCategory(2, Category.STAFF, SINCE, "Hired"))
    found = Attacked(database, clock)
    assert found.check() == []
    yield found
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == [], "the attacker made the triggers again"


@pytest.mark.parametrize(
    ("table", "statements", "named"),
    [
        (
            "party_email",
            (
                f"UPDATE party_email SET address = '{THIEF}' WHERE id = 2",
                f"UPDATE holding SET email = '{THIEF}' WHERE party_id = 2",
            ),
            "person 2: Shareholder 2, e-mail address (row 2): this is not what was recorded. (fact_changed)",
        ),
        (
            "party_category",
            ("UPDATE party_category SET category = 'partner' WHERE id = 1", "UPDATE holding SET category = 'partner'"),
            "person 1: Shareholder 1, category (row 1): this is not what was recorded. (fact_changed)",
        ),
        (
            "representation",
            ("UPDATE representation SET representative_id = 2 WHERE id = 1",),
            "person 3: Shareholder 3, representative (row 1): this is not what was recorded. (fact_changed)",
        ),
        (
            "representation",
            ("UPDATE representation SET effective_date = '2026-05-31' WHERE id = 1",),
            "person 3: Shareholder 3, representative (row 1): this is not what was recorded. (fact_changed)",
        ),
        (
            "party_name",
            ("UPDATE party_name SET reason = 'x' WHERE id = 4",),
            "person 4: Shareholder without a number, name (row 4): this is not what was recorded. (fact_changed)",
        ),
        (
            "party_address",
            ("UPDATE party_address SET street = 'Elsewhere 1' WHERE id = 1",),
            "person 1: Shareholder 1, address (row 1): this is not what was recorded. (fact_changed)",
        ),
        (
            "party_language",
            ("UPDATE party_language SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE id = 2",),
            "person 2: Shareholder 2, language (row 2): this is not what was recorded. (fact_changed)",
        ),
        (
            "party",
            ("UPDATE party SET company_number = '0123456749' WHERE id = 3",),
            "person 3: Shareholder 3, entry as a person (row 3): this is not what was recorded. (fact_changed)",
        ),
        (
            "party_category",
            ("DELETE FROM party_category WHERE id = 4", "UPDATE holding SET category = 'member' WHERE party_id = 2"),
            "person 2: Shareholder 2, category (row 4): it was recorded and is no longer there. (fact_missing)",
        ),
        (
            "party_email",
            (
                (
                    "INSERT INTO party_email (party_id, address, effective_date, recorded_at, actor) VALUES "
                    f"(3, '{THIEF}', '2020-01-01', '2020-01-01T00:00:00.000000Z', 'officer:7')"
                ),
                f"UPDATE holding SET email = '{THIEF}' WHERE party_id = 3",
            ),
            "person 3: Shareholder 3, e-mail address (row 3): this program never recorded it. (fact_unknown)",
        ),
        (
            "fact_confirmation",
            (
                (
                    "INSERT INTO fact_confirmation (fact, fact_id, party_id, confirmed_at, confirmed_by, "
                    "confirmed_by_name) VALUES ('email', 1, 1, '2026-06-01T12:00:00.000000Z', 'officer:9', 'Nobody')"
                ),
            ),
            "person 1: Shareholder 1, confirmation of a change (row 1): this program never recorded it. (fact_unknown)",
        ),
    ],
)
def test_a_fact_that_was_changed_is_named(
    attacked: Attacked, table: str, statements: tuple[str, ...], named: str
) -> None:
    for statement in statements:
        attacked.tamper(table, statement)
    assert attacked.check()[0] == named


def test_a_forged_address_stays_named_while_life_goes_on(attacked: Attacked) -> None:
    attacked.tamper(
        "party_email",
        "INSERT INTO party_email (party_id, address, effective_date, recorded_at, actor) VALUES "
        "(2, :thief, '2026-06-01', '2026-06-01T12:00:00.000000Z', 'officer:7')",
        thief=THIEF,
    )
    attacked.give_address("new@mail.example")
    assert [line.split("(")[-1] for line in attacked.check()] == ["fact_unknown)", "email)"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Vennoot 1, e-mailadres (rij 1): dit is niet wat er vastgelegd werd."),
        ("fr", "Sociétaire 1, adresse e-mail (ligne 1)\N{NO-BREAK SPACE}: ce n’est pas ce qui a été enregistré."),
        ("de", "Genossenschafter/-in 1, E-Mail-Adresse (Zeile 1): Das ist nicht, was erfasst wurde."),
    ],
)
def test_it_is_said_in_the_other_languages(attacked: Attacked, language: str, sentence: str) -> None:
    attacked.tamper("party_email", f"UPDATE party_email SET address = '{THIEF}' WHERE id = 1")
    assert attacked.check("--language", language)[0] == f"person 1: {sentence} (fact_changed)"


def test_the_first_one_named_is_the_one_that_was_recorded_first(attacked: Attacked) -> None:
    attacked.tamper("representation", "UPDATE representation SET representative_id = 2 WHERE id = 1")
    attacked.tamper("party_email", f"UPDATE party_email SET address = '{THIEF}' WHERE id = 1")
    assert [line.split(":")[0] for line in attacked.check()[:2]] == ["person 1", "person 3"]


def rewrite(connection: Connection, links: list[FactLink]) -> None:
    """Write the chain again with hashes that fit, as anybody can who owns the database."""
    connection.execute(text("DELETE FROM fact_link"))
    previous = FIRST_LINK
    for link in links:
        fitting = replace(link, previous_hash=previous)
        previous = link_hash(fitting)
        connection.execute(
            insert(FactLinkRecord).values(
                sequence=fitting.sequence,
                version=fitting.version,
                party_id=fitting.person_id,
                recorded_at=fitting.recorded_at,
                salt=fitting.salt,
                facts="\n".join(fitting.facts),
                previous_hash=fitting.previous_hash,
                hash=previous,
            )
        )


def lines_of(connection: Connection) -> list[str]:
    rows = connection.execute(select(PartyEmail.__table__).order_by(PartyEmail.id)).mappings()
    return [fact_line(Fact(FactType.EMAIL, dict(row))) for row in rows]


def test_a_chain_that_was_rewritten_with_the_fact_contradicts_journal_voting_list_and_anchor(
    attacked: Attacked, tmp_path: Path
) -> None:
    kept = str(tmp_path / "anchor.json")
    assert CliRunner().invoke(anchor, [kept]).exit_code == 0
    links = attacked.links()
    with without_triggers(attacked.database, *TABLES) as connection:
        before = lines_of(connection)
        connection.execute(text(f"UPDATE party_email SET address = '{THIEF}' WHERE id = 1"))
        connection.execute(text(f"UPDATE holding SET email = '{THIEF}' WHERE party_id = 1"))
        now = dict(zip(before, lines_of(connection), strict=True))
        rewrite(connection, [replace(each, facts=tuple(now.get(line, line) for line in each.facts)) for each in links])
    found = attacked.check()
    assert {line.split("(")[-1] for line in found} == {"fact_head)", "link_no_journal_line)", "roll_fact_head)"}
    assert "Voting list 1: the facts about people do not end where it says that they did." in "\n".join(found)
    assert attacked.check("--anchor", kept)[0].startswith(
        f"The facts about people were rewritten: link {len(links)} is no longer the one"
    )


def test_the_last_fact_that_was_cut_off_with_its_link_is_missed_by_the_journal_and_the_anchor(
    attacked: Attacked, tmp_path: Path
) -> None:
    kept = str(tmp_path / "anchor.json")
    assert CliRunner().invoke(anchor, [kept]).exit_code == 0
    last = len(attacked.links())
    with without_triggers(attacked.database, *TABLES) as connection:
        connection.execute(text("DELETE FROM party_category WHERE id = 4"))
        connection.execute(text("UPDATE holding SET category = 'member' WHERE party_id = 2"))
        connection.execute(text("DELETE FROM fact_link WHERE sequence = :last"), {"last": last})
        line = connection.scalar(text("SELECT max(sequence) FROM journal_entry"))
    named = f"Line {line} of the journal names a link of the facts about people that is not there. (fact_head)"
    assert attacked.check() == [f"journal line {line}: {named}"]
    tamper(attacked.database, "journal_entry", "DELETE FROM journal_entry WHERE sequence = :line", line=line)
    assert attacked.check() == []
    assert attacked.check("--anchor", kept)[0].startswith("The facts about people were cut at their end: on ")


def test_a_fact_that_was_forged_with_a_fitting_link_has_no_line_in_the_journal(attacked: Attacked) -> None:
    links = attacked.links()
    with without_triggers(attacked.database, *TABLES) as connection:
        connection.execute(
            insert(PartyEmail).values(
                party_id=3, address=THIEF, effective_date=DAY.date(), recorded_at=DAY, actor="officer:7"
            )
        )
        connection.execute(text(f"UPDATE holding SET email = '{THIEF}' WHERE party_id = 3"))
        forged = FactLink(1, len(links) + 1, 3, DAY, "0" * 32, (lines_of(connection)[-1],), "")
        rewrite(connection, [*links, forged])
    named = f"fact link {forged.sequence}: Facts about people: no line of the journal speaks of link {forged.sequence} "
    assert attacked.check() == [f"{named}of their chain. (link_no_journal_line)"]
    attacked.give_address("new@mail.example")
    assert attacked.check() == [f"{named}of their chain. (link_no_journal_line)"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM fact_link WHERE sequence = 2", "link_gap"),
        (f"UPDATE fact_link SET previous_hash = '{'1' * 64}' WHERE sequence = 2", "link"),
        ("UPDATE fact_link SET salt = '' WHERE sequence = 2", "link_content"),
        ("UPDATE fact_link SET facts = 'nonsense' WHERE sequence = 2", "link_content"),
        ("UPDATE fact_link SET version = 9 WHERE sequence = 2", "link_version"),
    ],
)
def test_a_link_that_was_changed_is_named(attacked: Attacked, statement: str, code: str) -> None:
    attacked.tamper("fact_link", statement)
    found = attacked.check()[0]
    assert "link 2 of their chain" in found
    assert found.endswith(f"({code})")


def test_the_voting_list_names_the_facts_that_it_was_frozen_from(attacked: Attacked) -> None:
    attacked.tamper("roll", "UPDATE roll SET fact_sequence = fact_sequence - 1")
    assert attacked.check() == [
        "roll 1: Voting list 1: the facts about people do not end where it says that they did. (roll_fact_head)"
    ]


def test_a_write_that_breaks_off_leaves_neither_fact_nor_link(attacked: Attacked) -> None:
    before = attacked.links()
    with (
        pytest.raises(RuntimeError, match="power cut"),
        attacked.database.unit_of_work(REGISTRAR, attacked.clock.now()) as work,
    ):
        set_email(work, SetEmail(1, "new@mail.example"))
        correct_name(work, CorrectName(1, PersonName("Peters", "An"), None, "Typing error"))
        assert get_fact_head(work.session).sequence == len(before) + 2
        raise RuntimeError("power cut")
    assert attacked.links() == before
    attacked.give_address("new@mail.example")
    assert attacked.check() == []


def test_a_confirmation_is_a_fact_too_and_cannot_be_moved_to_another_address(attacked: Attacked) -> None:
    attacked.clock.advance(timedelta(hours=1))
    attacked.give_address("new@mail.example")
    with attacked.database.unit_of_work(SECRETARY, attacked.clock.now()) as work:
        (row,) = list_changes(work.session, get_roll(work.session, 1))
        confirm_change(work, ConfirmChange(1, row.change.fact, row.change.fact_id))
    assert attacked.check() == []
    attacked.tamper("fact_confirmation", "UPDATE fact_confirmation SET fact_id = 2")
    assert attacked.check() == [
        "person 1: Shareholder 1, confirmation of a change (row 1): this is not what was recorded. (fact_changed)"
    ]
