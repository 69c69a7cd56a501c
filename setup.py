"""What the wheel holds beside the three rooms. Pages, migrations and the WSGI entry stand at the top of the repository, where
people look for them; in an installed program they lie inside `registry` (see registry/shipped.py)."""

from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

INSIDE = ("templates", "migrations", "wsgi.py")


class Whole(build_py):
    """Builds the rooms, and puts into `registry` what stands beside it."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:  # the program is run from the repository itself
            return
        for name in INSIDE:
            target = Path(self.build_lib) / "registry" / name
            if Path(name).is_dir():
                copytree(name, target, ignore=ignore_patterns("__pycache__", "*.pyc"), dirs_exist_ok=True)
            else:
                copy2(name, target)


setup(cmdclass={"build_py": Whole})
