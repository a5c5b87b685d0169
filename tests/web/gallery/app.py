"""The gallery: every macro and layout in every state, on pages of their own that are not in the product.

`tools/screenshots.py` takes pictures of it; `tests/web/test_look.py` checks each page in four languages.
"""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import jinja2
from flask import Flask, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf import CSRFProtect
from pydantic import SecretStr
from werkzeug.routing import MapAdapter
from wtforms import BooleanField, DateField, FileField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from govapp.db.engine import Database
from govapp.kernel.actors import VISITOR, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.folders import templates_folder
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language, Texts
from govapp.language.catalogues import language_of
from govapp.language.locales import LOCALES
from govapp.request_context import AppContext
from govapp.request_context import language as chosen
from govapp.settings import Settings
from govapp.web import static_files, templating
from govapp.web.app import DECLARATIONS, create_app
from govapp.web.i18n import Catalogues
from govapp.web.security import HEADERS

HERE = Path(__file__).parent
PAGES = tuple(sorted(path.stem for path in HERE.glob("*.html") if not path.stem.startswith("_")))
MOMENT = datetime(2027, 6, 15, 16, 0, tzinfo=UTC)
DIGEST = "b27d044ce9137fa008c4d2b677aa1e35c6f890d15f0c91aeb27d044ce9137fa0"
# The published types know no choices without labels yet.
CATEGORIES: Any = ["Gebruiker", "Ploeg"]
NAMES: Any = ["Nederlands", "Français"]
TRACKER = "Zk3vQm8TtY1xRb9LwC5uHf0JpNs7dGaEoXi2KvB6yUM"
LONGEST = Texts(
    nl="Gegevensbeschermingsfunctionaris Katharina Oehlschläger-Vandenbroucke",
    fr="Déléguée à la protection des données Katharina Oehlschläger-Vandenbroucke",
    en="Data protection officer Katharina Oehlschläger-Vandenbroucke",
    de="Datenschutzbeauftragte der Genossenschaftsversammlung Katharina Oehlschläger-Vandenbroucke",
)
ACCOUNTS = Texts(
    nl="Goedkeuring van de jaarrekening 2026",
    fr="Approbation des comptes annuels 2026",
    en="Approval of the accounts of 2026",
    de="Genehmigung des Jahresabschlusses 2026",
)
FRENCH_ONLY = Texts(fr="Motion de séance : publier chaque année les écarts de salaire")


class Sample(Form):
    """A form with one field of each kind."""

    name = StringField("Naam, nummer of e-mailadres", [InputRequired()], description="Zoals op de identiteitskaart.")
    code = StringField(
        "Code met zes cijfers", [Length(min=6, max=6, message="U schreef vijf cijfers. Er zijn er zes.")]
    )
    born = DateField("Datum van de algemene vergadering", [InputRequired()])
    category = SelectField("Categorie", choices=CATEGORIES)
    motive = TextAreaField("Motief", [InputRequired(message="Vul dit in. Het komt in het logboek.")])
    file = FileField("Uw sleutelbestand", description="Het blijft op deze computer.")
    also = BooleanField("Toon ook wie uitgetreden is")
    language = RadioField("Taal", choices=NAMES)


def _forms() -> dict[str, Form]:
    good = Sample(data={"name": "Lieve Peeters", "code": "402917", "also": True, "language": NAMES[0]}, prefix="good")
    bad = Sample(data={"code": "40291", "motive": ""}, prefix="bad")
    bad.validate()
    return {"good": good, "bad": bad}


def _actor(page: str) -> Actor:
    if page.startswith("office"):
        roles = frozenset(Role(each) for each in request.args.getlist("role")) or frozenset(Role)
        return Actor(ActorKind.OFFICER, 3, "Nadia Lefèvre-Oehlschläger", roles)
    if page.startswith(("home_open", "home_sent", "ballot", "receipt")):
        return Actor(ActorKind.SHAREHOLDER, 18204, "Lieve Peeters")
    return VISITOR


@cache
def _product() -> MapAdapter:
    settings = Settings(secret_key=SecretStr("the-gallery-keeps-no-secret-0123456789"), database_url="sqlite://")
    return create_app(settings).url_map.bind("localhost")


def _in_the_product(_error: Exception, endpoint: str, values: dict[str, Any]) -> str:
    return _product().build(endpoint, {name: value for name, value in values.items() if not name.startswith("_")})


def make_gallery() -> Flask:
    """Return an application that shows the gallery at `/<page>?language=nl`, with the headers of the product."""
    app = Flask("govapp", static_folder=None)
    app.config["SECRET_KEY"] = "the-gallery-keeps-no-secret-0123456789"
    app.extensions["govapp"] = AppContext(
        settings=Settings(secret_key=SecretStr("the-gallery-keeps-no-secret-0123456789"), cooperative="Ambora"),
        database=cast("Database", None),
        clock=FixedClock(MOMENT),
        declarations=DECLARATIONS,
        keys=KeyRing(b"the-gallery-keeps-no-secret-0123456789"),
    )
    app.jinja_loader = jinja2.ChoiceLoader(
        [jinja2.PrefixLoader({"gallery": jinja2.FileSystemLoader(HERE)}), jinja2.FileSystemLoader(templates_folder())],
    )

    # The gallery has none of the pages that the layout links to: their addresses are those of the product.
    app.url_build_error_handlers.append(_in_the_product)

    @app.before_request
    def _reader() -> None:
        g.language = language_of(request.args.get("language")) or Language.NL
        g.actor = _actor((request.view_args or {}).get("page", ""))

    @app.after_request
    def _headers(response: ResponseReturnValue) -> ResponseReturnValue:
        response.headers.extend(HEADERS)  # type: ignore[union-attr]
        return response

    CSRFProtect(app)
    babel = Babel(app, locale_selector=lambda: LOCALES[chosen()])
    babel.domain_instance = Catalogues()
    templating.set_up(app)
    static_files.serve(app, secure=False)

    @app.get("/<page>")
    def show(page: str) -> ResponseReturnValue:
        if page not in PAGES:
            abort(404)
        return render_template(
            f"gallery/{page}.html",
            moment=MOMENT,
            digest=DIGEST,
            tracker_code=TRACKER,
            forms=_forms(),
            longest=LONGEST,
            accounts=ACCOUNTS,
            french_only=FRENCH_ONLY,
        )

    return app
