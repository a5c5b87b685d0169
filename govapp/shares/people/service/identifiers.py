"""Numbers and addresses that the outside world defines: company numbers and e-mail addresses."""

import re

from email_validator import EmailNotValidError, validate_email
from stdnum.be import nn, vat

from govapp.shares.people.rules.refusals import EmailUnreadable

COMPANY_DIGITS = 10
FOREIGN_LENGTH = 20
# Nearly every address looks like this; the thorough check costs a hundred times more.
_PLAIN = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]+(-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,20}")
_MAX_PLAIN_CHARACTERS = 120
# 61.02.03-001.12, also with a wrong digit: nothing else is written like that.
_NATIONAL = re.compile(r"\d\d\.\d\d\.\d\d[ -]\d{3}[.-]\d\d", re.ASCII)


def clean_company_number(text: str, country: str = "BE") -> str | None:
    """Return the ten digits of a Belgian company number, or None when its check digits (modulo 97) are wrong.

    Numbers of other countries are kept as they are, without spaces and dots; None when nothing or more than 20 signs
    are left.
    """
    if country not in {"", "BE"}:
        kept = "".join(sign for sign in text if sign.isalnum())
        return kept if 0 < len(kept) <= FOREIGN_LENGTH else None
    number: str = vat.compact(text)
    if len(number) == COMPANY_DIGITS - 1:
        number = "0" + number
    return number if vat.is_valid(number) else None


def is_national_number_of_somebody(text: str) -> bool:
    """Tell whether a text is a Belgian national number: by its points and dash, or by its check digits."""
    return _NATIONAL.fullmatch(text.strip()) is not None or bool(nn.is_valid(text))


def written_company_number(number: str) -> str:
    """Return a company number as people write it: 0123.456.749."""
    if len(number) != COMPANY_DIGITS or not number.isdigit():
        return number
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def clean_email(text: str) -> str:
    """Return an e-mail address without spaces around it, or an empty string; raises EmailUnreadable."""
    address = text.strip()
    if not address:
        return ""
    if len(address) <= _MAX_PLAIN_CHARACTERS and _PLAIN.fullmatch(address):
        return address
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise EmailUnreadable from error
    return address
