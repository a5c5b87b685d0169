"""Signatures in a PDF are read: who, when, how much of the file, and whether it is the file that was exported."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from govapp.assembly.minutes.rules.der import NotDer, read_der
from govapp.assembly.minutes.rules.signatures import SignatureState, read_signatures, read_signed_file
from govapp.kernel.texts import Language
from tests.factories.signed_pdf import SIGNED_AT, UNKNOWN_KEY, Signatory, oid, signed_pdf, tlv

EXPORT = b"%PDF-1.7\nthe minutes\n%%EOF\n"
EXPORTS = {Language.FR: b"%PDF-1.7\nle proces-verbal\n", Language.NL: EXPORT}
HOLDS, CHANGED, FORGED, UNREADABLE = SignatureState


def states(content: bytes) -> list[SignatureState]:
    return [each.state for each in read_signatures(content)]


def test_a_signed_export_names_who_signed_when_and_holds() -> None:
    content = signed_pdf(EXPORT)
    found = read_signed_file(content, EXPORTS)
    assert found.holds and not found.is_scan and not found.is_bare_export
    assert (found.exported, found.added) == (Language.NL, len(content) - len(EXPORT))
    (only,) = found.signatures
    assert (only.signer, only.issuer, only.signed_at) == ("Nora El Amrani (Signature)", "Citizen CA", SIGNED_AT)
    assert only.is_whole and only.is_in_time and only.covers == len(content) and not only.is_time_stamp


def test_two_people_sign_one_after_the_other_and_the_last_covers_all() -> None:
    once = signed_pdf(EXPORT)
    twice = signed_pdf(once, Signatory("Second Person", rsa.generate_private_key(65537, 2048)))
    found = read_signed_file(twice, EXPORTS)
    assert found.holds and [each.is_whole for each in found.signatures] == [False, True]
    assert found.signatures[0].covers == len(once)


@pytest.mark.parametrize(
    "options", [{"by_key": True}, {"who": Signatory(key=rsa.generate_private_key(65537, 2048)), "pss": True}]
)
def test_other_ways_of_signing_hold_too(options: dict[str, object]) -> None:
    assert states(signed_pdf(EXPORT, **options)) == [HOLDS]  # type: ignore[arg-type]


def test_a_byte_changed_after_the_signature_shows() -> None:
    content = signed_pdf(EXPORT)
    assert states(content.replace(b"the minutes", b"the MINUTES")) == [CHANGED]
    assert states(signed_pdf(EXPORT, digest=b"\0" * 32)) == [CHANGED]
    assert states(signed_pdf(EXPORT, with_digest=False)) == [CHANGED]
    longer = read_signed_file(content + b"more", EXPORTS)
    assert [each.state for each in longer.signatures] == [HOLDS] and not longer.holds


def test_a_signature_that_another_key_made_is_forged() -> None:
    mine, other = Signatory(), Signatory()
    content = signed_pdf(EXPORT, mine)
    swapped = _with_certificate(content, mine, other)
    assert states(swapped) == [FORGED]


def _with_certificate(content: bytes, mine: Signatory, other: Signatory) -> bytes:
    """Return a file in which the signature of one stands beside the key of another."""
    points = [each.key.public_key().public_numbers() for each in (mine, other)]
    then, now = (f"{each.x:064x}{each.y:064x}".encode() for each in points)
    assert then in content
    return content.replace(then, now)


@pytest.mark.parametrize(
    "options",
    [
        {"with_certificate": False},
        {"algorithm": "1.3.14.3.2.26"},
        {"kind": "1.2.840.113549.1.7.1"},
        {"who": Signatory(key=UNKNOWN_KEY())},
    ],
)
def test_what_cannot_be_read_is_said_to_be_unreadable(options: dict[str, object]) -> None:
    assert states(signed_pdf(EXPORT, **options)) == [UNREADABLE]  # type: ignore[arg-type]


def test_a_range_that_leaves_out_more_than_the_signature_is_unreadable() -> None:
    content = signed_pdf(EXPORT)
    assert states(content.replace(b"/ByteRange [0 ", b"/ByteRange [9 ")) == [UNREADABLE]
    assert states(content.replace(b"/Contents <", b"/Contents .")) == [UNREADABLE]
    assert states(content[:-20]) == [UNREADABLE]
    assert states(b"/ByteRange [0 0 2 0]<>") == [UNREADABLE]


def test_a_certificate_that_had_run_out_and_a_missing_hour_are_told() -> None:
    (late,) = read_signatures(signed_pdf(EXPORT, Signatory(until=SIGNED_AT - timedelta(days=1))))
    assert late.state is HOLDS and not late.is_in_time
    (timeless,) = read_signatures(signed_pdf(EXPORT, at=None))
    assert timeless.state is HOLDS and timeless.signed_at is None and not timeless.is_in_time


def test_a_time_stamp_gives_its_hour_and_shows_when_it_is_about_something_else() -> None:
    content = signed_pdf(EXPORT, Signatory("Time Authority"), is_time_stamp=True, at=None)
    (only,) = read_signatures(content)
    assert (only.state, only.is_time_stamp, only.signed_at) == (HOLDS, True, SIGNED_AT)
    assert states(content.replace(b"the minutes", b"the MINUTES")) == [CHANGED]


def test_a_signer_is_named_by_the_organisation_where_there_is_no_name_and_never_by_a_number() -> None:
    (seal,) = read_signatures(signed_pdf(EXPORT, Signatory("Ambora CV", attribute=NameOID.ORGANIZATION_NAME)))
    assert seal.signer == "Ambora CV"
    (number,) = read_signatures(signed_pdf(EXPORT, Signatory("85010112345", attribute=NameOID.SERIAL_NUMBER)))
    assert number.signer == ""


def test_a_scan_and_an_export_that_nobody_signed_are_told_apart() -> None:
    scan = read_signed_file(b"%PDF-1.7 scanned", EXPORTS)
    assert scan.is_scan and not scan.holds and scan.added == 0
    bare = read_signed_file(EXPORT, EXPORTS)
    assert bare.is_bare_export and not bare.holds and not bare.is_scan
    foreign = read_signed_file(signed_pdf(b"%PDF-1.7 other"), EXPORTS)
    assert not foreign.holds and not foreign.is_scan
    assert read_signed_file(b"%PDF", {Language.NL: b""}).exported is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(junk: bytes) -> None:
    content = b"%PDF /ByteRange [0 " + b"%d %d 0] " % (40, 42 + 2 * len(junk))
    content = content.ljust(40) + b"<" + junk.hex().encode() + b">"
    assert states(content) in ([UNREADABLE], [])


@given(st.binary(max_size=40))
def test_der_is_read_whole_or_refused(junk: bytes) -> None:
    try:
        found = read_der(junk)
        assert found.whole and junk.startswith(found.whole)
        found.parts()
    except NotDer:
        pass


@pytest.mark.parametrize("junk", [b"", b"\x30", b"\x30\x05a", b"\x30\x80", b"\x30\x85aaaaaa", b"\x30\x82\x01"])
def test_what_is_no_der_is_refused(junk: bytes) -> None:
    with pytest.raises(NotDer):
        read_der(junk)


def test_identifiers_and_moments_are_read_strictly() -> None:
    for dotted in ("1.2.840.113549", "2.16.840.1", "0.9.2342", "2.999.3"):
        assert read_der(oid(dotted)).oid == dotted
    for bad in (b"", b"\x88"):
        with pytest.raises(NotDer):
            _ = read_der(tlv(0x06, bad)).oid
    assert read_der(tlv(0x18, b"20260615200000.25Z")).moment == datetime(2026, 6, 15, 20, tzinfo=UTC)
    for tag, text in ((0x04, b"20260615200000Z"), (0x18, b"20260615200000"), (0x17, b"269915200000Z")):
        with pytest.raises(NotDer):
            _ = read_der(tlv(tag, text)).moment


def test_a_key_of_another_curve_holds_too() -> None:
    assert states(signed_pdf(EXPORT, Signatory(key=ec.generate_private_key(ec.SECP384R1())))) == [HOLDS]
