"""The application that gunicorn serves."""

from govapp.settings import load_settings
from govapp.web.app import create_app

app = create_app(load_settings())
