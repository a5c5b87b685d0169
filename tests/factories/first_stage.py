"""A register as the first stage wrote it: rows of its tables, each entry with its digest of that time."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from govapp.db.engine import Database
from govapp.db.migrate import downgrade
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.shares.ledger.rules.chain import GENESIS
from tests.migrations.steps import before

RECORDED = "2026-01-10T09:00:00.000000Z"
DAY = date(2022, 3, 3)
# event, person, quantity, cents paid in, entry reversed; the price is EUR 30.
ENTRIES: tuple[tuple[str, int, int, int, int | None], ...] = (
    ("opening_balance", 1, 2, 6000, None),
    ("issue", 2, 1, 1500, None),
    ("issue", 2, 1, 1500, None),
    ("issue", 3, 1, 3000, None),
    ("issue", 4, 5, 15000, None),
    ("correction_reversal", 4, -5, -15000, 5),
    ("issue", 4, 1, 3000, None),
)
# person, shares, cents paid in, shares paid up: that of EUR 15 and EUR 15 was not, when each entry was looked at alone.
HELD = ((1, 2, 6000, 2), (2, 2, 3000, 0), (3, 1, 3000, 1), (4, 1, 3000, 1))


def first_stage(database: Database) -> list[str]:
    """Put the tables back to those of the first stage, fill them, and return the digests of the entries."""
    downgrade(database, before(database, "ledger_of_transactions"))
    with database.engine.begin() as connection:
        for person, shares, paid, paid_shares in HELD:
            _insert(connection, "party", _party(person))
            fact = {"party_id": person, "category": "member", "effective_date": DAY, "recorded_at": RECORDED}
            _insert(connection, "party_category", {**fact, "actor": "officer:7", "reason": ""})
            figures = {"shares": shares, "paid_in_cents": paid, "paid_shares": paid_shares}
            _insert(
                connection, "holding", {"party_id": person, **figures, "since": DAY, "category": "member", "email": ""}
            )
        digests = [GENESIS]
        for sequence, entry in enumerate(ENTRIES, start=1):
            digests.append(_write_entry(connection, sequence, entry, digests[-1]))
    return digests[1:]


def _party(number: int) -> dict[str, Any]:
    empty = dict.fromkeys(("gender", "company_number", "street", "postcode", "town"), "")
    name = {"name": f"Peeters {number}", "given_name": "An", "search_name": f"peeters {number} an"}
    return {
        "number": number,
        "kind": "natural",
        **name,
        **empty,
        "language": "nl",
        "country": "BE",
        "recorded_at": RECORDED,
    }


def _write_entry(
    connection: Connection, sequence: int, entry: tuple[str, int, int, int, int | None], previous: str
) -> str:
    event, person, quantity, paid, reverses = entry
    row = {
        "sequence": sequence,
        "event": event,
        "quantity": quantity,
        "unit_price_cents": 3000,
        "paid_in_cents": paid,
        "recorded_at": RECORDED,
        "actor": "officer:7",
        "actor_name": "Sofie Claes",
        "reason": "" if reverses is None else "Typing error",
        "reference": "",
        "reverses": reverses,
        "previous_hash": previous,
    }
    own = sha256_hex(canonical_json({**row, "holder": person, "number": person, "effective_date": DAY.isoformat()}))
    _insert(connection, "ledger_entry", {**row, "party_id": person, "effective_date": DAY, "hash": own})
    return own


def _insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    names = ", ".join(values)
    connection.execute(
        text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values
    )
