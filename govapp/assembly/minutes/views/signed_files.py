"""What a file is that was uploaded as signed minutes, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from govapp.assembly.minutes.rules.signatures import ReadSignature, SignatureState, SignedFile, read_signed_file
from govapp.kernel.texts import LANGUAGE_NAMES, Language
from govapp.request_context import translator


@dataclass(frozen=True)
class SignedFileWords:
    """A file as the page tells of it: whether all holds, a `code` for tests, and sentences."""

    code: str
    holds: bool
    sentences: tuple[str, ...]


def describe_file(content: bytes, exports: Mapping[Language, bytes]) -> SignedFileWords:
    """Return what a signed copy is: who signed, when, whether it holds, and whether it is the exported file."""
    found = read_signed_file(content, exports)
    return SignedFileWords(_code(found), found.holds, tuple(_sentences(found)))


def _code(found: SignedFile) -> str:
    if found.is_scan:
        return "scan"
    if found.is_bare_export:
        return "not_signed"
    if found.exported is None:
        return "another_file"
    return "holds" if found.holds else "does_not_hold"


def _sentences(found: SignedFile) -> Iterator[str]:
    if found.is_scan:
        yield gettext(
            "No electronic signature is in this file, and it is not the file that was exported here: a scan, as it "
            "seems. Compare it with this version by eye."
        )
        return
    if found.is_bare_export:
        yield gettext("This is the exported file itself: nobody signed it.")
        return
    for each in found.signatures:
        yield _signature(each)
        if each.state is SignatureState.HOLDS and not each.is_in_time:
            yield gettext("At that hour its certificate was not valid, or no hour is given.")
    if found.exported is None:
        yield gettext("It is not the file that was exported here: compare its text with this version by eye.")
    else:
        yield gettext(
            "The exported file (%(language)s) stands in it unchanged. The signing program added %(bytes)s bytes after "
            "it: what these show, only eyes can compare.",
            language=LANGUAGE_NAMES[found.exported],
            bytes=translator().number(found.added),
        )
    yield gettext(
        "Not checked here: whether a certificate is on the European trust list, and whether it was revoked. A reader "
        "of PDF files with that list says so."
    )


def _signature(each: ReadSignature) -> str:
    at = translator().write(each.signed_at) if each.signed_at else gettext("no hour given")
    told = {"name": each.signer, "issuer": each.issuer, "at": at}
    said: str
    if each.state is SignatureState.UNREADABLE:
        said = gettext("One signature cannot be read: it is damaged, or of a kind that is not known here.")
    elif each.state is SignatureState.FORGED:
        said = gettext("The signature in the name of %(name)s was not made with its key.", name=each.signer)
    elif each.state is SignatureState.CHANGED:
        said = gettext("The signature of %(name)s does not hold: the file was changed after it.", name=each.signer)
    elif each.is_time_stamp:
        said = gettext("Time stamp of %(name)s (certificate by %(issuer)s): %(at)s. It holds.", **told)
    elif each.is_whole:
        said = gettext("Signed by %(name)s (certificate by %(issuer)s): %(at)s. It holds, for the whole file.", **told)
    else:
        said = gettext(
            "Signed by %(name)s (certificate by %(issuer)s): %(at)s. It holds, for the file as it was before more was "
            "added.",
            **told,
        )
    return said
