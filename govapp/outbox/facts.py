"""The facts of a message, as they are kept in its row: moments and dates are tagged, to come back as what they were."""

from datetime import UTC, date, datetime
from typing import Any

FactValue = str | int | date | datetime | tuple[str, ...]


def stored(value: FactValue) -> str | int | dict[str, str] | list[str]:
    """Return a fact as JSON can hold it."""
    if isinstance(value, datetime):
        return {"moment": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def restored(value: Any) -> FactValue:  # noqa: ANN401 - a JSON value that `stored` returned
    """Return a fact as it was before `stored`."""
    if isinstance(value, dict):
        if "moment" in value:
            return datetime.fromisoformat(value["moment"]).astimezone(UTC)
        return date.fromisoformat(value["date"])
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return value if isinstance(value, int) else str(value)
