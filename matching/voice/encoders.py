"""Speech as vectors: WeSpeaker's ResNet34 and CAM++, both on the filter bank that they were trained on."""

import numpy as np
from numpy.typing import NDArray

from matching.findings import Vector
from matching.media.medium import RATE
from matching.reasons import Undecidable
from matching.voice.names import ENCODERS
from matching.voice.networks import network

Samples = NDArray[np.float32]

BANDS = 80
SCALE = 32768.0
"""The networks were trained on samples as whole numbers."""


def features(samples: Samples) -> NDArray[np.float32]:
    """Log energies of 80 mel bands every 10 ms, float32 [frames, 80], less their mean over time: what a channel adds to all of
    them is taken away with it."""
    import kaldi_native_fbank  # who looks at pictures alone loads neither it nor the networks

    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq, options.frame_opts.dither = RATE, 0
    options.frame_opts.window_type = "hamming"
    options.mel_opts.num_bins = BANDS
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(RATE, samples * SCALE)
    bank.input_finished()
    frames = np.stack([bank.get_frame(number) for number in range(bank.num_frames_ready)])
    return np.asarray(frames - frames.mean(axis=0), np.float32)


def encode(samples: Samples, encoders: frozenset[str]) -> dict[str, Vector]:
    """Encoder id -> unit vector of some seconds of speech, at least a tenth. Raises `Undecidable`."""
    if not encoders:
        return {}
    bands = features(samples)[None]
    return {name: _unit(network(ENCODERS[name])(bands)[0][0], name) for name in sorted(encoders)}


def _unit(vector: NDArray[np.float32], name: str) -> Vector:
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0:
        raise Undecidable("engine.failed", engine=name)
    return np.asarray(vector / length, np.float32)
