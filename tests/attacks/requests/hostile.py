"""Values that break programs, and the ways to spoil a value that is right. All chance comes from the caller."""

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

NUMBERS = (
    "0", "-1", "-0", "1.5", "1,5", "1e400", "NaN", "Infinity", "0x10", "1_000", " 7 ", "+1", "00000000001",
    "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "9" * 400, "9" * 5000, "\u0663", "\u00b2", "\uff11\uff12", "\u2460",
)  # fmt: skip
DAYS = (
    "2026-02-30", "0000-00-00", "0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31", "9999-12-31", "10000-01-01",
    "-2026-01-01", "2026-6-1", "20260601", "2026-W23-1", "\u0662\u0660\u0662\u0666-06-01", "01/06/2026",
    "2026-02-30T25:61", "2026-03-29T02:30", "2026-10-25T02:30", "0001-01-01T00:00", "9999-12-31T23:59",
    "2199-12-31T23:59", "1900-01-01T00:00", "2026-06-01T12:00:00+99:99", "2026-06-01T12:00Z",
)  # fmt: skip
TEXTS = (
    "", " ", "\t", "\u00a0", "\n", "a\r\nSet-Cookie: a=b", "\x00", "a\x00b", "\x01\x02\x1f", "\x1b[31m", "\x7f",
    "\x85", "\u2028", "\ufeff", "\ufffe", "\u202ereversed", "\u200b", "\u0301", "e\u0301", "\u0130", "\u1e9e",
    "\U0001f5f3", "\U0010ffff", "\ud800", "<script>alert(1)</script>", "</textarea><b>", '"><img src=x>',
    "'; DROP TABLE party; --", "%s%s%n", "%", "%%", "%(name)s", "{0.__class__}", "{{ 7 * 7 }}", "${7*7}",
    "../../../etc/passwd", "..\\..", "/", "//", "//elsewhere.example", "https://elsewhere.example/",
    "\\\\elsewhere.example", "javascript:alert(1)", "/\t/elsewhere", "/office/\r\nX: y", "=1+1", "@SUM(1)", "a@",
    "@b", "a@b", "a@b@c", "a@-.example", "a@xn--.example", "a@[127.0.0.1]", "\u00e9@\u00e9.example", "a b@c.example",
    "a@c.example\nBcc: d@e.example", "a@" + "b" * 300 + ".example", "BE0000000000", "null", "true", "[]", "{}",
    "[[[[", '{"a":' * 2000, "[" * 20000, '"\\ud800"', '{"a":1,"a":2}', "1" + "0" * 5000, "on", "off", "y", "None",
    "nl", "xx", "x" * 300, "x" * 5000, "\u00e9" * 70000, "\U0001f5f3" * 2000, "a " * 20000,
)  # fmt: skip
VALUES = (*NUMBERS, *DAYS, *TEXTS)
LEAVES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, 10**400, -(10**400), "", "\x00", "\ud800", "1", "9" * 400, [], {}, [[]], {"": None},
)  # fmt: skip
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Accept", ("application/json", "text/html;q=0", "*/*;q=x", "a/b;q=9" * 50, "", "application/problem+json")),
    ("Accept-Language", ("nl", "xx-YY;q=nan", "*", "-", "de;q=1.0000000", "fr," * 2000, "\xe9")),
    ("Content-Type", ("", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
                      "application/x-www-form-urlencoded; charset=utf-7", "a/b; " * 200)),
    ("Range", ("bytes=0-1", "bytes=-1", "bytes=9999999999999999999999-", "bytes=5-1", "lines=1", "bytes=0-0,1-1,2-2")),
    ("If-None-Match", ("*", '"x"', 'W/"', '"' * 999)),
    ("If-Modified-Since", ("Mon, 01 Jan 0001 00:00:00 GMT", "never", "Fri, 31 Dec 9999 23:59:59 GMT")),
    ("X-Forwarded-For", ("127.0.0.1", "::1", "unknown, " * 99, "\xff")),
    ("X-Forwarded-Host", ("elsewhere.example",)),
    ("X-Background-Poll", ("1", "")),
    ("X-Requested-With", ("XMLHttpRequest",)),
    ("X-CSRFToken", ("", "x", "\xe9", "." * 999)),
    ("Origin", ("null", "https://elsewhere.example")),
    ("Referer", ("https://elsewhere.example/", "\xff")),
    ("User-Agent", ("", "\xff", "x" * 5000, "Mozilla/5.0 (Linux; Android 99)")),
    ("Transfer-Encoding", ("chunked", "gzip")),
    ("Content-Encoding", ("gzip",)),
    ("Content-Length", ("-1", "x", "99999999999999999999", "0", "5")),
    ("Host", ("", "elsewhere.example", "localhost:99999", "[::1", "a b", "localhost.")),
    ("Cookie", ("x", "=", ";;;;", "session=x; session=y", "language=xx", "language=\xff", "govapp=" + "A" * 4000)),
)  # fmt: skip
FILES = Path(__file__).parents[1] / "reading" / "files"
FILE_NAMES = (
    "a.csv",
    "a.xlsx",
    "a.pdf",
    "",
    "../../a.csv",
    "a\x00.csv",
    "\u202evsc.exe",
    "x" * 300 + ".xlsx",
    "a.csv\r\nX: y",
    ".",
)

BEGINNINGS = (b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe")


def text(chance: Random, right: str = "") -> str:
    """Return a hostile text; now and then a right one with a sign changed, cut, or twice."""
    if right and chance.random() < 0.3:
        place = chance.randrange(len(right))
        sign = chance.choice(("", "\x00", "\u00e9", "'", "9", "-", " "))
        return chance.choice((right[:place] + sign + right[place + 1 :], right[:place], right + right, right.upper()))
    return chance.choice(VALUES)


def document(chance: Random, right: object) -> str:
    """Return a JSON text in which one or two members of a right document are spoilt."""
    spoilt = json.loads(json.dumps(right))
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        spoilt = _spoil(chance, spoilt)
    return json.dumps(spoilt)


def _spoil(chance: Random, value: Any) -> Any:
    if not value or not isinstance(value, dict | list) or chance.random() < 0.1:
        return deepcopy(chance.choice(LEAVES))
    place: Any = chance.choice(sorted(value)) if isinstance(value, dict) else chance.randrange(len(value))
    deed = chance.random()
    if deed < 0.1:
        value.pop(place)
    elif deed < 0.2:
        if isinstance(value, dict):
            value[chance.choice(("extra", "__proto__", ""))] = value[place]
        else:
            value.extend(deepcopy(value * chance.choice((1, 50))))
    else:
        value[place] = _spoil(chance, value[place])
    return value


def file(chance: Random, right: list[bytes]) -> tuple[bytes, str]:
    """Return the content of a file and the name under which it is sent."""
    known = sorted(FILES.iterdir())
    content = chance.choice(
        [*right, *right, chance.choice(known).read_bytes(), b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"]
    )
    if content and chance.random() < 0.4:
        place = chance.randrange(len(content))
        content = content[:place] + chance.randbytes(chance.choice((0, 1, 20))) + content[place + 1 :]
    return content, chance.choice((*FILE_NAMES[:3], chance.choice(FILE_NAMES)))
