"""Forms about passkeys."""

from collections.abc import Sequence
from typing import Any

from registry.records.tables.performers import PerformerKey
from registry.records.tables.unions import UnionKey
from registry.web.door import desk
from registry.web.forms import Form, LineField, Required


class PasskeyForm(Form):
    label = LineField("passkey-label-label", [Required()], render_kw={"autocomplete": "off", "maxlength": "80"})


def signing_keys(keys: Sequence[PerformerKey | UnionKey]) -> dict[str, Any]:
    """What a page of keys needs for passkeys: the form that makes one, and those that there are."""
    return {
        "passkey_form": PasskeyForm(formdata=None),
        "passkeys": desk().passkeys.among([key.fingerprint for key in keys]),
    }
