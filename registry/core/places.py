"""The two hosts of a registry: that of its pages, and that of the one page at which people sign.

A passkey belongs to one relying party, which is a host's name. Those for signing in belong to the pages' host and those for
signing to the other: neither the browser nor an authenticator takes one for the other.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from registry.core.errors import RegistryError

LOCAL = "localhost"
SIGN = "sign."
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[1-9][0-9]{0,4})?")


class OriginUnusable(RegistryError):
    """A setting that names an origin names none at which passkeys work."""


@dataclass(frozen=True)
class Places:
    """Origins, as browsers spell them: scheme, host and, where it is another than usual, port."""

    pages: str
    signing: str

    @property
    def host(self) -> str:
        """The relying party of passkeys that sign in."""
        return urlsplit(self.pages).hostname or ""

    @property
    def sign_host(self) -> str:
        """The relying party of passkeys that sign."""
        return urlsplit(self.signing).hostname or ""


def places(origin: str, sign_origin: str) -> Places | None:
    """The places that are configured; None where none is. Raises `OriginUnusable`."""
    if not origin:
        if sign_origin:
            raise OriginUnusable("origin-missing")
        return None
    pages = _checked(origin)
    scheme, host = pages.split("://")
    found = Places(pages, _checked(sign_origin) if sign_origin else f"{scheme}://{SIGN}{host}")
    if found.host == found.sign_host:
        raise OriginUnusable("origin-same-host", host=found.host)
    return found


def _checked(origin: str) -> str:
    host = urlsplit(origin).hostname or ""
    local = host == LOCAL or host.endswith(f".{LOCAL}")
    if not _ORIGIN.fullmatch(origin) or not (origin.startswith("https://") or local):
        raise OriginUnusable("origin-unusable", origin=origin)
    return origin


def local_places(host: str, port: str) -> Places | None:
    """The places of an instance that is reached on its own machine, by the host that a request names; None for another
    host. port: with its colon, or empty."""
    if host not in (LOCAL, f"{SIGN}{LOCAL}"):
        return None
    return Places(f"http://{LOCAL}{port}", f"http://{SIGN}{LOCAL}{port}")
