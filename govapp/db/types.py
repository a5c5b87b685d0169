"""Column types that hold the same value on SQLite and on PostgreSQL."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from govapp.kernel.canonical import canonical_json

# SQLite numbers rows by itself only where the key is INTEGER.
Identity = BigInteger().with_variant(Integer, "sqlite")
Cents = BigInteger
DigestHex = String(64)

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


@lru_cache(maxsize=64)
def _written(moment: datetime) -> str:
    # The rows of one transaction were all recorded at one moment.
    return moment.astimezone(UTC).strftime(_FORMAT)


@lru_cache(maxsize=1024)
def _read(text: str) -> datetime:
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC with microseconds, kept as ISO 8601 text so that both databases sort and return the same."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse a moment without a zone and write the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return _written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read a moment back as an aware datetime in UTC."""
        return None if value is None else _read(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value kept as canonical text: the bytes are the same on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Write the canonical form."""
        return None if value is None else canonical_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Read the value back."""
        return None if value is None else json.loads(value)
