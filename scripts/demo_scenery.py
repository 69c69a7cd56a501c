"""Painted backdrops and pictures with nobody in them, drawn from nothing but a seed."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]


def backdrop(size: tuple[int, int], top: Colour, bottom: Colour, seed: int) -> Image.Image:
    """A studio backdrop: a vertical gradient with soft brush marks. `size` is (width, height) in pixels."""
    width, height = size
    rng = np.random.default_rng(seed)
    share = np.linspace(0, 1, height)[:, None, None]
    gradient = np.array(top) * (1 - share) + np.array(bottom) * share
    strokes = Image.fromarray(rng.integers(90, 166, (6, 10), dtype=np.uint8)).resize(size, Image.Resampling.BICUBIC)
    shade = (np.asarray(strokes, dtype=float)[..., None] - 128) / 4
    return Image.fromarray(np.clip(np.broadcast_to(gradient, (height, width, 3)) + shade, 0, 255).astype(np.uint8))


def landscape(size: tuple[int, int], seed: int) -> Image.Image:
    """Hills under an evening sky."""
    width, height = size
    rng = np.random.default_rng(seed)
    picture = backdrop(size, (92, 138, 190), (236, 196, 150), seed)
    draw = ImageDraw.Draw(picture)
    x = np.arange(width)
    for layer in range(5):
        base = height * (0.45 + 0.12 * layer)
        phases = rng.uniform(0, 6, 3)
        ridge = base + sum(
            height * 0.04 / (n + 1) * np.sin(x / width * (5 + 6 * n) + phase) for n, phase in enumerate(phases)
        )
        fade = layer / 4
        colour = tuple(int(a * (1 - fade) + b * fade) for a, b in zip((122, 140, 150), (44, 70, 42), strict=True))
        draw.polygon([(0, height), *zip(x.tolist(), ridge.tolist(), strict=True), (width, height)], fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def collapsing_street(size: tuple[int, int], seed: int) -> Image.Image:
    """A street of houses, one of which is coming down in dust: an establishing shot with nobody in it."""
    width, height = size
    rng = np.random.default_rng(seed)
    picture = backdrop(size, (150, 160, 172), (204, 196, 184), seed)
    draw = ImageDraw.Draw(picture)
    ground, step = int(height * 0.8), width // 6
    for house in range(6):
        left, roof = house * step, int(height * rng.uniform(0.18, 0.38))
        wall = tuple(int(c) for c in rng.integers((96, 80, 70), (150, 128, 112)))
        lean = int(step * 0.35) if house == 3 else 0
        draw.polygon(
            [
                (left, ground),
                (left + lean, roof + lean),
                (left + step - 8 + lean, roof + 2 * lean),
                (left + step - 8, ground),
            ],
            fill=wall,
        )
        for row in range(roof + 40 + lean, ground - 60, 70):
            for column in range(left + 24, left + step - 50, 60):
                shift = lean * (ground - row) // (ground - roof)
                draw.rectangle((column + shift, row, column + shift + 26, row + 40), fill=(52, 60, 70))
    draw.rectangle((0, ground, width, height), fill=(92, 90, 88))
    for _ in range(240):
        x, y = rng.normal(3.6 * step, step * 0.6), rng.normal(ground, 26)
        edge = rng.uniform(4, 22)
        grey = int(rng.integers(70, 140))
        corners = [(x + edge * rng.uniform(-1, 1), y + edge * rng.uniform(-1, 1)) for _ in range(4)]
        draw.polygon(corners, fill=(grey, grey - 6, grey - 14))
    dust = Image.new("L", size, 0)
    cloud = ImageDraw.Draw(dust)
    for _ in range(60):
        x, y, r = rng.normal(3.7 * step, step * 0.8), rng.normal(ground - 90, 60), rng.uniform(20, 90)
        cloud.ellipse((x - r, y - r, x + r, y + r), fill=int(rng.integers(60, 170)))
    picture.paste((196, 186, 172), mask=dust.filter(ImageFilter.GaussianBlur(32)))
    return picture.filter(ImageFilter.GaussianBlur(0.7))


def stand(picture: Image.Image, bust: Image.Image, centre: tuple[int, int], edge: int) -> None:
    """Put a square portrait on a picture, `edge` pixels wide, its rim faded so that only head and neck stand there."""
    bust = bust.resize((edge, edge), Image.Resampling.LANCZOS)
    mask = Image.new("L", (edge, edge), 0)
    rim = edge // 14
    ImageDraw.Draw(mask).ellipse((rim, rim // 2, edge - rim, edge + edge // 8), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(edge / 40))
    ImageDraw.Draw(mask).line((0, edge - 1, edge, edge - 1), fill=0)
    picture.paste(bust, (centre[0] - edge // 2, centre[1] - edge // 2), mask)
