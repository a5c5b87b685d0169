"""The file in which a member of a threshold group keeps the seed, and which says whose key it is and of what.

```text
{"govapp_key":1,"cooperative","assembly","holder","group","member":2,"size":3,"needed":2,"made_on":"2027-03-01",
 "seed":"22 characters"}
```

Under a passphrase `"sealed"` stands in the place of `"seed"`: `{"iterations","salt","iv","data"}`, the seed in
AES-256-GCM under a key that PBKDF2 with HMAC-SHA-256 makes of the passphrase (RFC 8018, section 5.2), the members
before it bound as additional data. Salt 16 bytes, initial vector 12 bytes, both in hexadecimal.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pybelenios.aesgcm import Unauthentic, decrypt, encrypt
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import compact, natural, read_json
from pybelenios.member import read_seed
from pybelenios.pedersen import GroupSize

VERSION: Final = 1
ITERATIONS: Final = 600_000
"""Rounds of PBKDF2 with HMAC-SHA-256 (OWASP Password Storage Cheat Sheet); a file names its own."""
MAX_ITERATIONS: Final = 10_000_000
"""More are not tried: a file from elsewhere could keep a computer busy for days."""

_LABELS: Final = ("cooperative", "assembly", "holder", "group")
_MEMBERS: Final = ("govapp_key", *_LABELS, "member", "size", "needed", "made_on")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Whose key of what, and its seed."""

    cooperative: str
    assembly: str
    holder: str
    group: str  # the group's identifier at the site that holds the vote
    member: int  # from 1
    size: GroupSize
    made_on: date
    seed: str = field(repr=False)

    @property
    def labels(self) -> dict[str, object]:
        """Return everything in the file that is no secret."""
        return {
            "govapp_key": VERSION,
            "cooperative": self.cooperative,
            "assembly": self.assembly,
            "holder": self.holder,
            "group": self.group,
            "member": self.member,
            "size": self.size.size,
            "needed": self.size.threshold,
            "made_on": self.made_on.isoformat(),
        }


def write_key_file(
    file: KeyFile, passphrase: str = "", *, draw_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> str:
    """Return the text of a key file, sealed under `passphrase` unless that is empty. Draws salt and vector."""
    if not passphrase:
        return f"{compact(file.labels | {'seed': file.seed}).decode()}\n"
    salt, vector = draw_bytes(16), draw_bytes(12)
    data = encrypt(_key_of(passphrase, salt, ITERATIONS), vector, file.seed.encode(), compact(file.labels))
    sealed = {"iterations": ITERATIONS, "salt": salt.hex(), "iv": vector.hex(), "data": data.hex()}
    return f"{compact(file.labels | {'sealed': sealed}).decode()}\n"


def needs_passphrase(raw: bytes) -> bool:
    """Tell whether the key file in `raw` is sealed; raise Malformed ("key file") when it is none."""
    return "sealed" in _read_record(raw)


def read_key_file(raw: bytes, passphrase: str = "") -> KeyFile:
    """Return the key in `raw`.

    Raises Malformed ("key file") for another file or an unknown version, Refused ("passphrase") for a sealed one whose
    passphrase is another.
    """
    record = _read_record(raw)
    try:
        labels = [record[name] for name in _LABELS]
        if not all(isinstance(label, str) for label in labels):
            raise Malformed("key file")
        member, size, needed = (natural(record[name], "key file") for name in ("member", "size", "needed"))
        made_on = date.fromisoformat(str(record["made_on"]))
        group = GroupSize(needed, size)
    except (KeyError, ValueError, Refused):
        raise Malformed("key file") from None
    seed = _open(record, passphrase) if "sealed" in record else record["seed"]
    if not isinstance(seed, str) or not 1 <= member <= size:
        raise Malformed("key file")
    cooperative, assembly, holder, name = map(str, labels)
    return KeyFile(cooperative, assembly, holder, name, member, group, made_on, read_seed(seed))


def _read_record(raw: bytes) -> dict[str, object]:
    record = read_json(raw.strip())
    if not isinstance(record, dict) or record.get("govapp_key") != VERSION:
        raise Malformed("key file")
    if tuple(record) not in ((*_MEMBERS, "seed"), (*_MEMBERS, "sealed")):
        raise Malformed("key file")
    return record


def _open(record: dict[str, object], passphrase: str) -> str:
    labels = {name: record[name] for name in _MEMBERS}
    match record["sealed"]:
        case {"iterations": int(iterations), "salt": str(salt), "iv": str(vector), "data": str(data)}:
            if not 0 < iterations <= MAX_ITERATIONS:
                raise Malformed("key file")
            try:
                key = _key_of(passphrase, bytes.fromhex(salt), iterations)
                return decrypt(key, bytes.fromhex(vector), bytes.fromhex(data), compact(labels)).decode()
            except Unauthentic:
                raise Refused("passphrase", "The passphrase is another, or the file was changed.") from None
            except ValueError:
                raise Malformed("key file") from None
    raise Malformed("key file")


def _key_of(passphrase: str, salt: bytes, iterations: int) -> bytes:
    # One spelling of each letter: keyboards and systems differ in how they write é.
    text = unicodedata.normalize("NFC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha256", text, salt, iterations)
