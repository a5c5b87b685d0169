"""The minutes with all their annexes as one file, with an index."""

from flask import Response
from flask.typing import ResponseReturnValue

from govapp.assembly.minutes.queries import VersionRow, get_version, list_annexes
from govapp.assembly.minutes.rules.annexes import ANNEX_NAMES, Annex, sums_of
from govapp.assembly.minutes.service.bundle import INDEX, RECORD, SUMS, list_bundled, note_taken, pack
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.draft import READERS
from govapp.assembly.minutes.views.printing import get_documents
from govapp.assembly.minutes.views.versions import VERSION
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES
from govapp.language.translator import Translator, translator_for
from govapp.pdf import make_pdf
from govapp.request_context import as_download, officers, read_only, settings, transact


@bp.post(f"{VERSION}/bundle")
@officers(*READERS)
def bundle(assembly_id: int, number: int) -> ResponseReturnValue:
    """Hand over minutes, annexes and signed copies as one ZIP; the journal says who took it."""
    with read_only() as work:
        found = get_version(work.session, assembly_id, number)
        documents = [
            (f"minutes-{each.value}.pdf", content) for each, content in get_documents(work.session, found).items()
        ]
        files = list_bundled(work.session, found, documents)
        annexes = {each.name: each for each in list_annexes(work.session, found.id)}
    files.insert(0, (INDEX, _index(found, annexes, files)))
    files.append((SUMS, sums_of(files)))
    transact(lambda work: note_taken(work, assembly_id, number, len(files)))
    return _kept_nowhere(pack(files, found.fixed_at), f"minutes-{assembly_id}-{number}.zip")


def _kept_nowhere(content: bytes, name: str) -> Response:
    answer = as_download(content, name, "application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _index(found: VersionRow, annexes: dict[str, Annex], files: list[tuple[str, bytes]]) -> bytes:
    language = found.minutes.language
    said = translator_for(language, settings().timezone)
    values = {
        "organisation": settings().cooperative,
        "title": said.say(N_("Minutes and annexes: index")),
        "assembly": str(found.minutes.title.in_language(language)),
        "lead": said.say(
            N_("Each file has its digest beside it; the command “sha256sum --check SHA256SUMS” compares them all.")
        ),
        "columns": [said.say(N_("File, and its digest (SHA-256)")), said.say(N_("Bytes"))],
        "files": [
            {
                "what": _what(name, annexes, said),
                "name": name,
                "sha256": sha256_hex(content),
                "size": said.number(len(content)),
            }
            for name, content in files
        ],
        "foot": said.say(N_("Version %(number)s, fixed on %(at)s"), number=found.number, at=found.fixed_at),
        "digest": found.digest,
    }
    return make_pdf("assembly/minutes/index.typ", values, language, found.fixed_at)


def _what(name: str, annexes: dict[str, Annex], said: Translator) -> str:
    annex = annexes.get(name)
    if annex is not None:
        title = said.say(ANNEX_NAMES[annex.kind])
        if annex.vote:
            title = said.say(N_("%(title)s, vote %(vote)s"), title=title, vote=annex.vote)
        return said.say(N_("Annex %(number)s: %(title)s"), number=annex.number, title=title)
    if name == RECORD:
        return said.say(N_("Minutes, as a record: its digest is the fingerprint"))
    if name.startswith("signed/"):
        return said.say(N_("Signed copy"))
    if name.startswith("proxies/"):
        return said.say(N_("Scan of proxy no. %(number)s"), number=int(name[8:].partition("-")[0]))
    languages = {f"minutes-{each.value}.pdf": LANGUAGE_NAMES[each] for each in LANGUAGE_NAMES}
    return said.say(N_("Minutes (%(language)s)"), language=languages[name])
