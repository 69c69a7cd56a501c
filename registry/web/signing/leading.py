"""From the pages to the signing host: a request's secret travels in the part of an address that browsers send to nobody."""

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from registry.core.places import Places
from registry.web.door import places


def signing_places() -> Places:
    """Where people sign; a 409 where nobody said by which name they come here."""
    found = places()
    return found if found is not None else abort(409, "passkey-no-place")


def to_signing(secret: str) -> Response:
    """On to the signing page, with this request."""
    return redirect(f"{signing_places().signing}{request.script_root}/sign#{secret}", code=303)
