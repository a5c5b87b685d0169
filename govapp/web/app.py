"""The application factory: a table of contents of the house."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from govapp.accounts import login
from govapp.accounts import views as accounts
from govapp.accounts.declaration import DECLARATION as ACCOUNTS
from govapp.assembly.agenda import views as agenda
from govapp.assembly.attendance import views as attendance
from govapp.assembly.declaration import DECLARATION as ASSEMBLY
from govapp.assembly.meeting import views as meeting
from govapp.assembly.minutes import views as minutes
from govapp.assembly.proxies import views as proxies
from govapp.assembly.room import views as room_of_meeting
from govapp.assembly.votes import views as votes
from govapp.audit import views as audit
from govapp.audit.declaration import DECLARATION as AUDIT
from govapp.ballots import views as ballots
from govapp.ballots.declaration import DECLARATION as BALLOTS
from govapp.db.engine import Database, open_database
from govapp.declarations import Declarations
from govapp.kernel.clock import Clock, SystemClock
from govapp.kernel.folders import templates_folder
from govapp.outbox import views as outbox
from govapp.outbox.declaration import DECLARATION as OUTBOX
from govapp.request_context import AppContext
from govapp.settings import Settings, Surface
from govapp.shares.declaration import DECLARATION as SHARES
from govapp.shares.exporting import views as exporting
from govapp.shares.importing import views as importing
from govapp.shares.register import views as register
from govapp.shares.rolls import views as rolls
from govapp.statutes import views as statutes
from govapp.statutes.declaration import DECLARATION as STATUTES
from govapp.web import (
    errors,
    health,
    hosts,
    i18n,
    logs,
    packed_pages,
    pages,
    security,
    static_files,
    surfaces,
    templating,
)
from govapp.web.extensions import babel, csrf
from govapp.web.letters import post_of

# The tabs of the office stand in this order.
DECLARATIONS = Declarations((ASSEMBLY, SHARES, STATUTES, BALLOTS, AUDIT, ACCOUNTS, OUTBOX))


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    clock: Clock | None = None,
    surface: Surface | None = None,
) -> Flask:
    """Return the WSGI application for `settings`; raises ValueError when a setting cannot be used.

    A `surface` given here goes before that of the settings.
    """
    if surface is not None:
        settings = Settings.model_validate({**settings.model_dump(), "surface": surface})
    app = Flask("govapp", static_folder=None, template_folder=str(templates_folder()))
    app.config["SECRET_KEY"] = settings.key()
    app.extensions["govapp"] = AppContext(
        settings=settings,
        database=database
        or open_database(
            settings.database(), pool_size=settings.web_threads, keys=settings.key_ring, zone=settings.zone
        ),
        keys=settings.key_ring(),
        clock=clock or SystemClock(),
        declarations=DECLARATIONS,
    )
    app.extensions["govapp.post"] = post_of(settings)
    logs.configure(plain=settings.log_format == "plain")
    security.configure_cookies(app, name=surfaces.COOKIES[settings.surface], secure=settings.is_https)
    app.url_map.converters["int"] = security.RowNumber
    logs.set_up(app)
    surfaces.set_up(app, settings)
    login.set_up(app)
    i18n.set_up(app, babel)
    security.set_up(app)
    packed_pages.set_up(app)
    csrf.init_app(app)
    accounts.confirming.set_up(app)
    templating.set_up(app)
    errors.set_up(app)
    for room in (
        accounts,
        statutes,
        register,
        rolls,
        importing,
        exporting,
        ballots,
        meeting,
        agenda,
        attendance,
        proxies,
        votes,
        minutes,
        room_of_meeting,
        audit,
        outbox,
        health,
        pages,
    ):
        app.register_blueprint(room.bp)
    static_files.serve(app, secure=settings.is_https)
    app.wsgi_app = hosts.KnownHosts(app.wsgi_app, settings.known_hosts)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
