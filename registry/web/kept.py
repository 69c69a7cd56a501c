"""What is kept to be looked at, as a response: pictures, and the evidence of any sense."""

from collections.abc import Sequence
from typing import BinaryIO, TypeVar

from flask import Response, current_app, request
from werkzeug.exceptions import abort
from werkzeug.wsgi import wrap_file

from registry.checks.credentials.service import WrittenFile
from registry.gallery.recordings import Kept
from registry.reviews.evidence import SAFE_TYPES, PieceOfEvidence

One = TypeVar("One")

PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
"""First bytes -> media type of the pictures that every browser shows."""


def numbered(kept: Sequence[One], number: int) -> One | None:
    """The one of this number, from 1 on."""
    return kept[number - 1] if 1 <= number <= len(kept) else None


def picture_of(content: bytes | None) -> Response:
    """A kept picture, of a kind that every browser shows; 404 without one."""
    kind = next((kind for start, kind in PICTURES.items() if content and content.startswith(start)), None)
    if content is None or kind is None:
        abort(404)
    return _response(content, kind)


def evidence_of(piece: PieceOfEvidence | None) -> Response:
    """A piece of evidence, of the type that its sense says, if that is a safe one; 404 without one. A browser takes it for
    nothing else, whatever its bytes look like."""
    if piece is None or piece.media_type not in SAFE_TYPES:
        abort(404)
    return _response(piece.content, piece.media_type)


def reference_of(piece: Kept | None) -> Response:
    """A picture or recording that somebody was enrolled by; 404 without one."""
    if piece is None or piece.media_type.startswith("image/"):
        return picture_of(None if piece is None else piece.content)
    return evidence_of(PieceOfEvidence(piece.media_type, piece.content))


def sent_once(outcome: WrittenFile, media_type: str) -> Response:
    """A written file to be kept, in pieces as it is read; it is gone once it was sent, or nobody takes it any more."""
    response = in_pieces(outcome.file, media_type)
    response.headers.set("Content-Disposition", "attachment", filename=outcome.name)
    response.headers["Likeness-Statement"] = outcome.statement["statement_id"]
    return response


def in_pieces(file: BinaryIO, media_type: str) -> Response:
    """A file in pieces as it is read; it is closed once it was sent, or nobody takes it any more."""
    size = file.seek(0, 2)
    file.seek(0)
    response = current_app.response_class(wrap_file(request.environ, file), mimetype=media_type)
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _response(content: bytes, media_type: str) -> Response:
    response = current_app.response_class(content, mimetype=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # some browsers play nothing that they cannot ask for in parts
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return response
