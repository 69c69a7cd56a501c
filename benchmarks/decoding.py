"""What the decoding of one 1080p picture costs: `python -m benchmarks.decoding [--rounds N]`.

Processor time and waiting time of the decoding child, start and walls included, for the demo's picture of four people saved in
several ways: as it is, with an sRGB profile, with a profile of wider colours, with transparency.
"""

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageCms

from matching.media.picture import decode

HOME = Path(__file__).resolve().parent.parent
SCENE = HOME / "registry" / "demo" / "pictures" / "scenes" / "four.jpg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = saved(Path(folder))
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in files}
        for _ in range(arguments.rounds):
            for name, path in files.items():
                times[name].append(measured(path))
        for name, taken in times.items():
            worked, waited = (statistics.median(column) * 1000 for column in zip(*taken, strict=True))
            views = len(decode(files[name]).views)
            print(f"{name:28} {worked:5.0f} ms of processor, {waited:5.0f} ms, {views} view{'s' * (views > 1)}")


def saved(folder: Path) -> dict[str, Path]:
    picture = Image.open(SCENE).convert("RGB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    layered = picture.convert("RGBA")
    layered.putalpha(picture.convert("L"))
    ways: dict[str, tuple[str, Image.Image, dict[str, object]]] = {
        "JPEG": ("a.jpg", picture, {"quality": 90}),
        "JPEG, progressive": ("progressive.jpg", picture, {"quality": 90, "progressive": True}),
        "JPEG, sRGB profile": ("srgb.jpg", picture, {"quality": 90, "icc_profile": srgb}),
        "JPEG, profile of gamma 1.8": ("wide.jpg", picture, {"quality": 90, "icc_profile": with_gamma(srgb, 1.8)}),
        "PNG": ("a.png", picture, {}),
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


def measured(path: Path) -> tuple[float, float]:
    """Seconds of processor time of the child, and seconds that passed."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    decode(path)
    waited, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, waited


if __name__ == "__main__":
    main()
