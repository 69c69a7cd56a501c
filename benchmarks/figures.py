"""The last line of every benchmark: its figures as JSON, so that a program can put two runs beside each other."""

import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO


def last_line(figures: Mapping[str, Any]) -> None:
    """Print the figures of a run: names in lower case, with the unit where there is one (`load_s`, `probe_ms`)."""
    print(json.dumps({name: _short(value) for name, value in figures.items()}))


def _short(value: Any) -> Any:
    """Four significant digits: more of a time is noise."""
    if isinstance(value, Mapping):
        return {str(name): _short(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_short(part) for part in value]
    if isinstance(value, bool | int | str | None):
        return value
    return float(f"{float(value):.4g}")


@contextmanager
def of_tables() -> Iterator[None]:
    """What is printed in it as Markdown tables comes once more in the last line: a list of rows, column -> cell, a table."""
    heard = _Heard(sys.stdout)
    with redirect_stdout(heard):
        yield
    tables: list[list[dict[str, str]]] = []
    columns: list[str] = []
    for line in "".join(heard.parts).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            columns = []
        elif not columns:
            columns = cells
            tables.append([])
        elif not set(line) <= set("|-: "):
            tables[-1].append(dict(zip(columns, cells, strict=False)))
    last_line({"tables": tables})


class _Heard(io.TextIOBase):
    """Standard output, remembered."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.parts = out, list[str]()

    def write(self, text: str) -> int:
        self.parts.append(text)
        return self.out.write(text)

    def flush(self) -> None:
        self.out.flush()
