"""A measured report as figures: plots, each with its numbers in words beside it."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from registry.reports import plots

Say = Callable[..., str]


def figures(measured: Mapping[str, Any], t: Say) -> dict[str, Markup]:
    """The DET curve and the score histograms of `matching.measurement.Report` as a dictionary."""
    marks = [
        (t(f"error-level-{name}"), (level["fpir"][0], level["fnir"][0])) for name, level in measured["levels"].items()
    ]
    series = [(t("error-genuine"), measured["genuine"]), (t("error-impostor"), measured["impostor"])]
    return {
        "det": plots.det(
            [(fpir, fnir) for _score, fpir, fnir in measured["det"]],
            marks,
            t("error-det"),
            t("error-fpir"),
            t("error-fnir"),
        ),
        "scores": plots.histograms(measured["edges"], series, t("error-scores"), t("error-score"), t("error-share")),
    }
