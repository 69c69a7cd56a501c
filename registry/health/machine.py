"""What can be said of the machine and of what is installed on it, whatever the instance."""

import re
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version

from registry.core.config import Config
from registry.core.shipped import CODE, is_checkout

OLDEST_PYTHON = (3, 11)
FREE_BYTES = (
    1_000_000_000  # an upload of the largest size, its receipt and the database's journal fit with room to spare
)
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # no honest clock shows a moment before this program was written


@dataclass(frozen=True)
class HealthFinding:
    """What a check found. state: `ok`, `missing` (needed, so the exit status is 1) or `optional` (absent, not needed)."""

    check: str
    state: str
    says: str
    remedy: str = ""


def python(_config: Config) -> HealthFinding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return HealthFinding("python", "ok", f"Python {found}")
    return HealthFinding(
        "python", "missing", f"Python {found} is too old", f"install Python 3.11 or newer, then: {install()}"
    )


def packages(_config: Config) -> HealthFinding:
    """In a checkout, every line of the lock is installed in exactly that version; else whatever the program requires is here."""
    if not is_checkout():
        return _required()
    locked = re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (CODE / "requirements.lock").read_text(), re.MULTILINE)
    wrong = [
        f"{name} {found or 'absent'}, not {wanted}" for name, wanted in locked if (found := _version(name)) != wanted
    ]
    if wrong:
        return HealthFinding("packages", "missing", f"not as locked: {'; '.join(wrong)}", install())
    return HealthFinding("packages", "ok", f"{len(locked)} packages as locked")


def _required() -> HealthFinding:
    stated = [
        re.split(r"[^A-Za-z0-9._-]", one)[0] for one in requires("likeness-registry") or () if "extra ==" not in one
    ]
    absent = [name for name in stated if _version(name) is None]
    if absent:
        return HealthFinding("packages", "missing", f"absent: {', '.join(absent)}", install())
    return HealthFinding("packages", "ok", f"{len(stated)} required packages are here")


def install() -> str:
    """What puts a whole program here, in the form that this one has."""
    return "make install" if is_checkout() else "pip install dist/*.whl"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def decoding(_config: Config) -> HealthFinding:
    """The walls around the process that reads hostile files, as told by a real one."""
    from matching.media.picture import isolation

    walls = isolation()
    open_walls = sorted(name for name, stands in walls.items() if not stands)
    if not open_walls:
        return HealthFinding("decoding", "ok", "pictures are decoded without network, other files or other programs")
    says = f"the decoding process is not confined: {', '.join(open_walls)}"
    return HealthFinding("decoding", "missing", says, "apt-get install libseccomp2")


def browser(_config: Config) -> HealthFinding:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return HealthFinding("browser", "ok", "Chromium for the tests of the pages")
    return HealthFinding(
        "browser", "optional", "no Chromium: tests of the pages are skipped", "apt-get install chromium"
    )


def disk(config: Config) -> HealthFinding:
    nearest = next(path for path in (config.home, *config.home.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    says = f"{free / 1e9:.1f} GB free at {nearest}"
    if free < FREE_BYTES:
        return HealthFinding("disk", "missing", says, f"free at least {FREE_BYTES / 1e9:.0f} GB, or move LIKENESS_HOME")
    return HealthFinding("disk", "ok", says)


def clock(_config: Config) -> HealthFinding:
    """Consents and receipts end at moments: a clock that is years off would clear or refuse everything."""
    now = datetime.now(UTC)
    if now < WRITTEN:
        return HealthFinding("clock", "missing", f"the clock shows {now:%Y-%m-%d %H:%M} UTC", "set the machine's clock")
    return HealthFinding("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC")
