"""Reading DER (ITU-T X.690): one value inside another, strictly, with its bytes as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

SEQUENCE: Final = 0x30
SET: Final = 0x31
INTEGER: Final = 0x02
OCTET_STRING: Final = 0x04
OBJECT_IDENTIFIER: Final = 0x06
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
_MORE: Final = 0x80
_SEVEN_BITS: Final = 0x7F
_ARCS: Final = 40
_MAX_LENGTH_BYTES: Final = 4
_TIMES: Final = {UTC_TIME: "%y%m%d%H%M%S", GENERALIZED_TIME: "%Y%m%d%H%M%S"}


class NotDer(Exception):  # noqa: N818 - an answer about bytes of somebody else
    """The bytes are not the value that was expected, in DER."""


@dataclass(frozen=True, slots=True)
class Der:
    """One value: its tag, what is in it, and all its bytes with the tag."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list["Der"]:
        """Return the values inside this one; raises NotDer."""
        return list(_values(self.content))

    def expect(self, tag: int) -> "Der":
        """Return this value when it has a tag; raises NotDer."""
        if self.tag != tag:
            raise NotDer
        return self

    @property
    def oid(self) -> str:
        """Return the dotted form of an object identifier (X.690, 8.19); raises NotDer."""
        content = self.expect(OBJECT_IDENTIFIER).content
        numbers, value = [], 0
        for byte in content:
            value = value << 7 | byte & _SEVEN_BITS
            if not byte & _MORE:
                numbers.append(value)
                value = 0
        if not numbers or content[-1] & _MORE:
            raise NotDer
        first = min(numbers[0] // _ARCS, 2)
        return ".".join(str(each) for each in (first, numbers[0] - _ARCS * first, *numbers[1:]))

    @property
    def moment(self) -> datetime:
        """Return a time (UTC), to the second; raises NotDer."""
        form, text = _TIMES.get(self.tag), self.content.decode("ascii", "replace")
        if form is None or not text.endswith("Z"):
            raise NotDer
        try:
            return datetime.strptime(text[:-1].partition(".")[0], form).replace(tzinfo=UTC)
        except ValueError as error:
            raise NotDer from error


def read_der(data: bytes) -> Der:
    """Return the first value in some bytes, whatever comes after it; raises NotDer."""
    found = next(_values(data), None)
    if found is None:
        raise NotDer
    return found


def _values(data: bytes) -> Iterator[Der]:
    start = 0
    while start < len(data):
        body, length = _head(data, start)
        end = body + length
        if end > len(data):
            raise NotDer
        yield Der(data[start], data[body:end], data[start:end])
        start = end


def _head(data: bytes, start: int) -> tuple[int, int]:
    """Return where the content of a value begins, and its length in bytes (X.690, 8.1.3)."""
    if start + 2 > len(data):
        raise NotDer
    first = data[start + 1]
    if not first & _MORE:
        return start + 2, first
    count = first & _SEVEN_BITS
    digits = data[start + 2 : start + 2 + count]
    # A length without end (count 0) is not DER.
    if not 0 < count <= _MAX_LENGTH_BYTES or len(digits) < count:
        raise NotDer
    return start + 2 + count, int.from_bytes(digits, "big")
