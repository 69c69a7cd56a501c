"""Where shots end, by what the frames look like."""

import numpy as np

from matching.shots import REMEMBERED, Cuts, Small


def textured(seed: int, shift: int = 0, gain: float = 1.0) -> Small:
    rng = np.random.default_rng(seed)
    coarse = rng.integers(20, 236, (6, 14)).repeat(6, 0).repeat(8, 1)[:, shift : shift + 64]
    return np.clip(coarse * gain + rng.integers(-3, 4, coarse.shape), 0, 255).astype(np.uint8)


def begin(frames: list[Small]) -> list[int]:
    cuts = Cuts()
    return [at for at, frame in enumerate(frames) if cuts.begins(frame)]


def test_a_hard_cut() -> None:
    assert begin([textured(1)] * 20 + [textured(2)] * 20) == [0, 20]


def test_a_cut_to_a_shot_of_two_frames() -> None:
    assert begin([textured(1)] * 20 + [textured(2)] * 2 + [textured(3)] * 20) == [0, 20, 22]


def test_what_moves_is_no_cut() -> None:
    assert begin([textured(1, shift) for shift in range(40)]) == [0]


def test_a_fade_through_black_parts_two_shots() -> None:
    out = [textured(1, gain=gain) for gain in np.linspace(1, 0, 24)]
    into = [textured(2, gain=gain) for gain in np.linspace(0, 1, 24)]
    begun = begin([textured(1)] * 10 + out + into)
    assert begun[0] == 0
    assert any(28 <= at <= 38 for at in begun[1:])


def test_wherever_one_begins_to_read_shots_begin_at_the_same_frames() -> None:
    flicker = [np.asarray(textured(3) // 2 + 12 * (at // 3 % 2), np.uint8) for at in range(60)]
    frames = [textured(1)] * 20 + flicker + [textured(2, shift) for shift in range(40)] + [textured(4)] * 30
    whole = begin(frames)
    for start in range(len(frames) - REMEMBERED - 1):
        again = [start + at for at in begin(frames[start:])]
        assert [at for at in again if at > start + REMEMBERED] == [at for at in whole if at > start + REMEMBERED]
