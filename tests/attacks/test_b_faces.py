"""Faces that a search would overlook, or take for nobody's: hidden, blended, lying down, blurred as a camera blurs."""

from functools import partial

import numpy as np
import pytest
from PIL import Image

from benchmarks.blends import of_two
from benchmarks.disguises import DISGUISES
from benchmarks.hidden import scene
from matching.face.looking import look
from matching.index import MATCH, NONE, answer
from registry.core.shipped import DEMO_PICTURES

# Each was answered with "nobody" beside a clear face; the first five are named, the others were found while they were mended.
B3 = {
    "B3.negative": "negative",
    "B3.dark": "brightness to 1/20",
    "B3.contrast": "contrast to 1/16",
    "B3.dithered": "dithered to black and white",
    "B3.stretched": "four times as wide",
    "B3.wider": "six times as wide",
    "B3.sheared": "sheared by one",
    "B3.equally-bright": "red and green of equal brightness",
    "B3.half-tones": "half-tones, dots of 6 pixels",
    "B3.blue": "in blue alone, before a street",
    "B3.chroma": "in the blue chroma alone",
    "B3.blur-and-noise": "blurred by 6 pixels, noise 60",
    "B3.negative-turned": "negative, on its left side",
    "B3.negative-dark": "negative, brightness to 1/20",
    "B3.negative-wide": "negative, four times as wide",
    "B3.pale": "all but white (1/20 of the contrast)",
    "B3.blocks": "blocks of 16 pixels",
    "B3.cut": "each colour cut at half",
    "B3.waved": "wave of 8 pixels",
    "B3.eyes": "eyes and forehead alone",
    "B3.bars": "behind dark bars of 12 pixels",
    "B3.bright-bars": "behind bright bars of 12 pixels",
    "B3.blind": "behind a dark blind of 10 pixels",
    "B3.bright-blind": "behind a bright blind of 10 pixels",
    "B3.close-up": "close-up of 45 % of the portrait",
}
MOVED = ("moved by 31 pixels across", "moved by 41 pixels down", "moved by 61 pixels aslant")
TURNED = ("on its left side", "on its right side", "upside down", "tilted by 45 degrees", "tilted by 135 degrees")


def attack(way):
    return pytest.mark.attack(way)


def nobody(cases, label, people):
    """Whom a picture hides that is changed in this way, beside a stranger who shows clearly."""
    told = {folder.name: cases.told(folder, DISGUISES[label], with_stranger=True) for folder in people}
    return [name for name, kind in told.items() if kind == "nobody"]


@pytest.mark.parametrize("label", [pytest.param(label, marks=attack(way), id=way) for way, label in B3.items()])
def test_a_hidden_face_beside_a_clear_one_is_never_nobody_s(cases, label):
    assert nobody(cases, label, cases.people[4:5]) == []


@pytest.mark.trial
@pytest.mark.parametrize("label", [pytest.param(label, marks=attack(way), id=way) for way, label in B3.items()])
def test_nobody_s_hidden_face_is_missed_but_one_in_twelve(cases, label):
    assert len(nobody(cases, label, cases.people)) <= 1


@pytest.mark.parametrize(
    "label", [pytest.param(label, marks=attack(f"B5.{label}"), id=label) for label in (*TURNED, *MOVED)]
)
def test_who_lies_down_or_moves_beside_somebody_upright_is_never_nobody(cases, label):
    assert nobody(cases, label, cases.people[4:5]) == []


@pytest.mark.trial
@pytest.mark.parametrize(
    "label", [pytest.param(label, marks=attack(f"B5.{label}"), id=label) for label in (*TURNED, *MOVED)]
)
def test_of_all_who_lie_down_or_move_none_is_nobody(cases, label):
    assert nobody(cases, label, cases.people) == []


@pytest.mark.parametrize(
    "size", [pytest.param((1280, 720), marks=attack("B5.720p")), pytest.param((3840, 2160), marks=attack("B5.4k"))]
)
def test_who_lies_down_is_found_in_a_picture_of_any_size(cases, size):
    folder = cases.people[4]
    small = Image.new("RGB", size, (110, 115, 120))
    small.paste(Image.open(cases.people[7] / "4.jpg").convert("RGB").resize((300, 300)), (40, 300))
    lying = Image.open(folder / "4.jpg").convert("RGB").resize((160, 160)).transpose(Image.Transpose.ROTATE_90)
    small.paste(lying, (size[0] - 400, size[1] - 300))
    found = answer(look(np.asarray(small), cases.engines), cases.gallery, cases.limits, cases.engines.second_opinion)
    assert sorted(one.subject for one in found if one.answer == MATCH) == sorted([folder.name, cases.people[7].name])


@pytest.mark.parametrize(
    "way", [pytest.param("averaged", marks=attack("B4.averaged")), pytest.param("morphed", marks=attack("B4.morphed"))]
)
@pytest.mark.parametrize("share", [0.4, 0.5, 0.55])
def test_a_blend_of_two_registered_people_goes_to_a_person(cases, way, share):
    assert of_two(cases, 7, way, share) == "both"


@pytest.mark.trial
@pytest.mark.attack("B4.all")
@pytest.mark.parametrize("way", ["averaged", "morphed"])
@pytest.mark.parametrize("share", [0.4, 0.45, 0.5, 0.55])
def test_of_twelve_blends_at_most_one_is_named(cases, way, share):
    assert sum(of_two(cases, place, way, share) == "named" for place in range(12)) <= 1


@pytest.mark.attack("B3.honest")
def test_nobody_is_seen_in_a_place_where_nobody_is(cases):
    for path in sorted((DEMO_PICTURES / "scenes").glob("nobody-*.jpg")):
        assert look(np.asarray(Image.open(path).convert("RGB")), cases.engines) == []


@pytest.mark.attack("B3.stranger")
def test_a_stranger_who_shows_clearly_is_still_nobody(cases):
    picture, _ = scene(cases.people[0], partial(np.zeros_like), with_stranger=True)
    (found,) = answer(look(picture, cases.engines), cases.gallery, cases.limits, cases.engines.second_opinion)
    assert found.answer == NONE
