"""The language of a request: the person's own, or the one chosen on the page, kept in a cookie."""

from urllib.parse import urlsplit

from babel import Locale
from flask import Blueprint, Flask, Response, g, redirect, request, url_for
from flask_babel import Babel

from govapp.edge import LANGUAGE_COOKIE as COOKIE
from govapp.edge import actor, language, public, settings
from govapp.kernel.actors import ActorKind
from govapp.kernel.texts import LANGUAGES, Language
from govapp.web.catalogues import Catalogues, language_of
from govapp.web.formats import LOCALES

YEAR_SECONDS = 365 * 24 * 3600

bp = Blueprint("i18n", __name__)


def choose() -> Language:
    """Return the language: chosen on a page, else the person's, else the browser's, else the cooperative's."""
    chosen = language_of(request.cookies.get(COOKIE))
    if chosen is not None:
        return chosen
    if actor().kind in {ActorKind.SHAREHOLDER, ActorKind.OFFICER}:
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
        locale_selector=lambda: Locale.parse(LOCALES[language()]),
    )
    app.register_blueprint(bp)


def safe_next(target: str | None) -> str:
    """Return a path of this site to go back to; anything that leads elsewhere becomes the home page."""
    parts = urlsplit(target or "")
    inside = target is not None and target.startswith("/") and not target.startswith(("//", "/\\"))
    if not inside or parts.scheme or parts.netloc:
        return url_for("assembly.home")
    return target or "/"


@bp.post("/language")
@public
def switch() -> Response:
    """Keep the chosen language and return to the page where it was chosen."""
    chosen = language_of(request.form.get("language")) or settings().default_language
    response = redirect(safe_next(request.form.get("next")), code=303)
    response.set_cookie(
        COOKIE,
        chosen.value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings().is_https,
    )
    return response  # type: ignore[return-value]
