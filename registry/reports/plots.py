"""Plots as inline SVG: no script, no inline style, colours from the style sheet, so they follow light and dark."""

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 66, 30, 14, 52
_PLOT = Markup(
    '<svg class="plot" viewBox="0 0 {w} {h}" role="img" aria-label="{title}"><title>{title}</title>{body}</svg>'
)
_LINE = Markup('<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
_TEXT = Markup('<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{text}</text>')

Point = tuple[float, float]


def det(points: Sequence[Point], marks: Sequence[tuple[str, Point]], title: str, across: str, up: str) -> Markup:
    """FNIR over FPIR on logarithmic axes (a DET curve: Martin et al., Eurospeech 1997); `marks`: named points on it.

    Rates from 0 to 1; what is below the smallest power of ten that occurs (at least 0.01 %) is drawn at the axis's foot.
    """
    every = [rate for point in [*points, *(point for _, point in marks)] for rate in point if rate > 0]
    least = 10 ** min(-1, math.floor(math.log10(max(1e-4, min(every, default=1e-2)))))

    def place(point: Point) -> Point:
        span = -math.log10(least)
        shares = [(math.log10(max(rate, least)) + span) / span for rate in point]
        return LEFT + shares[0] * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - shares[1] * (HEIGHT - TOP - BOTTOM)

    body = []
    for power in range(round(math.log10(least)), 1):
        (x, y), label = place((10**power, 10**power)), f"{100 * 10**power:g} %"
        body += [_grid(x, TOP, x, HEIGHT - BOTTOM), _grid(LEFT, y, WIDTH - RIGHT, y)]
        body += [_label(x, HEIGHT - BOTTOM + 18, label), _label(LEFT - 8, y + 4, label, "end")]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, points))
    body.append(Markup('<polyline class="curve one" points="{}"/>').format(path))
    for row, (name, point) in enumerate(marks):
        x, y = place(point)
        body.append(Markup('<circle class="mark" cx="{:.1f}" cy="{:.1f}" r="5"/>').format(x, y))
        body.append(_label(min(x + 9, WIDTH - 90), max(y - 8 - 15 * row, TOP + 10), name, "start"))
    return _plot([*body, *_axes(across, up)], title)


def histograms(
    edges: Sequence[float], series: Sequence[tuple[str, Sequence[float]]], title: str, across: str, up: str
) -> Markup:
    """Shares (0 to 1) a bin, one outline a series (at most two)."""
    top = max((share for _, shares in series for share in shares), default=0) or 1.0
    low, high = edges[0], edges[-1]

    def place(value: float, share: float) -> Point:
        x = LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)
        return x, HEIGHT - BOTTOM - share / top * (HEIGHT - TOP - BOTTOM)

    body = []
    for step in range(5):
        value, share = low + step * (high - low) / 4, step * top / 4
        x, y = place(value, share)
        body += [_grid(LEFT, y, WIDTH - RIGHT, y), _label(x, HEIGHT - BOTTOM + 18, f"{value:.2f}")]
        body.append(_label(LEFT - 8, y + 4, f"{share:.0%}", "end"))
    for row, (name, shares) in enumerate(series):
        kind = ("one", "two")[row]
        steps = [place(edge, share) for bin, share in enumerate(shares) for edge in edges[bin : bin + 2]]
        steps = [place(low, 0), *steps, place(high, 0)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in steps)
        body.append(Markup('<polygon class="area {}" points="{}"/>').format(kind, path))
        x = LEFT + 14 + row * 190
        body.append(Markup('<rect class="area {}" x="{}" y="{}" width="14" height="14"/>').format(kind, x, TOP + 2))
        body.append(_label(x + 20, TOP + 14, name, "start"))
    return _plot([*body, *_axes(across, up)], title)


def _axes(across: str, up: str) -> list[Markup]:
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    turn = Markup(' transform="rotate(-90 16 {:.0f})"').format(middle)
    return [
        _label(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 10, across),
        _TEXT.format(kind="axis", x=16, y=middle, anchor="middle", turn=turn, text=up),
    ]


def _grid(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return _LINE.format(kind="grid", x1=x1, y1=y1, x2=x2, y2=y2)


def _label(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return _TEXT.format(kind="tick", x=x, y=y, anchor=anchor, turn="", text=text)


def _plot(body: Sequence[Markup], title: str) -> Markup:
    return _PLOT.format(w=WIDTH, h=HEIGHT, title=escape(title), body=Markup("").join(body))
