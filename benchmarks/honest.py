"""How many pictures of cameras and editors are decided: `python -m benchmarks.honest FOLDER...`.

Every picture file below the folders is decoded as a check does it, without the walls. Printed are the share that is decided, why
the others are not, which further views there are, and how previews compare with their pictures: those of the files, and drawn
ones that show somebody else.
"""

import argparse
import warnings
from collections import Counter
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter

from benchmarks.figures import last_line
from matching.media import jpeg, notes, previews
from matching.media.look import Refused, look
from matching.media.picture import PIXEL_LIMIT, SIDE_LIMIT
from registry.core.shipped import DEMO_PICTURES

KINDS = (".jpg", ".jpeg", ".jps", ".mpo", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp")
FACES = (64, 32, 20)
"""Widths in pixels of the face that a drawn preview shows instead of another."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--without", default="", help="leave out files whose path holds one of these words (comma)")
    parser.add_argument("--list", action="store_true", help="name every file that is not decided")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    words = [word for word in arguments.without.lower().split(",") if word]
    every = (path for folder in arguments.folders for path in sorted(folder.rglob("*")))
    paths = [path for path in every if path.suffix.lower() in KINDS and path.is_file()]
    paths = [path for path in paths if not any(word in str(path).lower() for word in words)]
    last_line(decode_all(paths, tell=arguments.list) | compare_previews(paths) | draw_others())


def decode_all(paths: list[Path], *, tell: bool) -> dict[str, object]:
    reasons, views = Counter[str](), Counter[str]()
    for path in paths:
        try:
            _, found = look(path.read_bytes(), PIXEL_LIMIT, SIDE_LIMIT)
        except Refused as refused:
            reasons[refused.args[0]] += 1
            if tell:
                print(f"  {refused.args[0]:32} {path}")
            continue
        reasons["decided"] += 1
        views.update({name for name, _ in found} - {"shown"})
    unknown = reasons.pop("picture.unknown-format", 0)
    known = len(paths) - unknown
    print(
        f"{known} pictures of known formats ({unknown} other files), of which {reasons['decided'] / known:.1%} are decided:"
    )
    for reason, count in reasons.most_common():
        print(f"  {reason:32} {count:6}")
    print(f"  decided with views beside the first: {', '.join(f'{n} {name}' for name, n in views.most_common())}")
    return {"pictures": known, "decided": reasons["decided"], "reasons": dict(reasons), "views": dict(views)}


def compare_previews(paths: list[Path]) -> dict[str, object]:
    same = other = 0
    for path in paths:
        content = path.read_bytes()
        if not content.startswith(jpeg.SOI):
            continue
        try:
            contents = jpeg.read(content)
            picture = Image.open(BytesIO(content)).convert("RGB")
        except Exception:  # not decided either
            continue
        for preview in previews.found(notes.everything(contents)):
            if previews.shows(preview, picture):
                same += 1
            else:
                other += 1
    print(f"{same + other} previews in JPEG files: {same} show the picture, {other} are looked at as well.")
    return {"previews_same": same, "previews_other": other}


def draw_others() -> dict[str, object]:
    """Previews of 320 x 180 in which one face is another's, pasted softly into the same place."""
    people = [folder for folder in sorted((DEMO_PICTURES / "people").iterdir()) if folder.is_dir()]
    scene = Image.open(DEMO_PICTURES / "scenes" / "nobody-hills.jpg").convert("RGB").resize((1280, 720))
    mask = Image.new("L", (384, 384))
    mask.paste(255, (112, 96, 272, 304))
    mask = mask.filter(ImageFilter.GaussianBlur(8))
    passed: dict[str, int] = {}
    for width in FACES:
        side = round(width * 384 / 160 * 4)  # a face is 160 of 384 pixels wide; the picture is four times its preview
        taken = 0
        for one, other in zip(people, people[1:] + people[:1], strict=True):
            face, instead = (Image.open(folder / "1.jpg").convert("RGB").resize((384, 384)) for folder in (one, other))
            picture, changed = scene.copy(), scene.copy()
            picture.paste(face.resize((side, side)), (100, 20))
            changed.paste(Image.composite(instead, face, mask).resize((side, side)), (100, 20))
            taken += previews.shows(changed.resize((320, 180), Image.Resampling.LANCZOS), picture)
        print(f"of {len(people)} previews with another's face, {width} pixels wide, {taken} pass for the picture.")
        passed[f"{width}_pixels"] = taken
    return {"previews_passed": passed}


if __name__ == "__main__":
    main()
