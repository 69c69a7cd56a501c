"""For programs: the description of the API, and the JSON Schemas of the papers that go in and come out."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from registry.core.errors import NotFound
from registry.core.permissions import Permission
from registry.productions.schemas import SCHEMAS, written
from registry.web.door import file_of, requires

pages = Blueprint("schemas", __name__)


@pages.get("/schemas")
@requires(Permission.PUBLIC)
def index() -> str:
    return render_template("schemas/index.html", names=sorted(SCHEMAS))


@pages.get("/schemas/<name>.json")
@requires(Permission.PUBLIC)
def show(name: str) -> Response:
    if name not in SCHEMAS:
        raise NotFound("schema", name)
    return file_of(written(name), f"{name}.schema.json")
