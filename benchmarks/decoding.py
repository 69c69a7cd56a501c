"""What the walls around decoding cost: `python -m benchmarks.decoding [--rounds N]`.

Waiting time for the demo's picture of four people (1080p) saved in several ways, and for a small one: decoded in this process
without any wall, in a child that starts from nothing, and in one that is forked from a warm process, in turns. The last line is
JSON: medians in milliseconds, and what the walls add.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from PIL import Image, ImageCms

from matching.media import child, children, picture
from matching.media.look import look
from matching.media.picture import decode

HOME = Path(__file__).resolve().parent.parent
SCENE = HOME / "registry" / "demo" / "pictures" / "scenes" / "four.jpg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    child.prepare(picture._pillow())  # what a child has imported, for decoding in this process
    with tempfile.TemporaryDirectory() as folder:
        files = saved(Path(folder))
        taken: dict[str, dict[str, list[float]]] = {name: {way: [] for way in WAYS} for name in files}
        for _ in range(arguments.rounds + 1):
            for name, path in files.items():
                for way, decoded in WAYS.items():
                    taken[name][way].append(measured(decoded, path))
        views = {name: len(decode(path).views) for name, path in files.items()}
    found = {}
    for name, ways in taken.items():
        bare, cold, warm = (statistics.median(times[1:]) * 1000 for times in ways.values())
        found[name] = {"bare": round(bare, 1), "cold": round(cold, 1), "warm": round(warm, 1)}
        found[name] |= {"walls_cold": round(cold - bare, 1), "walls_warm": round(warm - bare, 1)}
        shown = f"{bare:5.0f} ms without walls, {cold:5.0f} ms in a cold child, {warm:5.0f} ms in a warm one"
        print(f"{name:28} {shown}, {views[name]} view{'s' * (views[name] > 1)}")
    worst = max(one["walls_warm"] for one in found.values())
    print(f"The walls cost {worst:.0f} ms at most, and {max(one['walls_cold'] for one in found.values()):.0f} ms cold.")
    print(json.dumps({"rounds": arguments.rounds, "milliseconds": found, "walls_warm_most": worst}))


def without_walls(path: Path) -> None:
    for _, view in look(path.read_bytes(), picture.PIXEL_LIMIT, picture.SIDE_LIMIT)[1]:
        view.tobytes()


def cold(path: Path) -> None:
    with mock.patch.object(children, "run", children.run_cold):
        decode(path)


WAYS = {"bare": without_walls, "cold": cold, "warm": decode}


def saved(folder: Path) -> dict[str, Path]:
    scene = Image.open(SCENE).convert("RGB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    layered = scene.convert("RGBA")
    layered.putalpha(scene.convert("L"))
    ways: dict[str, tuple[str, Image.Image, dict[str, object]]] = {
        "JPEG, 320 x 180": ("small.jpg", scene.resize((320, 180)), {"quality": 90}),
        "JPEG": ("a.jpg", scene, {"quality": 90}),
        "JPEG, progressive": ("progressive.jpg", scene, {"quality": 90, "progressive": True}),
        "JPEG, sRGB profile": ("srgb.jpg", scene, {"quality": 90, "icc_profile": srgb}),
        "JPEG, profile of gamma 1.8": ("wide.jpg", scene, {"quality": 90, "icc_profile": with_gamma(srgb, 1.8)}),
        "PNG": ("a.png", scene, {}),
        "PNG, transparency": ("layered.png", layered, {}),
    }
    for name, image, options in ways.values():
        image.save(folder / name, **options)  # type: ignore[arg-type]
    return {way: folder / name for way, (name, _, _) in ways.items()}


def with_gamma(profile: bytes, gamma: float) -> bytes:
    """An sRGB profile whose tone curves are this power instead: all three, and shared, as ICC profiles may."""
    count = int.from_bytes(profile[128:132], "big")
    curve = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(gamma * 256).to_bytes(2, "big") + bytes(2)
    changed = bytearray(profile + curve)
    for place in range(132, 132 + 12 * count, 12):
        if profile[place : place + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            changed[place + 4 : place + 12] = len(profile).to_bytes(4, "big") + len(curve).to_bytes(4, "big")
    changed[:4] = len(changed).to_bytes(4, "big")
    return bytes(changed)


def measured(decoded: Callable[[Path], object], path: Path) -> float:
    """Seconds that passed."""
    started = time.perf_counter()
    decoded(path)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
