"""Regions, from country and postcode."""

import re
from enum import StrEnum


class Region(StrEnum):
    """Where a shareholder lives, for figures about the whole."""

    BRUSSELS = "brussels"
    WALLONIA = "wallonia"
    FLANDERS = "flanders"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


# First and last postcode of each stretch. 13xx and 14xx are Walloon Brabant, 15xx to 19xx Flemish Brabant.
_STRETCHES = (
    (1000, 1299, Region.BRUSSELS),
    (1300, 1499, Region.WALLONIA),
    (1500, 3999, Region.FLANDERS),
    (4000, 7999, Region.WALLONIA),
    (8000, 9999, Region.FLANDERS),
)


def is_country_code(text: str) -> bool:
    """Tell whether a text has the shape of a country code: two capital letters (ISO 3166-1 alpha-2)."""
    return re.fullmatch("[A-Z]{2}", text) is not None


def region_of(country: str, postcode: str) -> Region:
    """Return the region of an address; UNKNOWN for a Belgian address whose postcode is missing or does not exist."""
    if country != "BE":
        return Region.ABROAD
    if not (postcode.isascii() and postcode.isdigit()):
        return Region.UNKNOWN
    value = int(postcode)
    return next((region for first, last, region in _STRETCHES if first <= value <= last), Region.UNKNOWN)
