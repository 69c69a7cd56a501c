"""Behind a reverse proxy: who asked, how, and under which prefix, as told by proxies that the operator named, and by nobody
else."""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.middleware.proxy_fix import ProxyFix

Networks = Sequence[IPv4Network | IPv6Network]

TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")  # fmt: skip
PREFIX = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?")
"""A path downwards and nothing else: `//elsewhere.example` in front of every link would lead there."""


class TrustedProxies:
    """Reads X-Forwarded-For, -Proto and -Prefix where the request comes from a proxy in `trusted`; drops them otherwise.

    X-Forwarded-For is read from its end for as long as the proxies in it are trusted, too: what a client wrote into it stands
    before that, and counts for nothing. The host's name is what the proxy sends as Host.
    """

    def __init__(self, app: WSGIApplication, trusted: Networks) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_trusted(environ.get("REMOTE_ADDR", "")):
            for name in TOLD:
                environ.pop(name, None)
            return self._app(environ, start_response)
        prefix = environ.pop("HTTP_X_FORWARDED_PREFIX", "").rpartition(",")[2].strip()
        if PREFIX.fullmatch(prefix):
            environ["HTTP_X_FORWARDED_PREFIX"] = prefix.rstrip("/")
        if environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip() not in ("http", "https"):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        known = 1
        while known < len(hops) and self._is_trusted(hops[-known]):
            known += 1
        fixed = ProxyFix(self._app, x_for=known, x_proto=1, x_host=0, x_port=0, x_prefix=1)
        return fixed(environ, start_response)

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)
