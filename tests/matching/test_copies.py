"""What a copy is known by: hashes of frames, which of them agree, and which frames of a film are kept."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.copies import prints as copies
from matching.copies.conforming import Conformed, conformed
from matching.copies.printing import Printing
from matching.copies.prints import CUTS, Prints, hashes_of, oriented, together
from matching.copies.search import AGREES, Bank, agreements
from matching.findings import Picture
from tests.common import moving

PORTRAITS = {name: moving.portrait(name) for name in ("anselm-pryce", "daniyar-voss", "elias-karamo", "greta-holmqvar")}
SHOT = PORTRAITS["anselm-pryce"]


def of(picture: Picture) -> Prints:
    printing = Printing()
    printing.still([np.ascontiguousarray(picture)])
    return printing.prints


def cut(picture: Picture, left: float, top: float, kept: float) -> Picture:
    height, width = picture.shape[:2]
    return picture[
        round(top * height) : round((top + kept) * height), round(left * width) : round((left + kept) * width)
    ]


def coded(picture: Picture, quality: int) -> Picture:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


CHANGES = {
    "coded again": lambda p: coded(p, 30),
    "a quarter of its size": lambda p: cv2.resize(p, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA),
    "squeezed": lambda p: cv2.resize(p, (p.shape[1], p.shape[0] * 2 // 3)),
    "mirrored": lambda p: p[:, ::-1],
    "upside down": lambda p: p[::-1],
    "turned": lambda p: np.rot90(p),
    "turned and mirrored": lambda p: np.rot90(p)[:, ::-1],
    "without colour": lambda p: np.repeat(p.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
    "in other colours": lambda p: p[..., ::-1],
    "darker": lambda p: p // 2,
    "with bars": lambda p: cv2.copyMakeBorder(p, p.shape[0] // 6, p.shape[0] // 6, 0, 0, cv2.BORDER_CONSTANT),
    "cut by a tenth at a corner": lambda p: cut(p, 0.0, 0.0, 0.9),
    "cut by a tenth all around": lambda p: cut(p, 0.05, 0.05, 0.9),
    "cut, mirrored and coded again": lambda p: coded(np.ascontiguousarray(cut(p, 0.1, 0.0, 0.9)[:, ::-1]), 50),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", PORTRAITS)
def test_a_changed_copy_agrees_whichever_of_the_two_is_searched_for(change, name: str) -> None:
    original, copy = of(PORTRAITS[name]), of(change(PORTRAITS[name]))
    assert agreements(copy, original)
    assert agreements(original, copy)


def test_other_pictures_do_not_agree() -> None:
    for name, one in PORTRAITS.items():
        others = Bank({other: of(picture) for other, picture in PORTRAITS.items() if other != name})
        assert others.search(of(one)) == {}


REFERENCE = {
    0: "12ff3d6afc946d39b49261ac92ce6539d3c634b117863665d39a359146cb3a14",
    7: "05ff3aedfd084a73b42e6b5195a82c63d68cf060c3353dc6c09d3268c2b5bdd2",
    70: "1ad081ae325a24b5976b7ebc9b0934f05f0796f29a0d13d25e2d16717ba50a5f",
}
"""What pdqhash 0.2.8, the reference implementation, makes of these cuts of the shot, its last bit first."""


def test_the_cuts_are_hashed_as_the_reference_implementation_does() -> None:
    found = hashes_of(SHOT)
    assert found is not None
    for at, expected in REFERENCE.items():
        reference = np.unpackbits(np.frombuffer(bytes.fromhex(expected), np.uint8))
        bits = np.unpackbits(found[at])
        assert (
            bits != reference[copies._ORDER]
        ).sum() <= 4  # whole levels of grey, and two that the median lies between


@pytest.mark.parametrize("picture", [np.full((90, 160, 3), 40, np.uint8), np.zeros((1, 1, 3), np.uint8)])
def test_a_frame_that_shows_nothing_says_nothing(picture: Picture) -> None:
    assert hashes_of(picture) is None
    assert len(of(picture)) == 0
    assert agreements(of(picture), of(picture)) == []


@given(st.integers(0, 2**32 - 1))
def test_a_turn_is_undone_by_another(seed: int) -> None:
    hashes = np.random.default_rng(seed).integers(0, 256, (3, 32), np.uint8)
    turned = oriented(hashes)
    assert (turned[0] == hashes).all()
    assert len({one.tobytes() for one in turned}) == len(turned)
    for one in turned:
        assert any((back == hashes).all() for back in oriented(one))


@given(st.integers(0, 2**32 - 1), st.integers(0, 20), st.integers(0, 40))
def test_who_differs_by_few_bits_is_found_and_nobody_else(seed: int, one: int, bits: int) -> None:
    """As a plain count of bits over all pairs finds them."""
    random = np.random.default_rng(seed)
    kept = Prints(np.arange(5.0), np.arange(1.0, 6.0), random.integers(0, 256, (5, len(CUTS), 32), np.uint8))
    sought = kept.hashes[one % 5].copy()
    flat = np.unpackbits(sought, axis=-1)
    flat[:, random.choice(np.arange(64, 256), bits, replace=False)] ^= 1
    sought = np.packbits(flat, axis=-1)
    found = agreements(Prints(np.zeros(1), np.zeros(1), sought[None]), kept)
    assert [(agreed.other_start, agreed.apart) for agreed in found] == [(float(one % 5), bits)]
    assert bits <= AGREES


def film(draw: moving.Draw, last: int) -> Prints:
    printing = Printing()
    for frame in moving.frames(draw, 0, last):
        printing.frame(frame)
    return printing.prints


def moved(name: str):
    return lambda number: moving.with_(moving.set_(), PORTRAITS[name], 40 + number * 4, 180, 300)


def test_of_a_film_a_frame_a_second_is_kept_and_one_more_after_each_cut() -> None:
    first, second = moved("anselm-pryce"), moved("greta-holmqvar")
    kept = film(lambda number: first(number) if number < 60 else second(number), 96)
    assert [round(start, 2) for start in kept.starts] == [0.0, 1.04, 2.08, 2.5, 3.12]
    assert (kept.starts[1:] >= kept.ends[:-1] - 1e-9).all()


def test_what_stands_still_is_kept_once_for_as_long_as_it_lasts() -> None:
    kept = film(lambda _number: SHOT, 96)
    assert (kept.starts.tolist(), kept.ends.tolist()) == ([0.0], [4.0])


def test_a_film_says_which_of_its_frames_agree() -> None:
    first, second = moved("anselm-pryce"), moved("greta-holmqvar")
    original = film(first, 72)
    longer = film(lambda number: second(number) if number < 72 else first(number - 72)[:, ::-1], 144)
    found = agreements(longer, original)
    assert min(one.start for one in found) >= 3.0
    best = {
        one.start: min((other.apart, other.other_start) for other in found if other.start == one.start)[1]
        for one in found
    }
    assert {start - 3.0 for start in best} == set(best.values()) == {0.0, 1.0, 2.0} or best


def test_the_parts_of_a_film_are_joined() -> None:
    whole = together([film(moved("anselm-pryce"), 48), film(moved("greta-holmqvar"), 24)])
    assert len(whole) == len(whole.ends) == len(whole.hashes) == 3
    assert len(together([])) == 0


def test_a_master_agrees_with_its_proxy_frame_by_frame_and_says_where_not() -> None:
    first, second = moved("anselm-pryce"), moved("greta-holmqvar")
    proxy = film(lambda number: first(number) if number < 48 else second(number - 48), 96)
    same = conformed(proxy, proxy)
    assert (same.differs, same.agrees[0][0], same.agrees[-1][1]) == ((), 0.0, 4.0)
    changed = film(lambda number: first(number) if number < 48 else first(number - 48)[:, ::-1], 96)
    found = conformed(changed, proxy)
    assert [start for start, _ in found.differs] == pytest.approx([2.083, 3.125], abs=0.001)
    assert found.agrees[0][0] == 0.0
    assert max(end for _, end in found.agrees) <= found.differs[0][0]
    late = film(lambda number: second(number) if number < 48 else first(number - 48), 96)
    assert conformed(late, proxy).agrees == ()


def test_of_still_pictures_the_whole_conforms_or_nothing() -> None:
    assert conformed(of(coded(SHOT, 80)), of(SHOT)) == Conformed(((0.0, 0.0),), ())
    assert conformed(of(SHOT[:, ::-1]), of(SHOT)) == Conformed((), ((0.0, 0.0),))
    assert conformed(of(SHOT), together([])) == Conformed((), ((0.0, 0.0),))
