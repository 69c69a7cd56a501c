"""What can be said of the machine and of what is installed on it, whatever the instance."""

import re
import shutil
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version

from registry.core.config import Config
from registry.core.shipped import CODE, is_checkout
from registry.health.finding import HealthFinding, run, said

OLDEST_PYTHON = (3, 11)
FREE_BYTES = (
    1_000_000_000  # an upload of the largest size, its receipt and the database's journal fit with room to spare
)
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # no honest clock shows a moment before this program was written


def python(_config: Config) -> HealthFinding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return HealthFinding("python", "ok", said("health-python", found=found))
    return HealthFinding(
        "python", "missing", said("health-python-old", found=found), said("health-python-install", install=install())
    )


def packages(_config: Config) -> HealthFinding:
    """In a checkout, every line of the lock is installed in exactly that version; else whatever the program requires is here."""
    if not is_checkout():
        return _required()
    locked = re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (CODE / "requirements.lock").read_text(), re.MULTILINE)
    wrong = tuple(
        said("health-package", name=name, found=found or "none", wanted=wanted)
        for name, wanted in locked
        if (found := _version(name)) != wanted
    )
    if wrong:
        return HealthFinding("packages", "missing", said("health-packages-differ", wrong=wrong), run(install()))
    return HealthFinding("packages", "ok", said("health-packages-locked", count=len(locked)))


def _required() -> HealthFinding:
    stated = [
        re.split(r"[^A-Za-z0-9._-]", one)[0] for one in requires("likeness-registry") or () if "extra ==" not in one
    ]
    absent = [name for name in stated if _version(name) is None]
    if absent:
        return HealthFinding(
            "packages", "missing", said("health-packages-absent", names=", ".join(absent)), run(install())
        )
    return HealthFinding("packages", "ok", said("health-packages-here", count=len(stated)))


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
        return HealthFinding("decoding", "ok", said("health-decoding"))
    found = said("health-decoding-open", walls=", ".join(open_walls))
    return HealthFinding("decoding", "missing", found, run("apt-get install libseccomp2"))


def browser(_config: Config) -> HealthFinding:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return HealthFinding("browser", "ok", said("health-browser"))
    return HealthFinding("browser", "optional", said("health-browser-none"), run("apt-get install chromium"))


def disk(config: Config) -> HealthFinding:
    nearest = next(path for path in (config.home, *config.home.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    found = said("health-disk", free=f"{free / 1e9:.1f}", place=str(nearest))
    if free < FREE_BYTES:
        return HealthFinding("disk", "missing", found, said("health-disk-free", least=f"{FREE_BYTES / 1e9:.0f}"))
    return HealthFinding("disk", "ok", found)


def clock(_config: Config) -> HealthFinding:
    """Consents and receipts end at moments: a clock that is years off would clear or refuse everything."""
    now = datetime.now(UTC)
    moment = f"{now:%Y-%m-%d %H:%M}"
    if now < WRITTEN:
        return HealthFinding("clock", "missing", said("health-clock-wrong", now=moment), said("health-clock-set"))
    return HealthFinding("clock", "ok", said("health-clock", now=moment))
