"""Pictures of more than 8 bits are seen as people see them, whatever a few of their pixels hold."""

import numpy as np
import pytest
from PIL import Image

from matching.media.picture import decode
from matching.reasons import Undecidable


def ramp(kind):
    return np.tile(np.linspace(0, 1, 200, dtype=np.float32), (100, 1)) * (2000 if kind is np.uint16 else 1)


@pytest.mark.parametrize(("kind", "bright"), [(np.uint16, 65535), (np.float32, 1e9)])
def test_a_few_bright_pixels_do_not_turn_the_rest_black(save, kind, bright):
    pixels = ramp(kind)
    pixels[0, :3] = bright
    seen = decode(save("deep.tif", Image.fromarray(pixels.astype(kind)))).views[0]
    assert seen[50, 20].max() < 60
    assert seen[50, 180].min() > 190


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_brightness_are_damage(save, value):
    pixels = ramp(np.float32)
    pixels[0, 0] = value
    with pytest.raises(Undecidable, match=r"picture\.damaged"):
        decode(save("deep.tif", Image.fromarray(pixels)))
