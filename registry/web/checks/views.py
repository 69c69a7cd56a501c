"""Checks: watch the progress, read the answer person by person, take the receipt."""

import shlex
from typing import BinaryIO, cast

import segno
from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from consent.receipt import FINAL
from consent.spans import clock
from registry.checks.proxies import MEDIA
from registry.checks.receipts.receipt import answer_of
from registry.checks.service import UNDER_WAY
from registry.checks.shown import origin_words
from registry.checks.viewed import CheckView
from registry.core import sentences
from registry.core.errors import Busy, Conflict, Invalid, NotFound
from registry.core.permissions import Permission
from registry.web.checks.remedies import remedies
from registry.web.checks.timeline import timeline
from registry.web.door import desk, file_of, requires, who
from registry.web.kept import evidence_of, in_pieces, picture_of
from registry.web.pages import say_next, t
from registry.web.reviews.forms import ShownFileForm

pages = Blueprint("checks", __name__)

Page = str | Response | tuple[str, int]


def _stage(check: CheckView) -> str:
    if check.before:
        return t("check-stage-queued-behind", before=check.before)
    if check.pieces and check.stage == "pieces":
        return sentences.pieces(check.pieces.done, check.pieces.pieces, check.pieces.seconds_left, who().locale)
    return t(f"check-stage-{check.stage}")


@pages.get("/checks/<check_id>")
@requires(Permission.CHECK_READ)
def show(check_id: str) -> Page:
    check = desk().checks.get(who(), check_id)
    if check.state in UNDER_WAY:
        own = check.role == "production"
        return render_template("checks/progress.html", check=check, stage=_stage(check), own=own)
    result = check.result or {"persons": [], "reasons": [], "duties": [], "status": "cannot_decide", "verdict": None}
    marked = [
        {**place, "person": person}
        for person in result["persons"]
        for place in person["boxes"]
        if place["box"] and not check.length  # of what moves, nobody stays where they are at their best
    ]
    moving = [
        {"path": place["path"], "person": person}
        for person in result["persons"]
        for place in person["boxes"]
        if place.get("path")
    ]
    unions = {union.id: union for union in desk().unions.list()}
    own = check.role == "production"
    again = ShownFileForm() if own and check.state == "stale" and check.continued is None else None
    receipt = desk().checks.receipt(who(), check_id) if check.has_receipt else None
    return render_template(
        "checks/show.html", check=check, own=own, result=result, marked=marked, moving=moving, unions=unions, again=again,
        receipt=receipt, code=_code_of(receipt["receipt_id"]) if receipt else None, verify=_verify_command(check),
        remedies=remedies(check) if own else (), finished=_finished(check),
        timeline=timeline(check.length, result["persons"], check.sampling, check.waveform),
        known=sentences.known_from(check.known, who().locale) if check.known else None,
        origin=check.origin, origin_words=origin_words(check.origin, who().locale) if check.origin else None,
        parts=desk().own_pictures.of(who(), check_id), said_of=answer_of,
    )  # fmt: skip


def _code_of(receipt_id: str) -> Markup:
    """The address at which anybody verifies this receipt, as a QR code: an SVG that takes the page's colours."""
    address = url_for("receipts.of_id", receipt_id=receipt_id, _external=True)
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, svgclass="code", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 - paths of numbers: nothing of the address stands in it as text


def _finished(check: CheckView) -> bool:
    """Whether its receipt answers for itself; for anything else one says of which use one asks."""
    return check.declared is not None and check.declared["asset"]["stage"] == FINAL


def _verify_command(check: CheckView) -> str:
    """What verifies the receipt with nothing left open, as somebody may paste it, whatever the file is called."""
    use = () if _finished(check) else ("--use", "USE.json")
    words = ("verify", f"{check.id}-receipt.json", "--trust", "trust.json", "--status", "status.json")
    return shlex.join(("likeness", *words, "--file", check.file_name or "FILE", *use))


@pages.get("/checks/<check_id>/progress.json")
@requires(Permission.CHECK_READ)
def progress(check_id: str) -> Response:
    now = desk().checks.get(who(), check_id)
    done = now.state not in UNDER_WAY
    words = "" if done else _stage(now)
    return jsonify(state=now.state, progress=now.progress, before=now.before, words=words, done=done)


@pages.post("/checks/<check_id>/cancel")
@requires(Permission.CHECK_REQUEST)
def cancel(check_id: str) -> Response:
    desk().checks.cancel(who(), check_id)
    say_next("check-cancelled")
    return redirect(url_for("checks.show", check_id=check_id), code=303)


@pages.get("/checks/<check_id>/picture.jpg")
@requires(Permission.CHECK_READ)
def picture(check_id: str) -> Response:
    """The small picture that is kept of it, for whoever makes or approves it."""
    return picture_of(desk().checks.picture(who(), check_id))


@pages.post("/checks/<check_id>/proxy")
@requires(Permission.CHECK_READ, uploads=True)
def proxy(check_id: str) -> Response | tuple[str, int]:
    """A small copy of the film that was sent, for a browser that cannot play the film itself; in words, why there is none."""
    desk().proxies.require(who(), check_id)
    sent = request.files.get("file")
    if sent is None:
        return t("form-required"), 422
    try:
        return in_pieces(desk().proxies.make(who(), check_id, cast(BinaryIO, sent.stream)), MEDIA)
    except (Busy, Conflict, Invalid) as error:
        return t(error.message_id, **error.params), 422


@pages.get("/checks/<check_id>/own/<int:number>")
@requires(Permission.CHECK_READ)
def own_picture(check_id: str, number: int) -> Response:
    """A piece of what is shown of them to those whom the file shows, and to their union."""
    return evidence_of(desk().own_pictures.piece(who(), check_id, number))


@pages.get("/checks/<check_id>/receipt.json")
@requires(Permission.CHECK_READ)
def receipt(check_id: str) -> Response:
    return file_of(desk().checks.receipt(who(), check_id), f"{check_id}-receipt.json")


@pages.get("/checks/<check_id>/conform")
@requires(Permission.CHECK_REQUEST)
def conform(check_id: str) -> str:
    """To which master its receipt is carried over, and what their frames say of it."""
    masters, master = desk().conforms.masters(who(), check_id), request.args.get("master", "")
    compared = desk().conforms.compare(who(), check_id, master) if master else None
    return render_template(
        "checks/conform.html",
        check=desk().checks.get(who(), check_id),
        masters=masters,
        master=master,
        compared=compared,
        clock=clock,
    )


@pages.post("/checks/<check_id>/conform")
@requires(Permission.CHECK_REQUEST)
def sign_conform(check_id: str) -> Response:
    statement = desk().conforms.state(who(), check_id, request.form.get("master", ""))
    return file_of(statement, f"{check_id}-conform.json")


@pages.get("/checks/<check_id>/USE.json")
@requires(Permission.CHECK_READ)
def declaration(check_id: str) -> Response:
    """What was declared, as the receipt is bound to it: for `likeness verify --use`."""
    declared = desk().checks.get(who(), check_id).declared
    if declared is None:
        raise NotFound("check", check_id)
    return file_of(declared, "USE.json")


@pages.get("/head.json")
@requires(Permission.LEDGER_READ)
def head() -> Response:
    """The ledger's signed head, for whoever keeps it to hold the registry to it."""
    return file_of(desk().audit.head(), "head.json")


@pages.get("/trust.json")
@requires(Permission.PUBLIC)
def trust() -> Response:
    """This registry's public key as a trust file. Whoever relies on receipts keeps a copy of their own."""
    return file_of(desk().instance_key.trust(), "trust.json")


@pages.get("/status.json")
@requires(Permission.PUBLIC)
def status() -> Response:
    """The signed list of the receipts that no longer count, for whoever holds one: it names them by their ids alone."""
    return file_of(desk().status.stale_list(), "status.json")
