"""The signing page: one file, served byte for byte, whose hash is published."""

import base64
import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from registry.core.shipped import shipped

FILE = shipped("web/signing/page.html")


class Page(NamedTuple):
    """content: the whole file; sha256: of it, in hexadecimal; policy: what a browser lets it do, with its own script and style
    named by their hashes."""

    content: bytes
    sha256: str
    policy: str


@lru_cache(maxsize=1)
def signing_page() -> Page:
    content = FILE.read_bytes()
    script, style = (_only(content, tag) for tag in (b"script", b"style"))
    policy = (
        "default-src 'none'",
        f"script-src '{script}'",
        f"style-src '{style}'",
        "img-src data:",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
    return Page(content, hashlib.sha256(content).hexdigest(), "; ".join(policy))


def _only(content: bytes, tag: bytes) -> str:
    """The one element of this name, as a policy names it."""
    (inside,) = re.findall(b"<" + tag + b">(.*?)</" + tag + b">", content, re.DOTALL)
    return "sha256-" + base64.b64encode(hashlib.sha256(inside).digest()).decode()
