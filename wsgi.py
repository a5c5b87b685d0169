"""The application that gunicorn serves."""

from govapp.settings import Settings
from govapp.web.app import create_app

app = create_app(Settings())
