"""Weights that torch saved, read without running anything."""

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matching import weights
from matching.voice import state_dict


class Storage:
    """What a pickle refers to as numbers that lie beside it."""

    def __init__(self, key: str, count: int) -> None:
        self.key, self.count = key, count


def saved(tmp_path: Path, program: bytes, numbers: np.ndarray) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("archive/data.pkl", program)
        archive.writestr("archive/data/7", numbers.astype("<f4").tobytes())
    return held.getvalue()


def program(key: str = "7", count: int = 6, shape: str = "K\x02K\x03\x86", steps: str = "K\x03K\x01\x86") -> bytes:
    """A pickle of {"a": tensor}, as torch writes it."""
    text = (
        f"\x80\x02}}q\x00(X\x01\x00\x00\x00actorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storage"
        f"ctorch\nFloatStorage\nX{chr(len(key))}\x00\x00\x00{key}X\x03\x00\x00\x00cpuK{chr(count)}tQK\x00{shape}{steps}"
        f"\x89ccollections\nOrderedDict\n)RtRu."
    )
    return text.encode("latin-1")


def test_weights_are_read(tmp_path: Path) -> None:
    numbers = np.arange(6, dtype=np.float32)
    found = state_dict.read(saved(tmp_path, program(), numbers))
    assert found.keys() == {"a"}
    assert np.array_equal(found["a"], numbers.reshape(2, 3))


class Runs:
    """A pickle that would write a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (self.path,)


@pytest.mark.parametrize("protocol", [0, 1, 2, 4])
def test_nothing_in_them_is_run(tmp_path: Path, protocol: int) -> None:
    made = tmp_path / "made"
    attack = pickle.dumps({"a": Runs(str(made))}, protocol=protocol)
    with pytest.raises(state_dict.NoWeights):
        state_dict.read(saved(tmp_path, attack, np.zeros(6)))
    assert not made.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        program(count=5),  # says less than there is
        program(shape="K\x02K\x04\x86", steps="K\x04K\x01\x86"),  # reaches beyond its numbers
        program(steps="K\x00K\x01\x86"),  # every row the same
        program(key="8"),
        program(key="../7"),
        program()[:-1],
        b"",
    ],
)
def test_weights_that_lie_are_refused(tmp_path: Path, wrong: bytes) -> None:
    with pytest.raises(state_dict.NoWeights):
        state_dict.read(saved(tmp_path, wrong, np.arange(6)))
    with pytest.raises(state_dict.NoWeights):
        state_dict.read(wrong)


@pytest.mark.parametrize("into", [b"(", b"]", b")"], ids=["nothing", "list", "tuple"])
@pytest.mark.parametrize("step", [b"K\x01K\x02s", b"}b"], ids=["set", "build"])
def test_only_mappings_are_filled(tmp_path: Path, into: bytes, step: bytes) -> None:
    with pytest.raises(state_dict.NoWeights):
        state_dict.read(saved(tmp_path, b"\x80\x02" + into + step + b".", np.zeros(6)))


def test_only_lists_are_added_to(tmp_path: Path) -> None:
    with pytest.raises(state_dict.NoWeights):
        state_dict.read(saved(tmp_path, b"\x80\x02}(K\x01e.", np.zeros(6)))


def test_weights_are_read_that_lie_beside_notes(tmp_path: Path) -> None:
    inner = program()[2:-1]
    noted = (
        b"\x80\x02}(X\x04\x00\x00\x00noteG?\xe0\x00\x00\x00\x00\x00\x00X\x0a\x00\x00\x00state_dict" + inner + b"}bu."
    )
    found = state_dict.read(saved(tmp_path, noted, np.arange(6, dtype=np.float32)))
    assert found.keys() == {"a"}


def test_the_known_file_holds_every_weight_of_the_network(models: Path) -> None:
    found = state_dict.read(weights.load("campplus"))
    assert len(found) == 937
    assert found["xvector.dense.linear.weight"].shape == (192, 1024, 1)
