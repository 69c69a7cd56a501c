"""Cleared files of real forms, and a certificate to write into them with."""

import io
import json
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from registry.ports import trial_authority
from tests.registry.checks.conftest import shot

FORMS = ("jpg", "png", "webp", "mp4", "wav")


def coded(form: str, seed: int = 1) -> bytes:
    """A small file of a form, another one for each seed."""
    pixels = np.random.default_rng(seed).integers(0, 255, (64, 64, 3), np.uint8)
    out = io.BytesIO()
    if form == "wav":
        with wave.open(out, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(16_000)
            sound.writeframes(pixels.tobytes())
    elif form == "mp4":
        with av.open(out, "w", format="mp4") as film:
            stream = film.add_stream("libx264", rate=10)
            stream.width = stream.height = 64
            stream.pix_fmt = "yuv420p"
            for at in range(12):
                film.mux(stream.encode(av.VideoFrame.from_ndarray(np.roll(pixels, at, 0), format="rgb24")))
            film.mux(stream.encode())
    else:
        kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "gif": "GIF"}[form]
        Image.fromarray(pixels).save(out, kind)
    return out.getvalue()


@pytest.fixture
def authority(studio: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a certificate for trying that the instance signs with. It is valid whenever this runs: the library looks at the
    machine's own clock."""
    monkeypatch.setattr(trial_authority, "_LASTS", timedelta(days=365 * 100))
    folder = tmp_path / "authority"
    trial_authority.make(folder, studio.desk.clock())
    for field, name in (("credential_chain", "chain.pem"), ("credential_key", "key.pem")):
        object.__setattr__(studio.desk.config, field, str(folder / name))
    return folder


@pytest.fixture
def looks(desk: Any, fake_matching: Any) -> None:
    """Whatever picture or film is looked at shows Alice."""
    usual = fake_matching.examine

    def examine(path: Path, *args: Any, **options: Any) -> Any:
        from dataclasses import replace
        from hashlib import sha256

        content = Path(path).read_bytes()
        stand_in = fake_matching.picture("alice", name="stands-in.jpg")
        return replace(usual(stand_in, *args, **options), sha256=sha256(content).hexdigest(), size=len(content))

    desk._examine = examine


@pytest.fixture
def cleared(looks: None, studio: Any, verified_alice: Any, authority: Path) -> Callable[..., tuple[Any, bytes]]:
    """`cleared("jpg")`: a cleared check, and its file."""
    studio.consent(verified_alice, "alice", max_uses=1000)

    def check(form: str = "jpg", content: bytes | None = None, unit: str = "SH1", **changes: Any) -> tuple[Any, bytes]:
        content = coded(form) if content is None else content
        view = studio.check(content, shot(studio, verified_alice.id, unit, **changes), f"shot.{form}")
        assert view.verdict == "cleared", view.result
        return view, content

    return check


def written(studio: Any, check: Any, content: bytes, **more: Any) -> tuple[bytes, dict[str, Any]]:
    """What comes out for Petra: the file, and the statement as it is handed out."""
    outcome = studio.desk.credentials.write(studio.people.petra, check.id, io.BytesIO(content), **more)
    with outcome.file:
        return outcome.file.read(), json.loads(json.dumps(outcome.statement))
