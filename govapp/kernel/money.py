"""Money in whole cents; no floats anywhere."""

import re

CENTS_PER_EURO = 100


_WRITTEN = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)


def cents_of(text: str) -> int | None:
    """Return the cents that people mean by `30`, `30,5` or `30.50` euro; None for anything else, also for thousands."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    whole, rest = found.groups(default="")
    return int(whole) * CENTS_PER_EURO + int(rest.ljust(2, "0"))


def euros(cents: int) -> str:
    """Return an amount of `cents` as machines read it: `3000` becomes `30.00`, `-5` becomes `-0.05`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), CENTS_PER_EURO)
    return f"{sign}{whole}.{rest:02d}"
