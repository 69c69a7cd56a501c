"""A small copy of a film for players that cannot play the film itself: the same frames at the same times."""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matching.media.film.proxy import LONGEST, NoProxy, proxy
from matching.reasons import Undecidable
from tests.common.clips import add_film, clip, frame_of, number_of, numbered
from tests.matching.test_films import FORMATS


def copied(path: Path, folder: Path) -> Path:
    target = folder / "copy.webm"
    target.write_bytes(b"".join(proxy(path, hashlib.sha256(path.read_bytes()).hexdigest())))
    return target


@pytest.mark.parametrize("name", ["prores.mov", "dnxhr.mxf", "mpeg2.mxf", "hevc10.mkv"])
def test_each_frame_is_in_the_copy_at_its_time(tmp_path: Path, name: str) -> None:
    settings: Mapping[str, Any] = {"frames": 30, **FORMATS[name]}
    with av.open(str(copied(clip(tmp_path / name, **settings), tmp_path))) as film:
        frames = [(float(one.pts * one.time_base), one.to_ndarray(format="rgb24")) for one in film.decode(video=0)]
        assert film.streams.video[0].codec_context.name in ("vp8", "libvpx")
    assert [number_of(picture) for _, picture in frames] == list(range(30))
    assert all(abs(at - number / settings.get("rate", 24)) < 0.002 for number, (at, _) in enumerate(frames))


def test_it_is_small_and_keeps_the_shape(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mov", "prores_ks", form="yuv422p10le", frames=3, size=(1920, 800))
    with av.open(str(copied(path, tmp_path))) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (640, 266)


def test_what_is_heard_is_in_it_at_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    with av.open(str(path), "w") as output:
        film, sound = add_film(output), output.add_stream("pcm_s16le", rate=48_000)
        sound.codec_context.layout = "stereo"
        for number in range(48):
            output.mux(film.encode(frame_of(numbered(number), number, Fraction(1, 24))))
            tone = np.sin(np.arange(4000) / 10) * 12_000 * (24 <= number < 36)  # the left channel, from 1 s to 1.5 s
            both = np.repeat(tone[::2], 2) * np.tile([1, 0], 2000)
            heard = av.AudioFrame.from_ndarray(both.astype(np.int16)[None], "s16", "stereo")
            heard.sample_rate, heard.pts, heard.time_base = 48_000, number * 2000, Fraction(1, 48_000)
            output.mux(sound.encode(heard))
        output.mux(film.encode())
    with av.open(str(copied(path, tmp_path))) as film:
        loud = [float(one.pts * one.time_base) for one in film.decode(audio=0) if np.abs(one.to_ndarray()).max() > 0.05]
    assert 0.95 < loud[0] < 1.05
    assert 1.4 < loud[-1] < 1.55


def test_of_another_file_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(Undecidable):
        list(proxy(clip(tmp_path / "a.mp4"), "0" * 64))


def test_of_what_is_no_film_or_too_long_none_is_made(tmp_path: Path) -> None:
    (still := tmp_path / "a.txt").write_text("nothing")
    with pytest.raises(NoProxy):
        list(proxy(still, ""))
    long = clip(tmp_path / "a.mp4", frames=LONGEST + 2, rate=1, size=(16, 16))
    with pytest.raises(NoProxy) as caught:
        list(proxy(long, hashlib.sha256(long.read_bytes()).hexdigest()))
    assert caught.value.too_long
