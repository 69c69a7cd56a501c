"""The weights in a file in the ONNX form, read without its library (onnx.proto; developers.google.com/protocol-buffers, "Encoding").

Only for files that are known by their SHA-256: it takes apart what is there, and forgives nothing.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

GRAPH, INITIALIZER = 7, 5
"""Fields of a model, and of its graph."""

DIMS, NUMBERS, NAME = 1, 4, 8
"""Fields of a tensor: how long its sides are, its numbers as float32, and its name."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""How a field is written."""


def weights(model: bytes) -> dict[str, NDArray[np.float32]]:
    """Name of each weight that is written as `float_data` -> its numbers. Raises ValueError for anything that is not such a file."""
    try:
        graph = next(value for field, value in _fields(memoryview(model)) if field == GRAPH)
        return dict(_tensor(value) for field, value in _fields(_bytes(graph)) if field == INITIALIZER)
    except (StopIteration, IndexError, TypeError):
        raise ValueError("no weights that can be read") from None


def _tensor(value: memoryview | int) -> tuple[str, NDArray[np.float32]]:
    name, sides, numbers = "", list[int](), np.empty(0, np.float32)
    for field, content in _fields(_bytes(value)):
        if field == NAME:
            name = bytes(_bytes(content)).decode()
        elif field == NUMBERS:
            numbers = np.frombuffer(_bytes(content), "<f4")
        elif field == DIMS:
            sides += [content] if isinstance(content, int) else _varints(content)
    return name, numbers.reshape(sides)


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """Number and content of each field of a message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        field, way = key >> 3, key & 7
        if way == VARINT:
            number, at = _varint(data, at)
            yield field, number
            continue
        if way == BYTES:
            length, at = _varint(data, at)
        else:
            length = {FIXED32: 4, FIXED64: 8}.get(way, len(data))
        if at + length > len(data):
            raise ValueError("it ends too early")
        yield field, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where the next begins."""
    number = shift = 0
    while data[at] & 0x80:
        number |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return number | data[at] << shift, at + 1


def _varints(data: memoryview) -> list[int]:
    found, at = list[int](), 0
    while at < len(data):
        number, at = _varint(data, at)
        found.append(number)
    return found


def _bytes(value: memoryview | int) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a message should be")
    return value
