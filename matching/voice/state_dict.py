"""The weights in a file that torch saved, read without torch and without executing anything.

Such a file is a zip of one pickle, which says what each weight is called and how long its sides are, and of the bare numbers. A
pickle is a program, and Python's own reader runs it. Here it is only taken apart (`pickletools.genops`), and of all that one may do,
it may name tensors of numbers: whatever else it asks for is refused.
"""

import io
import pickletools
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS: dict[str, np.dtype[Any]] = {"torch FloatStorage": np.dtype("<f4"), "torch LongStorage": np.dtype("<i8")}
ORDERED, TENSOR = "collections OrderedDict", "torch._utils _rebuild_tensor_v2"
CALLED = frozenset({*KINDS, ORDERED, TENSOR})
PLAIN = frozenset({"BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"})
MOST = 1 << 20
"""Steps of a pickle at most."""

_MARK = object()


class NoWeights(ValueError):
    """No file of weights, or one that asks for more than weights."""


class _Global(str):
    """What the pickle would import: a name, which is never imported."""


def read(content: bytes) -> dict[str, NDArray[Any]]:
    """Name of each weight -> its numbers (float32 or int64), of the mapping that it holds or of that under "state_dict" in it.
    Raises `NoWeights`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (program,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            return _Reader(archive, program.removesuffix("data.pkl")).run(archive.read(program))
    except NoWeights:
        raise
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, TypeError, OverflowError) as problem:
        raise NoWeights(f"no weights that can be read ({type(problem).__name__})") from None


def floats(named: dict[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """Without the counters that training leaves among weights."""
    return {key: value for key, value in named.items() if value.dtype == np.float32}


class _Reader:
    """A machine with a stack, that can build tuples, lists, mappings, and arrays; nothing it meets is called."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self._archive, self._folder = archive, folder
        self._stack: list[Any] = []
        self._kept: dict[int, Any] = {}

    def run(self, program: bytes) -> dict[str, NDArray[Any]]:
        for number, (step, argument, _) in enumerate(pickletools.genops(program)):
            if number > MOST:
                raise NoWeights("too long a pickle")
            if step.name == "STOP":
                break
            self._step(step.name, argument)
        (found,) = self._stack
        if isinstance(found, dict) and "state_dict" in found:
            found = found["state_dict"]
        if not isinstance(found, dict) or not all(isinstance(one, np.ndarray) for one in found.values()):
            raise NoWeights("no mapping of weights")
        return found

    def _step(self, name: str, argument: Any) -> None:
        stack = self._stack
        if name in PLAIN:
            stack.append(argument)
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._kept[argument] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self._kept[argument])
        elif name == "GLOBAL":
            if argument not in CALLED:
                raise NoWeights(f"asks for {argument}")
            stack.append(_Global(argument))
        elif name in ("NEWFALSE", "NEWTRUE"):
            stack.append(name == "NEWTRUE")
        elif name == "MARK":
            stack.append(_MARK)
        elif name == "EMPTY_DICT":
            stack.append({})
        elif name == "EMPTY_LIST":
            stack.append([])
        elif name == "EMPTY_TUPLE":
            stack.append(())
        elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            count = int(name[-1])
            stack[-count:] = [tuple(stack[-count:])]
        elif name == "TUPLE":
            stack.append(tuple(self._marked()))
        elif name == "BINPERSID":
            stack.append(self._numbers(*stack.pop()))
        elif name == "REDUCE":
            arguments, called = stack.pop(), stack.pop()
            stack.append(self._made(called, arguments))
        elif name == "SETITEMS":
            pairs = self._marked()
            _mapping(stack[-1]).update(zip(pairs[::2], pairs[1::2], strict=True))
        elif name == "SETITEM":
            value, key = stack.pop(), stack.pop()
            _mapping(stack[-1])[key] = value
        elif name == "APPENDS":
            values = self._marked()
            if not isinstance(stack[-1], list):
                raise NoWeights("adds to what is no list")
            stack[-1].extend(values)
        elif name == "BUILD":  # what torch notes about a mapping, which is left out
            stack.pop()
            _mapping(stack[-1])
        elif name != "PROTO":
            raise NoWeights(f"asks for {name}")

    def _marked(self) -> list[Any]:
        place = max(place for place, one in enumerate(self._stack) if one is _MARK)
        found = self._stack[place + 1 :]
        del self._stack[place:]
        return found

    def _numbers(self, what: str, kind: _Global, key: str, _device: str, count: int) -> NDArray[Any]:
        if what != "storage" or not isinstance(kind, _Global) or not key.isalnum():
            raise NoWeights("no storage of numbers")
        numbers = np.frombuffer(self._archive.read(f"{self._folder}data/{key}"), KINDS[kind])
        if len(numbers) != count:
            raise NoWeights("another count of numbers than it says")
        return numbers

    def _made(self, called: Any, arguments: tuple[Any, ...]) -> Any:
        if not isinstance(called, _Global):
            raise NoWeights("calls what it made itself")
        if called == ORDERED and arguments == ():
            return {}
        if called != TENSOR:
            raise NoWeights(f"calls {called}")
        numbers, offset, shape, strides = arguments[:4]
        size = int(np.prod(shape, dtype=np.int64))
        if strides != _dense(shape) or not 0 <= offset <= offset + size <= len(numbers):
            raise NoWeights("a weight that lies across others")
        return np.asarray(numbers[offset : offset + size].reshape(shape))


def _mapping(found: Any) -> dict[Any, Any]:
    if not isinstance(found, dict):
        raise NoWeights("fills what is no mapping")
    return found


def _dense(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The steps between neighbours, of numbers that follow each other without a gap."""
    return tuple(int(np.prod(shape[place + 1 :], dtype=np.int64)) for place in range(len(shape)))
