"""Small pictures, made by hand: what a camera adds to them can be added too."""

import struct
from zlib import compress, crc32

SECRET = b"GPS 50.85 N 4.35 E"


def png(*, width: int = 2, height: int = 3, more: bytes = b"") -> bytes:
    """Return a grey PNG; `more` chunks stand before the pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * min(width, 64)) * min(height, 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def jpeg(*segments: bytes, width: int = 2, height: int = 3) -> bytes:
    """Return the frame of a JPEG whose scan holds no real pixels; `segments` stand first."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\x34\xff\0\x56"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = ">", tag: int = 0x0112) -> bytes:
    """Return the segment in which a camera says how it was held, and more."""
    mark = b"MM\0\x2a" if order == ">" else b"II\x2a\0"
    entry = struct.pack(f"{order}HHIHH", tag, 3, 1, turned, 0)
    other = struct.pack(f"{order}HHII", 0x8825, 4, 1, 0)
    tiff = mark + struct.pack(f"{order}IH", 8, 2) + other + entry + struct.pack(f"{order}I", 0) + SECRET
    return segment(0xE1, b"Exif\0\0" + tiff)


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP of these chunks."""
    inside = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in chunks
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


LOSSY = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 4, 5) + b"\1\2\3"
LOSSLESS = b"\x2f" + struct.pack("<I", (7 - 1) | ((6 - 1) << 14)) + b"\0"
EXTENDED = bytes((0x3E, 0, 0, 0)) + (8).to_bytes(3, "little") + (9).to_bytes(3, "little")
