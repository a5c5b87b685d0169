"""Signed PDFs as signing programs make them: an incremental update with a byte range, and CMS around its digest."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

SIGNED_AT = datetime(2026, 6, 15, 20, 0, tzinfo=UTC)
_ROOM = 16_000


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return one value in DER."""
    content = b"".join(parts)
    size = len(content)
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    length = bytes([size]) if size < 128 else bytes([0x80 | len(digits)]) + digits
    return bytes([tag]) + length + content


def oid(dotted: str) -> bytes:
    """Return an object identifier in DER."""
    first, second, *rest = (int(each) for each in dotted.split("."))
    content = bytearray()
    for number in (40 * first + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(0x80 | number & 0x7F)
        content += bytes(reversed(septets))
    return tlv(0x06, bytes(content))


def utc(at: datetime) -> bytes:
    """Return a UTCTime."""
    return tlv(0x17, at.strftime("%y%m%d%H%M%SZ").encode())


@dataclass(frozen=True)
class Signatory:
    """Somebody with a certificate of an invented authority."""

    name: str = "Nora El Amrani (Signature)"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    until: datetime = SIGNED_AT + timedelta(days=365)
    attribute: x509.ObjectIdentifier = NameOID.COMMON_NAME

    @property
    def certificate(self) -> x509.Certificate:
        """Return the certificate."""
        issuer = ec.derive_private_key(7, ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(self.attribute, self.name)])
        authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Citizen CA")])
        key = self.key.public_key()
        builder = x509.CertificateBuilder(authority, name, key, 4711, SIGNED_AT - timedelta(days=9), self.until)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key)
        return builder.add_extension(identifier, critical=False).sign(issuer, hashes.SHA256())


def cms(
    who: Signatory,
    data: bytes,
    *,
    at: datetime | None = SIGNED_AT,
    by_key: bool = False,
    pss: bool = False,
    stamp: bytes | None = None,
    digest: bytes | None = None,
    algorithm: str = "2.16.840.1.101.3.4.2.1",
    kind: str = "1.2.840.113549.1.7.2",
    with_certificate: bool = True,
    with_digest: bool = True,
) -> bytes:
    """Return SignedData over `data`, or, with `stamp`, a time stamp whose TSTInfo that is."""
    certificate = who.certificate
    content = "1.2.840.113549.1.9.16.1.4" if stamp is not None else "1.2.840.113549.1.7.1"
    told = digest if digest is not None else hashlib.sha256(data if stamp is None else stamp).digest()
    attributes = [tlv(0x30, oid("1.2.840.113549.1.9.3"), tlv(0x31, oid(content)))]
    if with_digest:
        attributes.append(tlv(0x30, oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(0x04, told))))
    if at is not None:
        attributes.append(tlv(0x30, oid("1.2.840.113549.1.9.5"), tlv(0x31, utc(at))))
    signed = tlv(0x31, *attributes)
    scheme = "1.2.840.113549.1.1.10" if pss else "1.2.840.113549.1.1.11"
    if isinstance(who.key, rsa.RSAPrivateKey):
        salted = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
        signature = who.key.sign(signed, salted, hashes.SHA256())
    elif isinstance(who.key, ec.EllipticCurvePrivateKey):
        signature = who.key.sign(signed, ec.ECDSA(hashes.SHA256()))
    else:
        signature = who.key.sign(signed)
    number = certificate.serial_number.to_bytes(2, "big")
    named = tlv(0x30, certificate.issuer.public_bytes(), tlv(0x02, number))
    if by_key:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        named = tlv(0x80, extension.value.digest)
    info = tlv(
        0x30,
        tlv(0x02, b"\x01"),
        named,
        tlv(0x30, oid(algorithm)),
        b"\xa0" + signed[1:],
        tlv(0x30, oid(scheme)),
        tlv(0x04, signature),
    )
    inner = [oid(content)] + ([] if stamp is None else [tlv(0xA0, tlv(0x04, stamp))])
    kept = [tlv(0xA0, certificate.public_bytes(Encoding.DER))] if with_certificate else []
    data_ = tlv(0x30, tlv(0x02, b"\x01"), tlv(0x31), tlv(0x30, *inner), *kept, tlv(0x31, info))
    return tlv(0x30, oid(kind), tlv(0xA0, data_))


def time_stamp(data: bytes, at: datetime) -> bytes:
    """Return the TSTInfo of a time stamp over `data`."""
    imprint = tlv(0x30, tlv(0x30, oid("2.16.840.1.101.3.4.2.1")), tlv(0x04, hashlib.sha256(data).digest()))
    moment = tlv(0x18, at.strftime("%Y%m%d%H%M%S.5Z").encode())
    return tlv(0x30, tlv(0x02, b"\x01"), oid("1.2.3"), imprint, tlv(0x02, b"\x05"), moment)


def signed_pdf(document: bytes, who: Signatory | None = None, *, is_time_stamp: bool = False, **options: Any) -> bytes:
    """Return a PDF with one more signature, added as an incremental update."""
    update = b"\n9 0 obj\n<< /Type /Sig /ByteRange [0 %010d %010d %010d] /Contents "
    tail = b" >>\nendobj\n%%EOF\n"
    before = len(document + update % (0, 0, 0))
    after = before + _ROOM + 2
    head = document + update % (before, after, len(tail))
    covered = head + tail
    who = who or Signatory()
    stamp = time_stamp(covered, SIGNED_AT) if is_time_stamp else None
    message = cms(who, covered, stamp=stamp, **options)
    return head + b"<" + message.hex().encode().ljust(_ROOM, b"0") + b">" + tail


UNKNOWN_KEY = ed25519.Ed25519PrivateKey.generate
