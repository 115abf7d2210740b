"""pydub's sound, imported without its warnings."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # pydub warns about a missing ffmpeg, which narrator never starts, and trips Python 3.12's warning about
    # invalid escapes in its own source: https://github.com/jiaaro/pydub/issues/795
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

__all__ = ["AudioSegment"]
