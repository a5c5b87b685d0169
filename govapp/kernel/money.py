"""Money in whole cents; no floats anywhere."""

SHARE_PRICE_CENTS = 3000
CENTS_PER_EURO = 100


def euros(cents: int) -> str:
    """Return an amount of `cents` as machines read it: `3000` becomes `30.00`, `-5` becomes `-0.05`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), CENTS_PER_EURO)
    return f"{sign}{whole}.{rest:02d}"
