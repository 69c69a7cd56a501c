"""Verifying a receipt on a page, for whoever relies on one and has no account here. No file is sent: only its SHA-256."""

from functools import partial

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from consent.credential import verify_credential
from consent.receipt import Outcome, ReceiptError, Verification, verify_receipt
from consent.trust import parse_status, parse_trust
from registry.core.errors import NotFound
from registry.core.permissions import Permission
from registry.productions.declaration import DeclarationError
from registry.web.door import desk, requires
from registry.web.pages import rule, t
from registry.web.receipts.forms import ReceiptForm

pages = Blueprint("receipts", __name__)

Page = str | Response | tuple[str, int]
LONGEST_ID = 32
"""No receipt's name is longer."""
TONES = {
    "cleared": "cleared",
    "told": "cleared",
    "notify_only": "notify",
    "needs_approval": "approval",
    "blocked": "blocked",
}


@pages.get("/verify")
@requires(Permission.PUBLIC)
def ask() -> Page:
    return render_template("receipts/verify.html", form=ReceiptForm(formdata=None), receipt_id=None, counts=None)


@pages.get("/verify/<receipt_id>")
@requires(Permission.PUBLIC)
def of_id(receipt_id: str) -> Page:
    """Where a receipt's code leads: whether that receipt counts, and nothing of what it says."""
    if len(receipt_id) > LONGEST_ID:
        raise NotFound("receipt", receipt_id[:LONGEST_ID])
    counts = desk().status.counts(receipt_id)
    return render_template(
        "receipts/verify.html", form=ReceiptForm(formdata=None), receipt_id=receipt_id, counts=counts
    )


@pages.post("/verify")
@requires(Permission.PUBLIC, papers=True)
def verify() -> Page:
    form = ReceiptForm()
    content = form.content() if form.validate_on_submit() else None
    if content is not None:
        try:
            found = _verified(content, form)
        except DeclarationError:
            pass
        except ReceiptError:
            form.receipt.errors = [*form.receipt.errors, "verify-receipt-unknown"]
        else:
            return render_template("receipts/found.html", found=found, tone=_tone(found), lines=_lines(found))
    return render_template("receipts/verify.html", form=form, receipt_id=None, counts=None), 422


def _verified(content: dict[str, object], form: ReceiptForm) -> Verification:
    """Against this registry's own key, and what it says no longer counts at this moment. Raises `ReceiptError`,
    `DeclarationError`, and what `Status.stale_list` raises."""
    now, trust = desk().clock(), parse_trust(desk().instance_key.trust())
    status = parse_status(desk().status.stale_list(), trust, now=now)
    sha256, declared = form.sha256.data or None, form.declared()
    said = desk().credentials.known(str(content.get("receipt_id")), sha256) if sha256 else None
    checker = verify_receipt if said is None else partial(verify_credential, said)
    return checker(content, trust, now=now, file_sha256=sha256, declaration_sha256=declared, status=status)


def _tone(found: Verification) -> str:
    """How it is marked; never as cleared while anything was left open."""
    if found.outcome is not Outcome.VALID or found.receipt is None:
        return "blocked"
    tone = TONES.get(found.receipt.answer, "undecided")
    return tone if found.releases or tone != "cleared" else "approval"


def _lines(found: Verification) -> list[str]:
    """What was found, in words, the answer first."""
    if found.outcome is Outcome.KEY_NOT_TRUSTED:
        return [t("verify-other-registry")]
    told = [rule(found.message, **found.params)]
    if found.receipt is None or found.outcome is not Outcome.VALID:
        return told
    told.insert(0, rule(f"verify-says-{found.receipt.answer}"))
    return told + ([t(f"verify-open-{name}") for name in found.lacks] if found.receipt.releases else [])
