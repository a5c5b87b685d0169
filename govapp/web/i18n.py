"""The language of a request.

Whoever chooses one on a page keeps it: officers with their name, on every device and in their mails; everybody else on
this device, by a cookie. Mails to shareholders follow the register, which the registrar keeps.
"""

from typing import cast

from babel.support import NullTranslations
from flask import Blueprint, Flask, Response, g, redirect, request, session, url_for
from flask_babel import Babel, Domain, get_locale
from werkzeug.wrappers import Response as BaseResponse

from govapp.accounts.rules import is_local_path
from govapp.accounts.service import choose_language
from govapp.kernel.actors import ActorKind
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.catalogues import SOURCE, language_of, translations
from govapp.language.locales import LOCALES
from govapp.request_context import CHOSEN_LANGUAGE, actor, language, public, settings, transact
from govapp.request_context import LANGUAGE_COOKIE as COOKIE

YEAR_SECONDS = 365 * 24 * 3600

bp = Blueprint("i18n", __name__)


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's domain, fed from our own catalogues."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language of this request."""
        locale = get_locale()
        return translations(language_of(str(locale) if locale else None) or SOURCE)


def choose() -> Language:
    """Return an officer's own language; for others the one chosen here, else the register's, the browser's, ours."""
    if actor().kind is ActorKind.OFFICER:
        return actor().language
    chosen = language_of(request.cookies.get(COOKIE))
    if chosen is not None:
        return chosen
    if actor().kind is ActorKind.SHAREHOLDER:
        return actor().language
    accepted = request.accept_languages.best_match([each.value for each in LANGUAGES])
    return language_of(accepted) or settings().default_language


def set_up(app: Flask, babel: Babel) -> None:
    """Choose the language of each request once, after it is known who asks."""
    catalogues = Catalogues()

    @app.before_request
    def _choose() -> None:
        g.language = choose()
        catalogues.as_default()

    babel.init_app(
        app,
        default_locale="en",
        default_timezone=app.extensions["govapp"].settings.timezone,
        locale_selector=lambda: LOCALES[language()],
    )
    app.register_blueprint(bp)


@bp.post("/language")
@public
def switch() -> Response:
    """Keep the chosen language and return to the page where it was chosen."""
    target = request.form.get("next", "")
    response = redirect(target if is_local_path(target) else url_for("meeting.home"), code=303)
    chosen = language_of(request.form.get("language"))
    if chosen is not None:
        _keep(chosen, response)
    return response  # type: ignore[return-value]


def _keep(chosen: Language, response: BaseResponse) -> None:
    if actor().kind is ActorKind.OFFICER:
        transact(lambda work: choose_language(work, cast("int", actor().id), chosen))
    else:
        session[CHOSEN_LANGUAGE] = chosen.value
    # For an officer too: the door and the public pages go on in it.
    response.set_cookie(
        COOKIE,
        chosen.value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings().is_https,
    )
