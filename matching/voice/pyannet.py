"""The weights of PyanNet as its graph wants them (scripts/draw_segmentation.py), from its state dict."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Named = dict[str, NDArray[Any]]

LAYERS = 4
LEAST_HZ = LEAST_BAND = 50.0
NYQUIST = 8000.0
BANK = "sincnet.conv1d.0.filterbank."


def weights(named: Named) -> dict[str, NDArray[np.float32]]:
    """Name of each weight of the graph -> its numbers. Raises KeyError where one is missing."""
    found = {key: value for key, value in named.items() if not key.startswith(("lstm.", BANK))}
    found["sincnet.filters.weight"] = _filters(named)
    for layer in range(LAYERS):
        ways = [f"l{layer}", f"l{layer}_reverse"]
        found[f"lstm.{layer}.W"] = np.stack([_turned(named[f"lstm.weight_ih_{way}"]) for way in ways])
        found[f"lstm.{layer}.R"] = np.stack([_turned(named[f"lstm.weight_hh_{way}"]) for way in ways])
        biases = [[_turned(named[f"lstm.bias_{part}_{way}"]) for part in ("ih", "hh")] for way in ways]
        found[f"lstm.{layer}.B"] = np.stack([np.concatenate(pair) for pair in biases])
    return {key: np.asarray(value, np.float32) for key, value in found.items()}


def _filters(named: Named) -> NDArray[np.float64]:
    """Forty bands, each as an even and an odd filter [80, 1, 251]: Ravanelli and Bengio 2018, equation 4, times a window; the odd ones
    after Pariente et al., "Filterbank design for end-to-end speech separation", ICASSP 2020 (asteroid-filterbanks, `ParamSincFB`)."""
    low = LEAST_HZ + np.abs(named[f"{BANK}low_hz_"].astype(np.float64))
    high = np.clip(low + LEAST_BAND + np.abs(named[f"{BANK}band_hz_"]), LEAST_HZ, NYQUIST)
    time, window, band = named[f"{BANK}n_"].astype(np.float64), named[f"{BANK}window_"], high - low
    even = (np.sin(high @ time) - np.sin(low @ time)) / (time / 2) * window
    odd = (np.cos(low @ time) - np.cos(high @ time)) / (time / 2) * window
    evens = np.concatenate([even, 2 * band, even[:, ::-1]], axis=1)
    odds = np.concatenate([odd, 0 * band, -odd[:, ::-1]], axis=1)
    return np.asarray(np.concatenate([evens, odds])[:, None] / np.concatenate([2 * band, 2 * band])[:, None])


def _turned(gates: NDArray[Any]) -> NDArray[Any]:
    """The gates of an LSTM as ONNX puts them: in, out, forget, cell; torch has in, forget, cell, out."""
    inward, forget, cell, out = np.split(gates, 4)
    return np.concatenate([inward, out, forget, cell])
