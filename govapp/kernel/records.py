"""Records that are digested: each says in which version of its form it is written, and old forms stay readable.

A digest stands for a value only as long as everybody writes the value alike. Therefore each record is written by an
explicit encoder, one for each version of its form, whose result has a member `v`; version 0 is the form of the first
stage, which had no such member. A form that was ever used never changes: who adds a member writes the next encoder.
Golden files (`tests/golden`) hold a value, its canonical bytes and its digest for each of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_, Conflict

Value = TypeVar("Value")
Encoder = Callable[[Value], dict[str, Any]]


class UnknownRecordVersion(Conflict):
    """A record is written in a form that this program does not know: a newer program wrote it, or it was changed."""

    code = "unknown_record_version"
    message = N_("This record is of version %(version)s, which this program does not know.")
    help = N_("A newer version of the program can read it. Ask an administrator to install that one.")


@dataclass(frozen=True)
class RecordType(Generic[Value]):
    """One kind of record that is digested: its `name`, and the encoder of each version of its form."""

    name: str
    encoders: Mapping[int, Encoder[Value]]

    @property
    def newest(self) -> int:
        """Return the version in which new records are written."""
        return max(self.encoders)

    def encode(self, value: Value, version: int) -> dict[str, Any]:
        """Return the members that the digest covers, in the form of `version`; raises UnknownRecordVersion."""
        encoder = self.encoders.get(version)
        if encoder is None:
            raise UnknownRecordVersion(record=self.name, version=version)
        return encoder(value)

    def canonical(self, value: Value, version: int) -> bytes:
        """Return the bytes that are digested: canonical JSON (RFC 8785) in UTF-8; raises UnknownRecordVersion."""
        return canonical_json(self.encode(value, version))

    def digest(self, value: Value, version: int) -> str:
        """Return the SHA-256 of the canonical bytes, 64 hex digits; raises UnknownRecordVersion."""
        return sha256_hex(self.canonical(value, version))

    def canonical_as(self, value: Value, digest: str) -> bytes:
        """Return the canonical bytes in the version under which `digest` holds; where there is none, in the newest.

        It is for records of which only the digest is kept, and the members elsewhere: their version follows from it.
        """
        written = {version: self.canonical(value, version) for version in self.encoders}
        fitting = (each for each in written.values() if sha256_hex(each) == digest)
        return next(fitting, written[self.newest])

    def version_of(self, record: Mapping[str, Any]) -> int:
        """Return in which version a record that somebody wrote is; raises UnknownRecordVersion.

        A record without the member `v` is of version 0. That member never says so itself: `"v": 0` is unknown, as is
        anything but an integer, so that one record has one form only.
        """
        if "v" not in record:
            version: Any = 0
        else:
            # In Python True == 1 and 1.0 == 1, and a reader of a published form takes neither for the other.
            version = record["v"] if type(record["v"]) is int and record["v"] > 0 else str(record["v"])
        if version not in self.encoders:
            raise UnknownRecordVersion(record=self.name, version=version)
        return int(version)
