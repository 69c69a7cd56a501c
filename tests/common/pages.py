"""The pages of the documentation, read by tests: their blocks of code, their tables, the code that they name."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.common.parts import PROJECT

PAGES = tuple(sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]))
CODE = re.compile(r"`([^`\n]+)`")


@cache
def page(name: str) -> str:
    """A page, by its path from the project's root."""
    return (PROJECT / name).read_text(encoding="utf-8")


def block(text: str, language: str, place: int = 0) -> str:
    """The content of a fenced block of code; `place`: which one of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[place]


def section(text: str, title: str) -> str:
    """What stands under a heading, as far as the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {title!r}"
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, without their heads."""
    found: list[list[str]] = []
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        _head, _line, *body = table.splitlines()
        found += [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in body]
    return found


def code(cell: str) -> str:
    """The code in a cell that holds nothing else; empty where it holds none."""
    found = CODE.fullmatch(cell)
    return found[1] if found else ""


def named(file: str, name: str) -> Any:
    """The object of this dotted name in a file of the project. Raises ImportError or AttributeError where there is none."""
    found: Any = import_module(Path(file).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"))
    for part in name.split("."):
        found = getattr(found, part)
    return found


def spans() -> Iterator[tuple[str, str]]:
    """(page, text) of everything that the pages set as code: spans, and each line of a block."""
    for path in PAGES:
        name, fenced = str(path.relative_to(PROJECT)), False
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("```"):
                fenced = not fenced
            elif fenced or line.startswith("    "):
                yield name, line.strip()
            else:
                yield from ((name, span) for span in CODE.findall(line))
