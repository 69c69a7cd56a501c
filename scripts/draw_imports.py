"""Draws who imports whom, as a Mermaid diagram in docs/architecture.md: the packages of `registry`, and the other two rooms.

An arrow that follows from others is left out: where `checks` imports `approvals`, and `approvals` imports `people`, there is no
arrow from `checks` to `people`, whether or not `checks` imports it as well. `draw_imports.py` writes the picture into the page;
a test says when it is no longer the one of the code.
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import grimp

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # the graph is of this very folder, not of what is installed

PAGE = PROJECT / "docs/architecture.md"
BEGIN, END = "<!-- drawn by scripts/draw_imports.py -->\n", "<!-- end of the drawing -->\n"
ROOMS = ("consent", "matching")

Imports = dict[str, set[str]]


def layers() -> list[str]:
    """The packages of `registry`, the uppermost first, as the import contract in pyproject.toml has them."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (found,) = [one for one in contracts["contracts"] if one.get("containers") == ["registry"]]
    return [name.strip() for layer in found["layers"] for name in layer.split("|")]


def imports() -> Imports:
    """Who imports whom: packages of `registry` by their own name, the other rooms as one each."""
    graph = grimp.build_graph("registry", *ROOMS, cache_dir=None)
    found: Imports = {name: set() for name in (*layers(), *ROOMS)}
    for module in graph.modules:
        importer = _package(module)
        for imported in map(_package, graph.find_modules_directly_imported_by(module)):
            if importer and imported and importer != imported:
                found[importer].add(imported)
    return found


def _package(module: str) -> str:
    room, _, inside = module.partition(".")
    return room if room in ROOMS else inside.partition(".")[0]


def reached(found: Mapping[str, set[str]], start: str) -> set[str]:
    """Everything that `start` imports, directly or through others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = found[waiting.pop()] - seen
        seen |= fresh
        waiting += fresh
    return seen


def drawn(found: Imports) -> str:
    """The diagram. Raises ValueError where packages import each other in a circle: then no arrow follows from others."""
    circle = sorted(name for name in found if name in reached(found, name))
    if circle:
        raise ValueError(f"packages that import each other in a circle: {', '.join(circle)}")
    order = list(found)
    lines = [
        "flowchart TD",
        "    subgraph registry",
        *(f"        {name}" for name in order if name not in ROOMS),
        "    end",
    ]
    for importer in order:
        direct = found[importer]
        implied = set().union(*(reached(found, other) for other in direct))
        lines += [f"    {importer} --> {imported}" for imported in order if imported in direct - implied]
    return "\n".join(["```mermaid", *lines, "```", ""])


def placed(page: str, drawing: str) -> str:
    """The page with this drawing in it. Raises ValueError where it has no place for one."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN.strip()} or {END.strip()}")
    return before + begin + drawing + end + after


if __name__ == "__main__":
    PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), drawn(imports())), encoding="utf-8")
