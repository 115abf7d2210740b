"""Who speaks in which voice."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from narrator.errors import CastError
from narrator.model import Cast, CastMember, Gender, Kind, Role, Sentence, Speaker, Utterance, Voice

_log = logging.getLogger(__name__)

PITCH_STEP_HZ = 18
"""Two voices that differ by no less are told apart."""
RATE_STEP_PERCENT = 6

LOCALE_LANGUAGES = {"yue": "zh-HK", "zh-HK": "zh-HK", "zh-TW": "zh-TW"}
"""Where an engine's voices are named by a locale that is more, or other, than the language."""
NAMED_BY_INITIAL = {"zh": "z", "cmn": "z", "en": "ab"}
"""Kokoro's voices: `zf_xiaoxiao` is a Mandarin woman, `am_michael` an American man."""


def assign(
    sentences: Sequence[Sentence], speakers: Sequence[Speaker], cast: Cast, engine: str
) -> tuple[Utterance, ...]:
    """Each sentence in its speaker's voice.

    Whoever is cast keeps their voice; the others get voices from the pool, in the order in which they first
    speak, and no two people in an episode sound alike: with more people than voices, pitch and pace make the
    difference. What nobody in the interview says is read by the narrator, the notice by the host.

    Raises:
        CastError: there is no voice for somebody; all of them are named.
    """
    language = sentences[0].language if sentences else "zh-CN"
    casting = _Casting(cast, engine, language)
    heard = {sentence.speaker for sentence in sentences if sentence.speaker is not None}
    present = [speaker for speaker in speakers if speaker.name in heard]
    # The cast come first, so that nobody else is given their voice.
    for speaker in sorted(present, key=lambda speaker: casting.member(speaker) is None):
        casting.give(speaker)
    narrated = any(sentence.kind is Kind.NARRATION for sentence in sentences)
    narrator = casting.narrator(alone=not present) if narrated else None
    casting.complain()
    host = next((speaker for speaker in present if speaker.role is Role.HOST), None)
    announcer = casting.voice_of(host) if host else narrator or (casting.voice_of(present[0]) if present else None)
    announcer = announcer or casting.narrator(alone=True)
    casting.complain()

    for name, given in casting.by_name.items():
        _log.info("%s speaks in %s %s", name, engine, given.name)

    def voice(sentence: Sentence) -> Voice:
        if sentence.kind is Kind.NOTICE:
            return announcer or _NOBODY
        if sentence.speaker is None:
            return narrator or _NOBODY
        return casting.by_name.get(sentence.speaker, _NOBODY)

    return tuple(Utterance(sentence=sentence, voice=voice(sentence)) for sentence in sentences)


def candidates(speaker: Speaker, cast: Cast, engine: str, language: str) -> tuple[Voice, ...]:
    """The voices of the pool that may speak for the person: of the gender that is known, and of the language."""
    member = next((cast.members[name] for name in (speaker.name, *speaker.aliases) if name in cast.members), None)
    gender = (member.gender if member else None) or speaker.gender
    pool = cast.pool.get(engine, {})
    return tuple(
        voice for one in ((gender,) if gender else _GENDERS) for voice in _for_language(pool.get(one, ()), language)
    )


_NOBODY = Voice(engine="", name="")
"""Stands where `complain` has already raised."""


class _Casting:
    """The voices given so far in one episode."""

    def __init__(self, cast: Cast, engine: str, language: str) -> None:
        self.by_name: dict[str, Voice] = {}
        self._cast = cast
        self._engine = engine
        self._pool = {gender: _for_language(cast.pool.get(engine, {}).get(gender, ()), language) for gender in _GENDERS}
        self._taken: set[tuple[str, int, int]] = set()
        self._genders: list[Gender] = []
        self._without: list[str] = []

    def member(self, speaker: Speaker) -> CastMember | None:
        names = (speaker.name, *speaker.aliases)
        return next((self._cast.members[name] for name in names if name in self._cast.members), None)

    def voice_of(self, speaker: Speaker) -> Voice | None:
        return self.by_name.get(speaker.name)

    def give(self, speaker: Speaker) -> None:
        member = self.member(speaker)
        gender = (member.gender if member else None) or speaker.gender
        voice = self._own(member, gender) or self._from_pool(gender)
        if voice is None:
            self._without.append(speaker.name)
        else:
            self.by_name[speaker.name] = voice

    def narrator(self, *, alone: bool) -> Voice | None:
        """Who reads what nobody says.

        Args:
            alone: nobody else speaks, so the first voice of the pool is free.
        """
        member = next((one for one in self._cast.members.values() if one.role is Role.NARRATOR), None)
        gender = member.gender if member else "female" if alone else None
        voice = self._own(member, gender) or self._from_pool(gender)
        if voice is None:
            self._without.append("the narration")
        return voice

    def complain(self) -> None:
        if self._without:
            raise CastError(
                f"no voice of the engine {self._engine} for {'、'.join(self._without)}",
                hint=f"add them under `cast:` in voices.yaml, or voices under `pool: {self._engine}:`",
            )

    def _own(self, member: CastMember | None, gender: Gender | None) -> Voice | None:
        own = member.voices.get(self._engine) if member else None
        return self._take(self._distinct(own), gender) if own else None

    def _from_pool(self, gender: Gender | None) -> Voice | None:
        contrast: Gender = min(_GENDERS, key=lambda one: (self._genders.count(one), not self._pool[one]))
        wanted: Gender = gender or contrast
        voices = self._pool[wanted] or self._pool[_OTHER[wanted]]
        if not voices:
            return None
        shared = [name for name, _, _ in self._taken]
        nearest = min(voices, key=lambda voice: (_sound(voice) in self._taken, shared.count(voice.name)))
        return self._take(self._distinct(nearest), wanted)

    def _distinct(self, voice: Voice) -> Voice:
        """The voice, or the nearest variation of it that nobody has."""
        return next(one for one in _variations(voice) if _sound(one) not in self._taken)

    def _take(self, voice: Voice, gender: Gender | None) -> Voice:
        self._taken.add(_sound(voice))
        if gender:
            self._genders.append(gender)
        return voice


_GENDERS: tuple[Gender, Gender] = ("female", "male")
_OTHER: dict[Gender, Gender] = {"female": "male", "male": "female"}


def _sound(voice: Voice) -> tuple[str, int, int]:
    """What makes two voices sound alike."""
    return voice.name, voice.rate_percent, voice.pitch_hz


def _variations(voice: Voice) -> Iterator[Voice]:
    """The voice, then higher and quicker, lower and slower, and so on."""
    yield voice
    for step in count(1):
        for sign in (1, -1):
            yield replace(
                voice,
                pitch_hz=voice.pitch_hz + sign * step * PITCH_STEP_HZ,
                rate_percent=voice.rate_percent + sign * step * RATE_STEP_PERCENT,
            )


def _for_language(voices: Sequence[Voice], language: str) -> tuple[Voice, ...]:
    """The voices of the language, where voices are named by locale (`zh-CN-XiaoxiaoNeural`); else all."""
    wanted = LOCALE_LANGUAGES.get(language, language.partition("-")[0])
    initials = NAMED_BY_INITIAL.get(language.partition("-")[0], "")
    native = tuple(voice for voice in voices if initials and re.match(rf"[{initials}][fm]_", voice.name))
    if native:
        return native
    for locale in (wanted, wanted.partition("-")[0]):
        fitting = tuple(voice for voice in voices if voice.name.lower().startswith(f"{locale.lower()}-"))
        if fitting:
            return fitting
    return tuple(voices)
