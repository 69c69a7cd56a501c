"""The child that writes and reads Content Credentials: a script of its own, started as `python -I -S child.py FOLDER_OF_C2PA JOB`.

Descriptor 0 is the file, descriptor 1 a socket: lines of JSON. It trusts nothing that it reads, and nobody trusts what it says. The
key is not in here: what is to be signed goes out over the socket, once. JOB, as JSON: `do` ("write" or "read"), the file's `format`,
the limits, `out` (the descriptor that is written, or of the manifest beside the file that is read), and what the job needs.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

LONGEST = 1 << 20


def prepare(packages: str) -> None:
    """Import everything before the walls close: afterwards no file can be opened."""
    sys.path += [packages, str(Path(__file__).resolve().parents[3])]
    import c2pa  # noqa: F401

    from matching.media import sandbox  # noqa: F401
    from matching.origin import credentials  # noqa: F401


def main(job: dict[str, Any]) -> None:
    from matching.media.sandbox import confine
    from matching.origin import credentials

    reading = credentials.context(credentials.anchors(job["anchors"]))
    walls = confine(
        memory=job["memory"], output=job["output"], seconds=job["seconds"], descriptors=max(4, job["out"] + 1)
    )
    if not walls["no_network"]:
        _say({"failed": "not-isolated"})
        return
    try:
        _say({"done": _write(job) if job["do"] == "write" else _read(job, reading)})
    except Exception as problem:
        _say({"failed": type(problem).__name__[:60]})


def _write(job: dict[str, Any]) -> dict[str, Any]:
    from c2pa import Builder, C2paBuilderIntent, C2paSigningAlg, Context, Settings, Signer

    told = {"verify": {"remote_manifest_fetch": False}, "builder": {"thumbnail": {"enabled": False}}}

    signer = Signer.from_callback(_signed, C2paSigningAlg[job["algorithm"]], job["chain"])
    with open(0, "rb", closefd=False) as source, open(job["out"], "r+b", closefd=False) as target:
        builder = Builder(job["manifest"], Context(Settings.from_dict(told)))
        builder.set_intent(C2paBuilderIntent.EDIT)
        if job["beside"]:
            builder.set_no_embed()
            beside = builder.sign(signer, job["format"], source, target)
            target.seek(0)
            target.truncate()  # the file itself may have been copied there
            target.write(beside)
        else:
            builder.sign(signer, job["format"], source, target)
    return {}


def _signed(content: bytes) -> bytes:
    _say({"sign": content.hex()})
    told = b""
    while not told.endswith(b"\n"):
        part = os.read(1, 1 << 16)
        if not part:
            raise OSError
        told += part
    return bytes.fromhex(json.loads(told)["signature"])


def _read(job: dict[str, Any], reading: Any) -> dict[str, Any]:
    """How the manifest that counts is judged, by the list by which files are read, and what it says under our own label."""
    from c2pa import Reader

    with open(0, "rb", closefd=False) as source:
        beside = None
        if job["beside"]:
            with open(job["out"], "rb", closefd=False) as sidecar:
                sidecar.seek(0)
                beside = sidecar.read()
        reader = Reader(job["format"], source, manifest_data=beside, context=reading)
        manifest = reader.get_active_manifest() or {}
        state = reader.get_validation_state()
        codes = [one.get("code") for one in json.loads(reader.json()).get("validation_status", ())]
    found = [one["data"] for one in manifest.get("assertions", ()) if one["label"] == job["label"]]
    parents = [one.get("active_manifest") for one in manifest.get("ingredients", ())]
    return {"label": manifest.get("label"), "state": state, "codes": codes, "found": found, "parents": parents}


def _say(message: dict[str, Any]) -> None:
    rest = memoryview(json.dumps(message).encode()[:LONGEST] + b"\n")
    while rest:
        rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    prepare(sys.argv[1])
    main(json.loads(sys.argv[2]))
