"""A studio whose pictures can show faces that are only like somebody's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from registry.core.permissions import Identity
from tests.registry import conftest as common
from tests.registry.checks.conftest import shows, studio
from tests.registry.conftest import PASSWORD
from tests.registry.handed_in import shown_again

__all__ = ["shows", "studio"]


@pytest.fixture(autouse=True)
def likenesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face may be written `alice~0.5`: its cosine to Alice's mean is about that. `alice~0.5+bob~0.5`: to both."""
    plain = common.a_vector

    def a_vector(person: str, jitter: str = "", noise: float = 0.25) -> Any:
        if "~" not in person:
            return plain(person, jitter, noise)
        names, cosines = zip(*(part.split("~") for part in person.split("+")), strict=True)
        basis = np.stack([plain(name) for name in names]).astype(float)
        vector = np.linalg.solve(basis @ basis.T, np.array(cosines, float)) @ basis
        rest = plain(f"rest of {person}").astype(float)
        rest -= np.linalg.solve(basis @ basis.T, basis @ rest) @ basis
        return (vector + np.sqrt(1 - vector @ vector) * rest / np.linalg.norm(rest)).astype(np.float32)

    monkeypatch.setattr(common, "a_vector", a_vector)


@pytest.fixture
def keep_pictures() -> bool:
    """Without pictures to compare with hardly anything can be answered."""
    return True


@pytest.fixture(autouse=True)
def pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every face is cut out with pixels of its own: a slope of greys."""
    plain = common.FakeMatching._face
    slope = np.tile(np.arange(200, dtype=np.uint8)[:, None, None], (1, 200, 3))

    def with_pixels(self: Any, index: int, line: str, digest: str) -> Any:
        face = plain(self, index, line, digest)
        return replace(face, crop=slope, crop_box=face.box)

    monkeypatch.setattr(common.FakeMatching, "_face", with_pixels)


@pytest.fixture
def show_again(desk: Any, people: Any) -> Callable[[Any, bytes], int]:
    """`show_again(check, content)`: Petra shows the very file once more."""
    return lambda check, content: shown_again(desk, people.petra, check.id, content)


@pytest.fixture
def account(desk: Any, people: Any) -> Callable[..., Callable[[], Identity]]:
    """`account("una", union="players-guild")`: somebody more; calling the answer gives who they are now."""

    def make(name: str, union: str | None = None, *, neutral: bool = False) -> Callable[[], Identity]:
        made = desk.accounts.create(people.ada, f"{name}@example.org", name.title(), PASSWORD).id
        if union is not None:
            desk.accounts.grant_union(people.ursula if union == "players-guild" else people.victor, made, union)
        if neutral:
            desk.neutrals.appoint(people.ada, made)
        return lambda: desk.accounts.identity(made)

    return make
