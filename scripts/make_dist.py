"""Build what can be installed with pip alone: our source archive, our wheel, and one that says where `dlib` comes from.

    python scripts/make_dist.py [FOLDER]     # default: dist
    pip install dist/*.whl

face-recognition requires `dlib`, which is published as source only: a quarter of an hour with a compiler. `dlib-bin` is the
same library as wheels, under another name. The third file is an empty package named `dlib`, in dlib-bin's version, that
requires dlib-bin; its local version cannot be published, so it never stands in for anything outside this folder.
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes


def build(folder: Path) -> list[Path]:
    """The files, in `folder`. The wheel is built from the unpacked archive: so the archive is whole, and nothing that an earlier
    build left behind gets in."""
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in (*folder.glob("*.whl"), *folder.glob("likeness_registry-*.tar.gz")):
        earlier.unlink()
    with tempfile.TemporaryDirectory(prefix="likeness-dist-") as name:
        copy = Path(name) / "tree"
        _copy(copy)
        archive = folder / _setuptools("build_sdist", copy, folder)
        with tarfile.open(archive) as packed:
            packed.extractall(name, filter="data")
        unpacked = Path(name) / archive.name.removesuffix(".tar.gz")
        wheel = folder / _setuptools("build_wheel", unpacked, folder)
    return [archive, wheel, _stand_in(folder)]


def _copy(target: Path) -> None:
    """What is under version control as it stands here: setuptools writes beside the sources."""
    git = ["git", "-c", f"safe.directory={TOP}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=TOP, check=True, capture_output=True, text=True).stdout.split("\0")  # noqa: S603
    for path in filter(None, listed):
        if (TOP / path).is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / path, target / path)


def _setuptools(step: str, tree: Path, folder: Path) -> str:
    """One step of a build by the locked setuptools (PEP 517); the name of the file that it made."""
    command = [sys.executable, "-c", BUILD, step, str(folder.resolve())]
    environment = os.environ | {"PYTHONPATH": ""}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{step} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.split()[-1]


def _stand_in(folder: Path) -> Path:
    """The wheel of the empty package `dlib`."""
    lock = (TOP / "requirements.lock").read_text(encoding="utf-8")
    version = re.search(r"^dlib-bin==(\S+)", lock, re.MULTILINE)[1]
    name = f"dlib-{version}+bin"
    info = f"{name}.dist-info"
    files = {
        f"{info}/METADATA": (
            f"Metadata-Version: 2.1\nName: dlib\nVersion: {version}+bin\nSummary: Says that dlib-bin is dlib.\n"
            f"Requires-Dist: dlib-bin=={version}\n"
        ),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: likeness-registry\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},{_digest(text.encode())},{len(text.encode())}\n" for path, text in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    path = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for inside, text in files.items():
            wheel.writestr(zipfile.ZipInfo(inside, EPOCH), text)
    return path


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


if __name__ == "__main__":
    for made in build(Path(sys.argv[1]) if len(sys.argv) > 1 else TOP / "dist"):
        print(f"{made}  {made.stat().st_size:,} bytes")
