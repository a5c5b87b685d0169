"""Minutes on paper: what stands in their PDF, and the PDF itself."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from govapp.assembly.minutes.queries import VersionRow, get_bytes, list_exports
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language, Phrase
from govapp.language.translator import translator_for
from govapp.pdf import make_pdf
from govapp.request_context import settings


def make_document(found: VersionRow, language: Language) -> bytes:
    """Return a version as PDF in one language: the authentic one to be signed, the others as a courtesy."""
    return make_pdf("assembly/minutes/minutes.typ", _printed(found, language), language, found.fixed_at)


def get_documents(session: Session, found: VersionRow) -> Mapping[Language, bytes]:
    """Return a version as PDF in each language: as it was first made, or made now where it was not kept."""
    kept = list_exports(session, found.id)
    return {each: get_bytes(session, kept[each]) if each in kept else make_document(found, each) for each in LANGUAGES}


def _flag(note: Phrase) -> str:
    """Return in which language a note stands that was not written in that of the document; else nothing."""
    return LANGUAGE_NAMES[note.language] if note.is_fallback else ""


def _printed(found: VersionRow, language: Language) -> dict[str, object]:
    """Return what stands on paper, in one language; a note that was not written in it stands as it was written."""
    minutes, said = found.minutes, translator_for(language, settings().timezone)
    is_authentic = language is minutes.language
    courtesy = said.say(
        N_("Translation for convenience. Authentic: %(language)s."),
        language=LANGUAGE_NAMES[minutes.language],
    )
    return {
        "organisation": settings().cooperative,
        "title": said.say(N_("Minutes")),
        "assembly": str(minutes.title.in_language(language)),
        "courtesy": "" if is_authentic else courtesy,
        "sections": [
            {
                "title": str(section.title.in_language(language)),
                "lines": [
                    {
                        "text": str(line.text.in_language(language)),
                        "is_text": line.code == "text",
                        "digest": line.digest if line.code == "annex" else "",
                    }
                    for line in section.lines
                ],
                "note": section.note.in_language(language).text,
                "note_language": section.note.in_language(language).language.value,
                "note_flag": _flag(section.note.in_language(language)),
            }
            for section in minutes.sections
        ],
        "signatures": [
            said.say(N_("Chair")),
            said.say(N_("Secretary")),
            said.say(N_("Scrutineer")),
            said.say(N_("Scrutineer")),
        ],
        "signed": said.say(N_("Signatures of the bureau, and of the shareholders who ask for it")),
        "foot": said.say(N_("Version %(number)s, fixed on %(at)s"), number=found.number, at=found.fixed_at),
        "digest": found.digest,
    }
