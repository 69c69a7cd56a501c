"""Has a child write a manifest, and another one read it back. The file is hostile and the key is not: they never meet in one process.

The child that reads the file builds the manifest and asks for one signature; the answer is all that it ever learns of the key. What it
wrote is believed once a second child finds our own words in it, and nothing else of the file has changed (`unchanged`).
"""

import importlib.util
import json
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from consent.credential import CLEARANCE
from registry.checks.credentials.formats import Format
from registry.checks.credentials.unchanged import Changed, require_unchanged
from registry.ports.certificates import Certificate

CHILD = Path(__file__).with_name("child.py")
MEMORY = 2 << 30
SECONDS = 120
"""How long one child may take."""
LARGEST_MANIFEST = 8 << 20
"""Bytes that a written file may be longer than what was handed in, or that a manifest beside it has."""
_LONGEST = 2 << 20  # bytes of what a child says
_NAMESPACE = {"Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"}


class NotWritten(Exception):
    """Nothing was written. `str` is a word for a text: failed, changed, time, isolation."""


@dataclass(frozen=True)
class Manifest:
    """label: by which the manifest is known. trusted: whether its signer is on a list that readers trust."""

    label: str
    trusted: bool


def content_of(clearance: Mapping[str, Any], source_type: str | None) -> dict[str, Any]:
    """The manifest: our own assertion and, where the rules ask that the public be told, how the file was made, for readers of actions
    and for those of IPTC's fields alike. No title: a file's name may name somebody."""
    assertions: list[dict[str, Any]] = [{"label": CLEARANCE, "data": dict(clearance)}]
    if source_type is not None:
        told = {"action": "c2pa.edited.metadata", "digitalSourceType": source_type}
        assertions += [
            {"label": "c2pa.actions.v2", "data": {"actions": [told]}},
            {"label": "cawg.metadata", "data": {"@context": _NAMESPACE, "Iptc4xmpExt:DigitalSourceType": source_type}},
        ]
    program = {"name": "likeness-registry", "version": version("likeness-registry")}
    return {"claim_generator_info": [program], "assertions": assertions}


def write(
    source: BinaryIO,
    target: BinaryIO,
    size: int,
    form: Format,
    manifest: Mapping[str, Any],
    certificate: Certificate,
    anchors: Path,
    *,
    beside: bool,
) -> Manifest:
    """Write the file with its manifest, or the manifest alone, into `target`, which is empty. size: of the source, in bytes.
    anchors: the list of trusted signers (PEM).

    The binding to the file's bytes is always our own: that of a manifest which came with it was made by whoever made the file, and
    may leave out what it pleases. Raises `NotWritten`.
    """
    words = {
        "format": form.media,
        "out": target.fileno(),
        "beside": beside,
        "label": CLEARANCE,
        "anchors": str(anchors),
    }
    key = {"algorithm": certificate.algorithm, "chain": certificate.chain, "manifest": dict(manifest)}
    _child({"do": "write", **words, **key}, source, certificate, size + LARGEST_MANIFEST)
    target.seek(0, 2)
    if not 0 < target.tell() <= (LARGEST_MANIFEST if beside else size + LARGEST_MANIFEST):
        raise NotWritten("failed")
    if not beside:
        try:
            require_unchanged(source, target, form.inside or "")
        except Changed:
            raise NotWritten("changed") from None
    read = _child({"do": "read", **words}, source if beside else target, None, 0)
    ours = manifest["assertions"][0]["data"]
    label = read.get("label")
    if read.get("state") not in ("Valid", "Trusted") or read.get("found") != [ours] or not isinstance(label, str):
        raise NotWritten("failed")
    return Manifest(label[:200], read["state"] == "Trusted")


def _child(job: Mapping[str, Any], source: BinaryIO, certificate: Certificate | None, output: int) -> Mapping[str, Any]:
    """What a child says in the end. `certificate`: signs what it asks for, once. output: bytes that it may write. Raises
    `NotWritten`."""
    source.seek(0)
    until = time.monotonic() + SECONDS
    told = json.dumps({**job, "memory": MEMORY, "seconds": SECONDS, "output": output})
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            child = _started(told, source, theirs, job["out"])
        try:
            lines = _Lines(ours, until)
            message = lines.next()
            if certificate is not None and "sign" in message:
                signature = certificate.sign(bytes.fromhex(message["sign"]))
                with suppress(OSError):
                    ours.sendall(json.dumps({"signature": signature.hex()}).encode() + b"\n")
                message = lines.next()
        except (ValueError, TypeError, RecursionError):
            raise NotWritten("failed") from None
        finally:
            child.kill()
            child.wait()
    done = message.get("done")
    if not isinstance(done, dict):
        raise NotWritten("isolation" if message.get("failed") == "not-isolated" else "failed")
    return done


def _started(job: str, source: BinaryIO, theirs: socket.socket, out: int) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - our own script, nothing of the file's in the command
            [sys.executable, "-I", "-S", str(CHILD), _packages(), job],
            stdin=source.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.DEVNULL,
            pass_fds=[out],
            env={},
            cwd="/",
        )
    except OSError:
        raise NotWritten("failed") from None


class _Lines:
    """Lines of JSON that a child sends. Raises `NotWritten` where it ends, says too much or takes too long, ValueError."""

    def __init__(self, ours: socket.socket, until: float) -> None:
        self._ours, self._until, self._unread = ours, until, b""

    def next(self) -> dict[str, Any]:
        while b"\n" not in self._unread:
            if not select.select([self._ours], [], [], max(0.0, self._until - time.monotonic()))[0]:
                raise NotWritten("time")
            part = self._ours.recv(1 << 16)
            self._unread += part
            if not part or len(self._unread) > _LONGEST:
                raise NotWritten("failed")
        line, _, self._unread = self._unread.partition(b"\n")
        return dict(json.loads(line))


def _packages() -> str:
    spec = importlib.util.find_spec("c2pa")
    if spec is None or spec.origin is None:
        raise NotWritten("failed")
    return str(Path(spec.origin).parent.parent)
