"""Draw the demo's three spoken shots from its portraits and lines: registry/demo/voices/*.mp4.

    .venv/bin/python scripts/draw_lines.py

Mara Lind says her line; Rafiq Sandanal says his; and Yuna Castellan is seen while Mara's line is heard, as after a dub. Each is at a
place of their own, and none at those of the demo's film: where two shots share their frames, a check of one says something of the other.
"""

from fractions import Fraction
from math import sin
from pathlib import Path

import av
import cv2
import numpy as np
from draw_film import FPS, HEIGHT, WIDTH, Picture, into, portrait

VOICES = Path(__file__).parent.parent / "registry" / "demo" / "voices"


def lamp_room() -> Picture:
    """A dark room; a lamp over shelves on the right."""
    room = np.full((HEIGHT, WIDTH, 3), (38, 34, 40), np.uint8)
    for shelf in range(3):
        cv2.rectangle(room, (330, 150 + 75 * shelf), (WIDTH, 160 + 75 * shelf), (70, 95, 120), -1)
    for book in range(14):
        cv2.rectangle(room, (345 + 20 * book, 165), (357 + 20 * book, 225), (60 + 12 * book, 80, 190 - 10 * book), -1)
    cv2.circle(room, (520, 80), 55, (140, 215, 250), -1)
    return cv2.GaussianBlur(room, (0, 0), 3).astype(np.uint8)


def quay() -> Picture:
    """A bright sky over dark water; bollards on the left, the mast of a boat behind them."""
    there = np.full((HEIGHT, WIDTH, 3), (225, 210, 190), np.uint8)
    there[210:] = (95, 70, 45)
    there[300:] = (120, 125, 130)
    for bollard in (40, 140, 240):
        cv2.rectangle(there, (bollard, 255), (bollard + 34, 330), (40, 40, 45), -1)
    cv2.line(there, (110, 20), (110, 240), (60, 60, 80), 10)
    cv2.fillPoly(there, [np.array([(118, 30), (118, 190), (270, 190)])], (245, 245, 250))
    return cv2.GaussianBlur(there, (0, 0), 2).astype(np.uint8)


def kitchen() -> Picture:
    """Tiles behind, a dark door on the left, a bright table below."""
    there = np.full((HEIGHT, WIDTH, 3), (170, 185, 175), np.uint8)
    for line in range(0, WIDTH, 80):
        cv2.line(there, (line, 0), (line, HEIGHT), (120, 135, 125), 4)
    for line in range(0, HEIGHT, 60):
        cv2.line(there, (0, line), (WIDTH, line), (120, 135, 125), 4)
    cv2.rectangle(there, (30, 40), (190, HEIGHT), (45, 60, 90), -1)
    cv2.rectangle(there, (0, 310), (WIDTH, HEIGHT), (215, 225, 235), -1)
    return cv2.GaussianBlur(there, (0, 0), 2).astype(np.uint8)


SHOTS = {
    "line-lamp.mp4": ("mara-lind", "mara-lind-line.opus", lamp_room, 180),
    "line-quay.mp4": ("rafiq-sandanal", "rafiq-sandanal-line.opus", quay, 455),
    "line-dubbed.mp4": ("yuna-castellan", "mara-lind-line.opus", kitchen, 360),
}
"""File -> whose face is seen, whose line is heard, where, and how far from the left (pixels)."""


def draw(target: Path, person: str, line: Path, behind: Picture, left: int) -> None:
    head = portrait(person)
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
                behind, head, left + 14 * sin(number / 21), 182 + 4 * sin(number / 9), 225, 3 * sin(number / 13)
            )
            frame = av.VideoFrame.from_ndarray(shown, "bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(picture.encode(frame))
        output.mux(picture.encode())


if __name__ == "__main__":
    for name, (person, line, place, left) in SHOTS.items():
        draw(VOICES / name, person, VOICES / line, place(), left)
