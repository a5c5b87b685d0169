"""Which pictures may stand beside a candidate: their kind is read from their bytes, and what they tell besides is cut.

A photograph tells where and when it was taken, and by which telephone. What a picture needs to be shown is kept, all
other parts are left out; nothing is encoded again. Sources: ITU-T T.81 annex B (JPEG), PNG specification (third
edition) 5 and 11, RFC 9649 (WebP).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from govapp.kernel.errors import N_, Invalid

MAX_PORTRAIT_BYTES: Final = 500 * 1024
MAX_PORTRAIT_SIDE_PIXELS: Final = 4_000

JPEG_START: Final = b"\xff\xd8"
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
# Markers that begin a JPEG's frame and hold its size; C4, C8 and CC are other things.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARK: Final = 0xFF
_SCAN, _END, _EXIF = 0xDA, 0xD9, 0xE1
# The length of a segment counts itself.
_LENGTH_BYTES: Final = 2
# JFIF, and the colours of Adobe, without which some pictures show in wrong colours.
_KEPT_SEGMENTS: Final = frozenset({0xE0, 0xEE})
_APPLICATION_OR_COMMENT: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
_KEPT_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})
_KEPT_IN_WEBP: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_ORIENTATION_TAG: Final = 0x0112
_ORIENTATIONS: Final = range(1, 9)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its media type, its bytes, its size in pixels."""

    media_type: str
    content: bytes
    width: int
    height: int


class PortraitEmpty(Invalid):
    """No picture came, or a file without bytes."""

    code = "portrait_empty"
    message = N_("No picture was received.")
    help = N_("Choose the picture again and send it.")


class PortraitTooLarge(Invalid):
    """The picture is larger than a ballot paper on a slow line can be asked to show."""

    code = "portrait_too_large"
    message = N_("This picture is too large: it may hold %(kilobytes)s kB and %(pixels)s pixels a side.")
    help = N_("Save it smaller; 480 pixels wide is enough.")


class PortraitUnreadable(Invalid):
    """The file is no JPEG, PNG or WebP picture, whatever its name says, or it is broken or moves."""

    code = "portrait_unreadable"
    message = N_("This file is no still picture in JPEG, PNG or WebP that can be read.")
    help = N_("Save the picture as JPEG and choose it again.")


def read_portrait(content: bytes) -> Picture:
    """Return a picture without what it tells about place, time and camera.

    Raises PortraitEmpty, PortraitTooLarge, PortraitUnreadable.
    """
    if not content:
        raise PortraitEmpty
    if len(content) > MAX_PORTRAIT_BYTES:
        raise _too_large()
    try:
        found = _read(content)
    except (struct.error, IndexError, ValueError) as error:
        raise PortraitUnreadable from error
    if not (found.width and found.height):
        raise PortraitUnreadable
    if max(found.width, found.height) > MAX_PORTRAIT_SIDE_PIXELS:
        raise _too_large()
    return found


def _too_large() -> PortraitTooLarge:
    return PortraitTooLarge(kilobytes=MAX_PORTRAIT_BYTES // 1024, pixels=MAX_PORTRAIT_SIDE_PIXELS)


def _read(content: bytes) -> Picture:
    if content.startswith(JPEG_START):
        return _jpeg(content)
    if content.startswith(PNG_START):
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    raise PortraitUnreadable


def _jpeg(content: bytes) -> Picture:
    kept, turned, size = [], 1, (0, 0)
    for marker, segment in _segments(content):
        if marker == _EXIF:
            turned = _orientation(segment[4:]) or turned
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", segment[5:9])
            size = (width, height)
        if marker not in _APPLICATION_OR_COMMENT or marker in _KEPT_SEGMENTS:
            kept.append(segment)
    head = _orientation_segment(turned) if turned > 1 else b""
    return Picture("image/jpeg", JPEG_START + head + b"".join(kept), *size)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker of a JPEG with its bytes; the last one is the scan, with everything up to the end."""
    end = content.rindex(bytes((0xFF, _END))) + 2
    place = len(JPEG_START)
    while True:
        if content[place] != _MARK:
            raise PortraitUnreadable
        marker = content[place + 1]
        if marker == _MARK:  # padding
            place += 1
            continue
        if marker == _SCAN:
            yield marker, content[place:end]
            return
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if length < _LENGTH_BYTES or place + 2 + length > end:
            raise PortraitUnreadable
        yield marker, content[place : place + 2 + length]
        place += 2 + length


def _orientation(exif: bytes) -> int:
    """Return how a camera was held, 1 to 8 (Exif 2.32, 4.6.4), or 0 where the segment does not say."""
    if not exif.startswith(b"Exif\0\0") or exif[6:8] not in {b"II", b"MM"}:
        return 0
    tiff = exif[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for index in range(count):
            entry = tiff[start + 2 + 12 * index : start + 14 + 12 * index]
            tag, _kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == _ORIENTATION_TAG:
                return int(value) if value in _ORIENTATIONS else 0
    except struct.error:
        return 0
    return 0


def _orientation_segment(turned: int) -> bytes:
    tiff = b"MM\0\x2a" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION_TAG, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> Picture:
    kept, size, place = [], (0, 0), len(PNG_START)
    while True:
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or kind == b"acTL":
            raise PortraitUnreadable
        if kind == b"IHDR":
            width, height = struct.unpack(">II", content[place + 8 : place + 16])
            size = (width, height)
        if kind in _KEPT_CHUNKS:
            kept.append(content[place:end])
        if kind == b"IEND":
            return Picture("image/png", PNG_START + b"".join(kept), *size)
        place = end


def _webp(content: bytes) -> Picture:
    kept, size = [], (0, 0)
    for kind, body in _riff_chunks(content):
        if kind not in _KEPT_IN_WEBP:
            continue
        size = max(size, _webp_size(kind, body))
        # Only that there is transparency still stands in the flags: no colour profile, Exif, XMP or animation.
        plain = bytes((body[0] & 0x10,)) + body[1:] if kind == b"VP8X" else body
        kept.append(kind + struct.pack("<I", len(plain)) + plain + b"\0" * (len(plain) % 2))
    inside = b"WEBP" + b"".join(kept)
    return Picture("image/webp", b"RIFF" + struct.pack("<I", len(inside)) + inside, *size)


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (length,) = struct.unpack("<I", content[4:8])
    place, end = 12, length + 8
    if end > len(content):
        raise PortraitUnreadable
    while place < end:
        kind = content[place : place + 4]
        (size,) = struct.unpack("<I", content[place + 4 : place + 8])
        if kind == b"ANIM" or place + 8 + size > end:
            raise PortraitUnreadable
        yield kind, content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
