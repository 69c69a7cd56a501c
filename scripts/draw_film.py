"""Draw the demo's film from its portraits of people who do not exist: registry/demo/pictures/film.mp4.

    .venv/bin/python scripts/draw_film.py [FILE]

Four shots of three seconds: Mara Lind walks through a room; she and Emeka Halloran, and for six frames Greta Holmqvar at the
edge; Rafiq Sandanal alone; Mara again. Heads move, come nearer and sway. It has no sound.
"""

import sys
from collections.abc import Callable
from fractions import Fraction
from math import sin
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
PICTURES = Path(__file__).parent.parent / "registry" / "demo" / "pictures"
FPS, SECONDS = 24, 3
WIDTH, HEIGHT = 640, 360
SHOT = FPS * SECONDS


def portrait(person: str) -> Picture:
    picture = cv2.imread(str(PICTURES / "people" / person / "4.jpg"))
    assert picture is not None, person
    return np.asarray(picture, np.uint8)


def room(tint: tuple[int, int, int]) -> Picture:
    """A wall with a window, lit from the left. tint: blue, green, red."""
    wall = np.full((HEIGHT, WIDTH, 3), tint, np.float32)
    wall *= np.linspace(1.15, 0.7, WIDTH, dtype=np.float32)[None, :, None]
    wall[round(HEIGHT * 0.8) :] *= 0.55
    cv2.rectangle(wall, (WIDTH - 170, 40), (WIDTH - 60, 190), (225, 215, 200), -1)
    cv2.rectangle(wall, (WIDTH - 170, 40), (WIDTH - 60, 190), (60, 55, 50), 5)
    return np.clip(cv2.GaussianBlur(wall, (0, 0), 2), 0, 255).astype(np.uint8)


def into(picture: Picture, head: Picture, x: float, y: float, high: float, sway: float) -> Picture:
    """The picture with a head whose middle is at (x, y), `high` pixels high, turned by `sway` degrees, with soft edges."""
    rows, columns = head.shape[:2]
    scale = high / rows
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), sway, scale)
    matrix[:, 2] += (x - columns / 2, y - rows / 2)
    mask = np.zeros((rows, columns), np.float32)
    cv2.ellipse(mask, (columns // 2, rows // 2), (round(columns * 0.46), round(rows * 0.49)), 0, 0, 360, 1, -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), columns / 40), np.float32)
    size = (WIDTH, HEIGHT)
    laid = cv2.warpAffine(head, matrix, size, flags=cv2.INTER_AREA)
    there = cv2.warpAffine(mask, matrix, size)[..., None]
    return np.clip(picture * (1 - there) + laid * there, 0, 255).astype(np.uint8)


def shots() -> list[Callable[[int], Picture]]:
    mara, emeka, greta, rafiq = map(portrait, ("mara-lind", "emeka-halloran", "greta-holmqvar", "rafiq-sandanal"))
    study, hall, street = room((120, 150, 175)), room((165, 150, 125)), room((150, 165, 160))

    def walks(n: int) -> Picture:
        return into(study, mara, 150 + 3.2 * n, 180 + 5 * sin(n / 4), 190 + n / 2, 4 * sin(n / 9))

    def meet(n: int) -> Picture:
        shown = into(hall, mara, 190 + 5 * sin(n / 8), 190, 210, 3 * sin(n / 7))
        shown = into(shown, emeka, 400 - n / 3, 180, 215, -3 * sin(n / 10))
        return into(shown, greta, 585, 120, 110, 0) if 40 <= n < 46 else shown

    def waits(n: int) -> Picture:
        return into(street, rafiq, 320 + 20 * sin(n / 12), 185, 220 + n / 3, 5 * sin(n / 11))

    def returns(n: int) -> Picture:
        return into(hall, mara, 460 - 3 * n, 185, 205, -4 * sin(n / 8))

    return [walks, meet, waits, returns]


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES / "film.mp4"
    with av.open(str(target), "w", options={"movflags": "faststart", "fflags": "bitexact"}) as output:
        stream = output.add_stream("libx264", rate=FPS, options={"crf": "30", "preset": "veryslow"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for shot, draw in enumerate(shots()):
            for number in range(SHOT):
                frame = av.VideoFrame.from_ndarray(draw(number), "bgr24")
                frame.pts, frame.time_base = shot * SHOT + number, Fraction(1, FPS)
                output.mux(stream.encode(frame))
        output.mux(stream.encode())


if __name__ == "__main__":
    main()
