"""Draw the demo's three spoken shots from its portraits and lines: registry/demo/voices/*.mp4.

    .venv/bin/python scripts/draw_lines.py

Mara Lind says her line; Rafiq Sandanal says his; and Yuna Castellan is seen while Mara's line is heard, as after a dub.
"""

from fractions import Fraction
from math import sin
from pathlib import Path

import av
from draw_film import FPS, HEIGHT, WIDTH, into, portrait, room

VOICES = Path(__file__).parent.parent / "registry" / "demo" / "voices"
SHOTS = {
    "line-lamp.mp4": ("mara-lind", "mara-lind-line.opus", (120, 150, 175)),
    "line-quay.mp4": ("rafiq-sandanal", "rafiq-sandanal-line.opus", (150, 165, 160)),
    "line-dubbed.mp4": ("yuna-castellan", "mara-lind-line.opus", (165, 150, 125)),
}
"""File -> whose face is seen, whose line is heard, and the colour of the room."""


def draw(target: Path, person: str, line: Path, tint: tuple[int, int, int]) -> None:
    head, behind = portrait(person), room(tint)
    with (
        av.open(str(line)) as spoken,
        av.open(str(target), "w", options={"movflags": "faststart", "fflags": "bitexact"}) as output,
    ):
        picture = output.add_stream("libx264", rate=FPS, options={"crf": "31", "preset": "veryslow"})
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = output.add_stream("aac", rate=24_000, options={"b": "56000"})
        sound.layout = "mono"
        resampler, seconds = av.AudioResampler(format="fltp", layout="mono", rate=24_000), 0.0
        for frame in spoken.decode(audio=0):
            seconds += frame.samples / frame.sample_rate
            for part in resampler.resample(frame):
                part.pts = None
                output.mux(sound.encode(part))
        output.mux(sound.encode(None))
        for number in range(round(seconds * FPS)):
            shown = into(
                behind, head, 320 + 14 * sin(number / 21), 182 + 4 * sin(number / 9), 225, 3 * sin(number / 13)
            )
            frame = av.VideoFrame.from_ndarray(shown, "bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(picture.encode(frame))
        output.mux(picture.encode())


if __name__ == "__main__":
    for name, (person, line, tint) in SHOTS.items():
        draw(VOICES / name, person, VOICES / line, tint)
