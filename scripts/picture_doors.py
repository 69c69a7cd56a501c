"""One picture of each door for the README, of a demo that is running.

    likeness demo --no-serve > demo.txt; LIKENESS_HOME=demo-instance likeness serve &
    .venv/bin/python scripts/picture_doors.py --accounts demo.txt --out docs/pictures

Signs in as each account of the demo, follows one link of its story, and stores what the window shows as a PNG of few colours.
"""

import argparse
import io
import re
import sys
from pathlib import Path

from PIL import Image
from screenshot import LOADED, chromium, new_context, sign_in

DOORS = {
    "performer": ("performer@demo.example", 3),
    "union": ("union@demo.example", 1),
    "production": ("production@demo.example", 2),
    "commissioner": ("commissioner@demo.example", 1),
    "operator": ("admin@demo.example", 1),
}
"""Door -> its account, and which step of its story is pictured."""
LARGEST = 120_000
COLOURS = (128, 96, 64, 48)


def small(content: bytes) -> bytes:
    """The picture in as many colours as leave it below `LARGEST` bytes."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    found = b""
    for colours in COLOURS:
        written = io.BytesIO()
        few = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
        found = written.getvalue()
        if len(found) <= LARGEST:
            break
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:8000", help="where the demo runs (%(default)s)")
    parser.add_argument("--accounts", type=Path, required=True, help="what `likeness demo` printed")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    told = dict(re.findall(r"(\S+@demo\.example)\s+(\S+)", options.accounts.read_text(encoding="utf-8")))
    large = 0
    with chromium() as browser:
        for door, (email, step) in DOORS.items():
            page = new_context(browser, width=1280, dark=False).new_page()
            sign_in(page, options.url, email, told[email])
            page.locator(".story a").nth(step - 1).click()
            page.wait_for_load_state("networkidle", timeout=LOADED)
            content = small(page.screenshot())
            (options.out / f"{door}.png").write_bytes(content)
            print(f"{door}: {page.url}, {len(content)} bytes")
            large += len(content) > LARGEST
            page.context.close()
    return min(large, 1)


if __name__ == "__main__":
    sys.exit(main())
