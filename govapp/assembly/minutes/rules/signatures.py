"""The electronic signatures in a PDF (PAdES, ETSI EN 319 142; CMS, RFC 5652): who signed what, and whether it holds.

What is not checked: whether a certificate is on the trust list of the European Union, and whether it was revoked.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from govapp.assembly.minutes.rules.der import (
    OCTET_STRING,
    SEQUENCE,
    SET,
    Der,
    NotDer,
    read_der,
)
from govapp.kernel.texts import Language

MAX_SIGNATURES: Final = 50
"""How many signatures of one file are read; more are no minutes."""
_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
_PSS: Final = "1.2.840.113549.1.1.10"
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_TIME_STAMP: Final = "1.2.840.113549.1.9.16.1.4"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
_TAG_0, _TAG_0_PRIMITIVE = 0xA0, 0x80


class SignatureState(StrEnum):
    """Whether a signature holds."""

    HOLDS = "holds"
    CHANGED = "changed"
    FORGED = "forged"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """One signature of a file. `signed_at` (UTC) is what the signer's device says, or the time of a time stamp.

    `covers` is how many bytes of the file are signed with it, from the beginning; the signature itself lies in them.
    `is_in_time` tells whether the certificate was valid at that moment.
    """

    state: SignatureState
    is_time_stamp: bool = False
    signer: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    covers: int = 0
    is_whole: bool = False
    is_in_time: bool = False


@dataclass(frozen=True, slots=True)
class SignedFile:
    """What a file that was uploaded as signed minutes is.

    `exported` is the language of the exported PDF that stands unchanged at its beginning, None where it is another
    file, such as a scan; `added` is how many bytes come after that.
    """

    signatures: tuple[ReadSignature, ...]
    exported: Language | None
    added: int

    @property
    def is_bare_export(self) -> bool:
        """Tell whether it is the exported file and nobody signed it."""
        return self.exported is not None and not self.signatures

    @property
    def is_scan(self) -> bool:
        """Tell whether nothing electronic ties it to the exported file: somebody has to compare it by eye."""
        return self.exported is None and not self.signatures

    @property
    def holds(self) -> bool:
        """Tell whether it is the exported file, every signature of it holds, and the last one covers it whole."""
        states = {each.state for each in self.signatures}
        return self.exported is not None and states == {SignatureState.HOLDS} and self.signatures[-1].is_whole


def read_signed_file(content: bytes, exports: Mapping[Language, bytes]) -> SignedFile:
    """Return what a file is: the signatures in it, and which exported PDF it begins with, by language."""
    found = next((language for language, each in exports.items() if each and content.startswith(each)), None)
    added = len(content) - len(exports[found]) if found is not None else 0
    return SignedFile(tuple(read_signatures(content)), found, added)


def read_signatures(content: bytes) -> Iterator[ReadSignature]:
    """Yield the signatures of a PDF in the order in which they cover more of it."""
    ranges = [tuple(int(number) for number in found.groups()) for found in _BYTE_RANGE.finditer(content)]
    for start, before, after, rest in sorted(ranges[:MAX_SIGNATURES], key=lambda each: each[2] + each[3]):
        try:
            yield _read(content, start, before, after, rest)
        except (NotDer, ValueError, IndexError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound):
            yield ReadSignature(SignatureState.UNREADABLE)


@dataclass(frozen=True, slots=True)
class _SignerInfo:
    """What one signature says (RFC 5652, 5.3); `signed` are the bytes that are signed: the attributes as a SET."""

    certificate: x509.Certificate
    algorithm: hashes.HashAlgorithm
    scheme: str
    signature: bytes
    attributes: Mapping[str, Der]
    signed: bytes


def _read(content: bytes, start: int, before: int, after: int, rest: int) -> ReadSignature:
    end = after + rest
    # The signature lies alone in the gap, so everything else up to the end of the range is signed (ISO 32000, 12.8.1).
    gap = content[before:after]
    if start != 0 or end > len(content) or not (gap.startswith(b"<") and gap.endswith(b">")):
        raise NotDer
    data, inner = _signed_data(bytes.fromhex(gap[1:-1].decode("ascii")))
    info = _signer_info(data)
    is_time_stamp = inner is not None
    signed_bytes = content[:before] + content[after:end]
    state = _state(info, signed_bytes if inner is None else inner)
    at = info.attributes[_SIGNING_TIME].moment if _SIGNING_TIME in info.attributes else None
    if inner is not None:
        stamped, at = _time_stamp(inner)
        if state is SignatureState.HOLDS and stamped != _digest(info.algorithm, signed_bytes):
            state = SignatureState.CHANGED
    certificate = info.certificate
    return ReadSignature(
        state=state,
        is_time_stamp=is_time_stamp,
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        signed_at=at,
        covers=end,
        is_whole=not content[end:].strip(),
        is_in_time=at is not None and certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc,
    )


def _signed_data(message: bytes) -> tuple[list[Der], bytes | None]:
    """Return the parts of SignedData (RFC 5652, 5.1), and what is inside it where that is a time stamp (RFC 3161)."""
    kind, wrapped = read_der(message).expect(SEQUENCE).parts()[:2]
    if kind.oid != _SIGNED_DATA:
        raise NotDer
    data = read_der(wrapped.expect(_TAG_0).content).expect(SEQUENCE).parts()
    inner = data[2].expect(SEQUENCE).parts()
    if inner[0].oid != _TIME_STAMP:
        return data, None
    return data, read_der(inner[1].expect(_TAG_0).content).expect(OCTET_STRING).content


def _signer_info(data: list[Der]) -> _SignerInfo:
    kept = [x509.load_der_x509_certificate(each.whole) for part in data if part.tag == _TAG_0 for each in part.parts()]
    parts = data[-1].expect(SET).parts()[0].expect(SEQUENCE).parts()
    _version, who, algorithm, attributes, scheme, signature = parts[:6]
    known = _HASHES.get(algorithm.parts()[0].oid)
    if known is None:
        raise NotDer
    return _SignerInfo(
        certificate=next((each for each in kept if _is_of(each, who)), None) or _missing(),
        algorithm=known,
        scheme=scheme.parts()[0].oid,
        signature=signature.expect(OCTET_STRING).content,
        attributes={name.oid: values.parts()[0] for name, values in _pairs(attributes.expect(_TAG_0))},
        # Signed as a SET, not as the implicit tag that stands in the file (RFC 5652, 5.4).
        signed=bytes([SET]) + attributes.whole[1:],
    )


def _pairs(attributes: Der) -> Iterator[tuple[Der, Der]]:
    for each in attributes.parts():
        name, values = each.parts()
        yield name, values


def _missing() -> x509.Certificate:
    raise NotDer


def _is_of(certificate: x509.Certificate, who: Der) -> bool:
    """Tell whether a certificate is the one that a signer names: by issuer and number, or by the key's identifier."""
    if who.tag == _TAG_0_PRIMITIVE:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return found.digest == who.content
    issuer, number = who.parts()
    return (issuer.whole, int.from_bytes(number.content, "big", signed=True)) == (
        certificate.issuer.public_bytes(),
        certificate.serial_number,
    )


def _state(info: _SignerInfo, signed_bytes: bytes) -> SignatureState:
    try:
        _verify(info)
    except InvalidSignature:
        return SignatureState.FORGED
    told = info.attributes[_MESSAGE_DIGEST].content if _MESSAGE_DIGEST in info.attributes else b""
    return SignatureState.HOLDS if told == _digest(info.algorithm, signed_bytes) else SignatureState.CHANGED


def _verify(info: _SignerInfo) -> None:
    key = info.certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        scheme: padding.PSS | padding.PKCS1v15 = padding.PKCS1v15()
        if info.scheme == _PSS:
            scheme = padding.PSS(padding.MGF1(info.algorithm), padding.PSS.AUTO)
        key.verify(info.signature, info.signed, scheme, info.algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(info.signature, info.signed, ec.ECDSA(info.algorithm))
    else:
        raise NotDer


def _time_stamp(inner: bytes) -> tuple[bytes, datetime]:
    """Return the digest that a time stamp is about, and its time (RFC 3161, 2.4.2)."""
    _version, _policy, imprint, _number, at = read_der(inner).expect(SEQUENCE).parts()[:5]
    return imprint.parts()[1].content, at.moment


def _digest(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    return hashlib.new(algorithm.name, data).digest()


def _name(name: x509.Name) -> str:
    """Return the name of a person or an authority, never the number that Belgian certificates hold beside it."""
    for wanted in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for each in name.get_attributes_for_oid(wanted):
            return str(each.value)
    return ""
