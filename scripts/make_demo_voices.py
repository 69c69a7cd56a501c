"""Speak the recordings and lines of the demo's people, who do not exist: registry/demo/voices.

    .venv/bin/python scripts/make_demo_voices.py

Each is spoken by a synthesiser of formants (espeak-ng, the Python package `espeakng-loader`) in a process of its own, because the
voice of one clip leaks into the next. No two runs give the same bytes; what was spoken once is kept.
"""

import ctypes
import json
import subprocess
import sys
from pathlib import Path

import av
import numpy as np

FOLDER = Path(__file__).parent.parent / "registry" / "demo" / "voices"
RATE = 24_000
VOICES = {
    "mara-lind": ("en-us+f2", 150, 52),
    "rafiq-sandanal": ("en-us+klatt2", 150, 38),
    "emeka-halloran": ("en-us+klatt2", 145, 38),
}
"""Whose voice it is -> of which variant, how fast (words a minute) and how high (0 to 100). Most variants are one speaker to an
encoder; these two are told apart."""

TEXTS = json.loads((FOLDER / "texts.json").read_text(encoding="utf-8"))
READ, LINES = TEXTS["read"], TEXTS["lines"]


def spoken(text: str, voice: str, speed: int, pitch: int) -> np.ndarray:
    """Samples [n], int16, at 22,050 Hz. Raises RuntimeError where the synthesiser does not know the voice."""
    import espeakng_loader

    library = ctypes.cdll.LoadLibrary(espeakng_loader.get_library_path())
    heard: list[np.ndarray] = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def take(samples, count, _events):  # type: ignore[no-untyped-def]
        if samples and count:
            heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
    library.espeak_SetSynthCallback(take)
    if library.espeak_SetVoiceByName(voice.encode()):
        raise RuntimeError(f"there is no voice {voice}")
    library.espeak_SetParameter(1, speed, 0)
    library.espeak_SetParameter(3, pitch, 0)
    said = text.encode()
    library.espeak_Synth(said, len(said) + 1, 0, 1, 0, 1, None, None)
    library.espeak_Synchronize()
    return np.concatenate(heard)


def write(samples: np.ndarray, target: Path) -> None:
    with av.open(str(target), "w", format="ogg", options={"fflags": "bitexact"}) as output:
        stream = output.add_stream("libopus", rate=RATE, options={"b": "28000", "application": "voip"})
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = 22_050
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            output.mux(stream.encode(part))
        output.mux(stream.encode(None))


def main() -> None:
    if len(sys.argv) > 2:
        slug, which = sys.argv[1:3]
        text = LINES[slug] if which == "line" else READ[int(which) - 1]
        write(spoken(text, *VOICES[slug]), FOLDER / f"{slug}-{which}.opus")
        return
    FOLDER.mkdir(exist_ok=True)
    for slug in VOICES:
        for which in (*map(str, range(1, len(READ) + 1)), "line"):
            subprocess.run([sys.executable, __file__, slug, which], check=True)  # noqa: S603 - this very script


if __name__ == "__main__":
    main()
