"""An examination as bytes and back, for whoever has to put it down in between. The bytes hold templates: they are sealed wherever
they are kept. Nothing is read back but plain values, arrays, and records of the classes that are expected."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from matching.copies.prints import Prints
from matching.findings import Examination, Sampling
from matching.modality import Modality
from matching.origin.findings import Ingredient, Origin, Trace
from matching.waveform import Waveform

FAST = 1
"""Of zlib: pictures shrink by half, and more effort gains little."""


def packed(examination: Examination) -> bytes:
    """Everything that was found and seen. TypeError for a finding with a part that is no plain value, array or record."""
    arrays: list[bytes] = []
    head = json.dumps(_plain(examination, arrays), separators=(",", ":")).encode()
    return zlib.compress(b"".join([len(head).to_bytes(8, "big"), head, *arrays]), FAST)


def unpacked(content: bytes, senses: Iterable[Modality]) -> Examination:
    """The same examination. ValueError or KeyError for anything else, and for findings of a sense that is not among `senses`."""
    try:
        whole = memoryview(zlib.decompress(content))
    except zlib.error:
        raise ValueError("no packed examination") from None
    start = 8 + int.from_bytes(whole[:8], "big")
    known = {record.__name__: record for sense in senses for record in sense.records()}
    records = (Examination, Sampling, Prints, Waveform, Origin, Ingredient, Trace)
    known |= {record.__name__: record for record in records}
    found = _record(json.loads(bytes(whole[8:start])), whole[start:], known)
    if not isinstance(found, Examination):
        raise ValueError("no packed examination")
    return found


def _plain(value: Any, arrays: list[bytes]) -> Any:
    """The value as JSON; what is no JSON by itself is an object with one key, which says what it is."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        content, start = np.ascontiguousarray(value).tobytes(), sum(map(len, arrays))
        arrays.append(content)
        return {"array": [value.dtype.str, value.shape, start, len(content)]}
    if isinstance(value, tuple | list):
        return {"tuple": [_plain(one, arrays) for one in value]}
    if isinstance(value, Mapping):
        return {"mapping": [[_plain(key, arrays), _plain(one, arrays)] for key, one in value.items()]}
    if is_dataclass(value):
        parts = {field.name: _plain(getattr(value, field.name), arrays) for field in fields(value)}
        return {"record": [type(value).__name__, parts]}
    raise TypeError(f"{type(value).__name__} cannot be packed")


def _record(value: Any, arrays: memoryview, known: Mapping[str, type]) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "array":
        dtype, shape, start, length = content
        # a copy of its own: the rest is not kept for it
        return np.frombuffer(arrays[start : start + length], dtype=np.dtype(dtype)).reshape(shape).copy()
    if kind == "tuple":
        return tuple(_record(one, arrays, known) for one in content)
    if kind == "mapping":
        return {_record(key, arrays, known): _record(one, arrays, known) for key, one in content}
    if kind == "record":
        name, parts = content
        return known[name](**{field: _record(one, arrays, known) for field, one in parts.items()})
    raise ValueError("no packed examination")
