"""What templates may use: filters for dates and numbers, addresses of assets, and who is reading."""

from datetime import date, datetime
from fractions import Fraction

from flask import Flask, request
from flask_babel import gettext, ngettext, npgettext, pgettext
from markupsafe import Markup

from govapp import __version__
from govapp.kernel.actors import ROLE_NAMES
from govapp.kernel.texts import LANGUAGE_NAMES, Phrase, Words, words_in
from govapp.language import formats, number_format
from govapp.request_context import actor, language, page_of, public_page_of, settings
from govapp.web.static_files import asset, integrity
from pybelenios.jsontext import in_groups


def email(address: str) -> Markup:
    """Return an e-mail address that a narrow column breaks after its @ and not in the middle of a word."""
    return Markup("@<wbr>").join(address.split("@"))


def _filters() -> dict[str, object]:
    def zone() -> str:
        return settings().timezone

    return {
        "datetime_long": lambda moment: formats.datetime_long(moment, language(), zone()),
        "datetime_exact": lambda moment: formats.datetime_exact(moment, language(), zone()),
        "datetime_numeric": lambda moment: formats.datetime_numeric(moment, language(), zone()),
        "date_long": lambda value: formats.date_long(_date(value), language()),
        "date_full": lambda value: formats.date_full(value, language()),
        "date_numeric": lambda value: formats.date_numeric(_date(value), language()),
        "time_only": lambda moment: formats.time_only(moment, language(), zone()),
        "isodate": lambda value: value.isoformat(),
        "number": lambda value: number_format.number(value, language()),
        "ratio_of": _ratio_of,
        "limit_of": _limit_of,
        "money": lambda cents: number_format.money(cents, language()),
        "fingerprint": formats.fingerprint,
        "in_groups": in_groups,
        "email": email,
        "phrase_of": _phrase_of,
    }


def _ratio_of(part: int, whole: int, limit: tuple[int, int] | None = None) -> str:
    # A ratio to nothing is no number: a dash says so. A rounded one never stands on the wrong side of its limit.
    if not whole:
        return "\N{EN DASH}"
    return number_format.percent(Fraction(part, whole), language(), None if limit is None else Fraction(*limit))


def _limit_of(part: int, whole: int) -> str:
    return number_format.limit(Fraction(part, whole), language())


def _date(value: date | datetime) -> date:
    return formats.local(value, settings().timezone).date() if isinstance(value, datetime) else value


def _phrase_of(words: Words) -> Phrase:
    return words_in(words, language())


def set_up(app: Flask) -> None:
    """Give templates their filters and globals."""
    app.jinja_env.filters.update(_filters())
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        npgettext=npgettext,
        asset=asset,
        sri=integrity,
        language_names=LANGUAGE_NAMES,
        role_names=ROLE_NAMES,
        version=__version__,
        # Macros see no context of their page: what they look up must be global.
        declared=app.extensions["govapp"].declarations,
        page_of=page_of,
        public_page_of=public_page_of,
    )

    @app.context_processor
    def _readers() -> dict[str, object]:
        return {
            "actor": actor(),
            "language": language(),
            "cooperative": {
                "name": settings().cooperative,
                "contact": settings().contact,
                "phone": settings().contact_phone,
                "address": settings().controller_address,
            },
            "is_demo": settings().demo,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
        }
