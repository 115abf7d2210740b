"""What is heard around the words: the gaps of voices.yaml and the show's own sounds, ready to be placed."""

from __future__ import annotations

from dataclasses import replace

from narrator.episode import load_music
from narrator.errors import CastError
from narrator.messages import joined, tr
from narrator.model import Around, Bed, Jingle, Settings, SoundFile
from narrator.pipeline.options import Warn
from narrator.published.added_words import words_of
from narrator.standards.audio_segment import AudioSegment

USUAL_S = {"intro": 30.0, "outro": 60.0, "chapter_sting": 6.0, "bed": 120.0}
"""How much of a longer file is heard, unless voices.yaml says more."""


def around_of(settings: Settings, language: str, *, rate_hz: int, warn: Warn) -> Around:
    """What voices.yaml puts around the words of an episode.

    Raises:
        CastError: sound files are missing, damaged or silent; all of them are named.
    """
    loading = _Loading(rate_hz, warn)
    sound, words = settings.sound, words_of(language)
    intro = loading.sound("intro", sound.intro)
    outro = loading.sound("outro", sound.outro)
    sting = loading.sound("chapter_sting", sound.chapter_sting)
    # Alone, a bed is as loud as the speech; its level is for under the words, and its fades are made there.
    bed = replace(sound.bed, level_lu=0.0, fade_in_s=0.0, fade_out_s=0.0) if sound.bed else None
    bed_audio = loading.sound("bed", bed)
    loading.complain()
    return Around(
        gaps=settings.gaps,
        intro=Jingle(audio=intro, caption=words.music, chapter=words.intro) if intro else None,
        outro=Jingle(audio=outro, caption=words.music, chapter=words.outro) if outro else None,
        chapter_sting=Jingle(audio=sting, caption=words.music) if sting else None,
        bed=Bed(audio=bed_audio, ducked_db=sound.bed.level_lu, caption=words.music, under=sound.bed_under)
        if bed_audio and sound.bed
        else None,
    )


class _Loading:
    """Sound files as they are loaded, and what is wrong with them."""

    def __init__(self, rate_hz: int, warn: Warn) -> None:
        self._rate_hz = rate_hz
        self._warn = warn
        self._faults: list[CastError] = []

    def sound(self, key: str, file: SoundFile | None) -> AudioSegment | None:
        """The sound; None where none is wanted or it has a fault, which `complain` tells."""
        if file is None:
            return None
        try:
            music = load_music(file, rate_hz=self._rate_hz, usual_s=USUAL_S[key])
        except CastError as fault:
            self._faults.append(CastError(tr("sound: {key}: {reason}", key=key, reason=fault.message), hint=fault.hint))
            return None
        if music.left_out_s >= 1 and file.length_s is None and key != "bed":
            heard_s, left_out_s = round(music.audio.duration_seconds), round(music.left_out_s)
            self._warn(
                tr(
                    "sound: {key}: of {path} the first {heard_s} s are heard and {left_out_s} s are not; "
                    "`length:` says otherwise",
                    key=key,
                    path=file.path,
                    heard_s=heard_s,
                    left_out_s=left_out_s,
                )
            )
        return music.audio

    def complain(self) -> None:
        if len(self._faults) == 1:
            raise self._faults[0]
        if self._faults:
            listed = joined("; ", (fault.message for fault in self._faults))
            raise CastError(listed, hint=tr("correct the files under `sound:` in voices.yaml"))
