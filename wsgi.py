"""The web application for another WSGI server than `likeness serve`, which has to do itself what registry/serving/front.py does:
refuse large bodies of strangers before they are stored, and let slow clients go. In a checkout this is `wsgi:app`; in an
installed program, `registry.wsgi:app`."""

from registry.core.config import Config
from registry.desk import Desk
from registry.serving.app import create_app

app = create_app(Desk(Config()))
