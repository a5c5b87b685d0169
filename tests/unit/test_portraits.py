"""Pictures of candidates: their kind is read from their bytes, and what a camera tells of its owner is cut."""

import pytest

from govapp.assembly.agenda.rules.portraits import (
    MAX_PORTRAIT_BYTES,
    MAX_PORTRAIT_SIDE_PIXELS,
    PortraitEmpty,
    PortraitTooLarge,
    PortraitUnreadable,
    read_portrait,
)
from tests.factories.pictures import EXTENDED, LOSSLESS, LOSSY, SECRET, chunk, exif, jpeg, png, segment, webp


def size(content: bytes) -> tuple[str, int, int]:
    found = read_portrait(content)
    return found.media_type, found.width, found.height


@pytest.mark.parametrize(
    ("content", "kind", "width", "height"),
    [
        (png(), "image/png", 2, 3),
        (jpeg(), "image/jpeg", 2, 3),
        (webp((b"VP8 ", LOSSY)), "image/webp", 4, 5),
        (webp((b"VP8L", LOSSLESS)), "image/webp", 7, 6),
        (webp((b"VP8X", EXTENDED), (b"VP8 ", LOSSY)), "image/webp", 9, 10),
    ],
    ids=["png", "jpeg", "webp", "webp without loss", "extended webp"],
)
def test_pictures_of_three_kinds_are_known_by_their_bytes(content: bytes, kind: str, width: int, height: int) -> None:
    assert size(content) == (kind, width, height)


def test_a_plain_picture_is_kept_as_it_is() -> None:
    for content in (png(), jpeg(), webp((b"VP8 ", LOSSY))):
        assert read_portrait(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        png(more=chunk(b"tEXt", SECRET) + chunk(b"eXIf", SECRET) + chunk(b"tIME", SECRET)),
        jpeg(exif(1), segment(0xFE, SECRET), segment(0xED, SECRET)),
        webp((b"VP8X", EXTENDED), (b"VP8 ", LOSSY), (b"EXIF", SECRET), (b"XMP ", SECRET)),
    ],
    ids=["png", "jpeg", "webp"],
)
def test_what_a_camera_tells_is_cut(content: bytes) -> None:
    kept = read_portrait(content).content
    assert SECRET in content
    assert SECRET not in kept
    assert read_portrait(kept).content == kept


def test_what_stands_behind_the_end_of_a_picture_is_cut() -> None:
    for content in (png(), jpeg(), webp((b"VP8 ", LOSSY))):
        assert read_portrait(content + SECRET).content == content


def test_how_the_camera_was_held_is_kept() -> None:
    for order in "><":
        kept = read_portrait(jpeg(exif(6, order))).content
        assert SECRET not in kept
        assert read_portrait(kept).content == kept
        assert b"Exif" in kept
    assert b"Exif" not in read_portrait(jpeg(exif(9))).content
    assert b"Exif" not in read_portrait(jpeg(exif(6, tag=0x0100))).content


@pytest.mark.parametrize(
    "body", [b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0\0??", b"Exif\0\0MM\0\x2a", b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x05"]
)
def test_a_broken_note_of_the_camera_is_cut_too(body: bytes) -> None:
    assert read_portrait(jpeg(segment(0xE1, body))).content == jpeg()


def test_the_flags_of_a_webp_promise_nothing_that_was_cut() -> None:
    kept = read_portrait(webp((b"VP8X", EXTENDED), (b"VP8 ", LOSSY))).content
    assert kept[20] == 0x10


def test_padding_between_the_parts_of_a_jpeg_is_read() -> None:
    padded = b"\xff\xd8\xff" + jpeg()[2:]
    assert read_portrait(padded).content == jpeg()


def test_no_picture_is_named_as_such() -> None:
    with pytest.raises(PortraitEmpty):
        read_portrait(b"")


@pytest.mark.parametrize("content", [png(width=MAX_PORTRAIT_SIDE_PIXELS + 1), b"\xff\xd8" + b"a" * MAX_PORTRAIT_BYTES])
def test_too_large_a_picture_says_what_is_allowed(content: bytes) -> None:
    with pytest.raises(PortraitTooLarge) as refused:
        read_portrait(content)
    assert refused.value.params == {"kilobytes": 500, "pixels": 4_000}


@pytest.mark.parametrize(
    "content",
    [
        b"PK\3",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"GIF89a\2\0\3\0",
        b"\xff\xd8",
        b"\xff\xd8abc\xff\xd9",
        b"\xff\xd8\xff\xe0\0\1\xff\xd9",
        jpeg()[:-9],
        b"\xff\xd8\xff\xe0\xff\xf0\xff\xd9",
        png()[:-4],
        png(width=0),
        png(more=chunk(b"acTL", b"\0" * 8)),
        webp((b"VP8 ", LOSSY))[:-2],
        webp((b"ANIM", b"\0" * 6)),
        webp((b"ALPH", b"\0")),
        webp((b"VP8X", b"")),
        b"RIFF\x10\0\0\0WEBPVP8 \xff\0\0\0abcd",
    ],
)
def test_a_file_that_is_no_still_picture_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(PortraitUnreadable):
        read_portrait(content)
