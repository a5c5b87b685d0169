"""The screen of the hall: a page for the projector, and the part of it that is looked at again every few seconds."""

import hmac

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.room.queries import read_room
from govapp.assembly.room.rules.screens import due_screen, screen_languages
from govapp.assembly.room.views import bp
from govapp.assembly.room.views.kept import KeptScreen, KeptScreens
from govapp.assembly.room.views.screen_words import ScreenWords, Speaker, describe_screen
from govapp.kernel.errors import N_
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language
from govapp.request_context import in_language, keys, now, public, read_only, settings

PAGE = "/room/<int:assembly_id>/<word>"
_WORD_DIGITS = 32


def projector_path(keyring: KeyRing, assembly_id: int) -> str:
    """Return the address of the screen of a meeting: its last part follows from the secret key, nobody guesses it."""
    return f"/room/{assembly_id}/{keyring.keyed_digest('projector', str(assembly_id))[:_WORD_DIGITS]}"


@bp.get(PAGE)
@public
def projector(assembly_id: int, word: str) -> ResponseReturnValue:
    """Show the screen of a meeting, light unless `?theme=dark` is asked for."""
    _require_word(assembly_id, word)
    kept = _screen(assembly_id, word)
    languages = _languages(assembly_id)
    with in_language(languages[0]):
        return render_template(
            "assembly/room/projector.html",
            words=kept.words,
            poll=url_for("room.screen", assembly_id=assembly_id, word=word),
            is_dark=request.args.get("theme") == "dark",
            here_path=url_for("room.projector", assembly_id=assembly_id, word=word),
            lost=Speaker(languages).say(N_("No connection. As it was at")),
        )


@bp.get(f"{PAGE}/now")
@public
def screen(assembly_id: int, word: str) -> ResponseReturnValue:
    """Return the part that changes; nothing (304) to whoever has it already. The same for every reader."""
    _require_word(assembly_id, word)
    kept = _screen(assembly_id, word)
    response = Response(kept.body, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(kept.tag)
    response.make_conditional(request)
    return response


def _require_word(assembly_id: int, word: str) -> None:
    right = projector_path(keys(), assembly_id).rpartition("/")[2]
    if not hmac.compare_digest(right.encode(), word.encode()):
        raise AssemblyNotFound


def _screen(assembly_id: int, word: str) -> KeptScreen:
    store: KeptScreens = current_app.extensions["govapp.screens"]
    return store.get(assembly_id, now(), lambda: _write(assembly_id, word))


def _write(assembly_id: int, word: str) -> tuple[ScreenWords, str]:
    with read_only() as work:
        room = read_room(work, assembly_id)
        speaker = Speaker(screen_languages(room.assembly.title.languages(), settings().authentic_language))
        words = describe_screen(work, room, due_screen(room.facts), speaker)
    with in_language(speaker.languages[0]):
        poll = url_for("room.screen", assembly_id=assembly_id, word=word)
        return words, render_template("assembly/room/_screen.html", words=words, poll=poll)


def _languages(assembly_id: int) -> tuple[Language, ...]:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
    return screen_languages(row.title.languages(), settings().authentic_language)
