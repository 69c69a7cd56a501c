"""What somebody brings who relies on a receipt."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError

from consent.canonical import JsonError, strict_mapping
from registry.productions.declaration import DeclarationError, parse_declaration
from registry.web.forms import Form, LineField, Optional, Required

HEX = set("0123456789abcdef")


class ReceiptForm(Form):
    """A receipt; the digest of the file that is to be used, and the declaration of its use, where there are any."""

    receipt = FileField("verify-receipt-label", [Required()], render_kw={"accept": ".json,application/json"})
    sha256 = LineField("verify-sha256-label", [Optional()], render_kw={"maxlength": 64, "spellcheck": "false"})
    use = FileField("verify-use-label", [Optional()], render_kw={"accept": ".json,application/json"})

    def validate_sha256(self, field: LineField) -> None:
        field.data = field.data.lower()
        if len(field.data) != 64 or not HEX.issuperset(field.data):
            raise ValidationError("verify-sha256-wrong")

    def content(self) -> dict[str, Any] | None:
        """The receipt; None, with what is wrong beside the field, where the file is no JSON object."""
        try:
            return strict_mapping(_bytes(self.receipt.data))
        except JsonError:
            self.receipt.errors = [*self.receipt.errors, "verify-receipt-wrong"]
            return None

    def declared(self) -> str | None:
        """The digest of the declaration, as a receipt names it; None without one. Raises `DeclarationError`."""
        brought = _bytes(self.use.data) if self.use.data else b""
        if not brought:
            return None
        try:
            return parse_declaration(brought).sha256
        except DeclarationError:
            self.use.errors = [*self.use.errors, "verify-use-wrong"]
            raise


def _bytes(brought: FileStorage) -> bytes:
    return bytes(brought.read())
