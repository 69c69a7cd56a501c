"""The web application for a WSGI server: `waitress-serve --listen=127.0.0.1:8000 wsgi:app`."""

from registry.app import create_app
from registry.config import Config
from registry.desk import Desk

app = create_app(Desk(Config()))
