"""How much faster than real time an engine's MP3 becomes samples at the episode's rate.

python benchmarks/decoding.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from edge_speech import encode, speech
from narrator.speech.sound import decode_mp3, resampled

TEXT = "老街上的茶馆换了三位掌柜，门前的石狮子还在，"


def main() -> None:
    """Print the best of five, in processor time: other work on the machine does not count."""
    samples, rate_hz = decode_mp3(speech(TEXT * 8).mp3)
    minute = np.tile(samples, 4)
    mp3, length_s = encode(minute), len(minute) / rate_hz
    steps = {
        "decode 24 kHz MP3": lambda: decode_mp3(mp3),
        "resample to 44.1 kHz": lambda: resampled(minute, rate_hz, 44_100),
        "both": lambda: resampled(*decode_mp3(mp3), 44_100),
    }
    for name, step in steps.items():
        taken_s = []
        for _ in range(5):
            began = time.process_time()
            step()
            taken_s.append(time.process_time() - began)
        print(f"{name:22} {length_s / min(taken_s):6.0f} times real time")


if __name__ == "__main__":
    main()
