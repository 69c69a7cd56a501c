"""Where the files lie that ship with the program and are not code, in both of its forms.

In a checkout, pages and migrations stand at the top of the repository; in an installed program, inside the package
(setup.py puts them there). Everything else lies beside the code that reads it.
"""

import os
from pathlib import Path

import registry

PACKAGE = Path(registry.__file__).resolve().parent
CODE = PACKAGE.parent
"""The folder from which the rooms are imported: of a checkout its top."""
DEMO_VOICES = PACKAGE / "demo" / "voices"
"""Recordings and lines of voices that nobody has, and shots in which they are heard."""

DEMO_PICTURES = PACKAGE / "demo" / "pictures"
"""Pictures of people who do not exist: the demo's, and the first that an error report is made of."""


def is_checkout() -> bool:
    """Whether this is a checkout, with a Makefile and locked packages, rather than an installed program."""
    return (CODE / "pyproject.toml").is_file()


def shipped(name: str) -> Path:
    """The file or folder of this name: `templates`, `migrations`, `web/static`. Raises `FileNotFoundError` where the program was
    installed without it."""
    for folder in (PACKAGE, CODE):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name} is neither in {PACKAGE} nor beside it: this installation is not whole")


def own_process() -> dict[str, str]:
    """The environment for a process of ours: it runs this very code, and imports nothing from the folder that it happens to be
    started in."""
    paths = (str(CODE), os.environ.get("PYTHONPATH", ""))
    return os.environ | {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))}
