"""Who speaks in which voice."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Literal

from narrator.casting.likeness import nearest
from narrator.casting.same_person import kept_of, own_names
from narrator.errors import CastError
from narrator.messages import tr
from narrator.model import Cast, CastMember, Gender, Kind, Role, Sentence, Speaker, Utterance, Voice
from narrator.standards.person_names import folded

_log = logging.getLogger(__name__)

PITCH_STEP_HZ = 18
"""Two voices that differ by no less are told apart."""
RATE_STEP_PERCENT = 6

LOCALES = {"yue": ("zh-HK",), "zh-HK": ("zh-HK",), "zh-TW": ("zh-TW", "zh-CN"), "zh": ("zh-CN", "zh-TW")}
"""By language, the locales of voices that speak it, the best first; voices of zh-HK read Mandarin text in Cantonese."""
NAMED_BY_INITIAL = {"zh": "z", "cmn": "z", "en": "ab"}
"""Kokoro's voices: `zf_xiaoxiao` is a Mandarin woman, `am_michael` an American man."""


NARRATION = "narrator"
"""Under this name the voice is kept that reads what nobody in the interview says."""
MOST_STEPS = 2
"""From a voice's own pitch and pace, so that nobody else of the output folder has it; more would not be human."""

WhyNot = Literal["gone", "gender", "taken"]
"""The voice is not offered any more, is of the other gender, or is somebody else's in this episode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The voice that somebody has in an episode."""

    speaker: Speaker
    voice: Voice
    source: Literal["cast", "kept", "pool"]
    """Of voices.yaml; of an earlier episode; chosen for this one."""
    before: Voice | None = None
    """What the person had in earlier episodes, where it is another voice now."""
    why_not: WhyNot | None = None
    """Why the person could not keep that."""
    shared_with: tuple[str, ...] = ()
    """People of other episodes who have the same voice, because there are too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Each sentence in a voice, and whose voice that is."""

    utterances: tuple[Utterance, ...]
    given: tuple[Given, ...]
    """By person, in order of their first words; the narration last."""


def assign(
    sentences: Sequence[Sentence], speakers: Sequence[Speaker], cast: Cast, engine: str
) -> tuple[Utterance, ...]:
    """Each sentence in its speaker's voice, as `assignment` says."""
    return assignment(sentences, speakers, cast, engine).utterances


def assignment(sentences: Sequence[Sentence], speakers: Sequence[Speaker], cast: Cast, engine: str) -> Assignment:
    """Each sentence in its speaker's voice, and what was given to whom.

    Whoever is cast, or was given a voice in the output folder before, keeps it, and nobody else gets it while there
    are others. The rest get voices of the pool in the order in which they first speak: of their gender, and as unlike
    those already in the episode as there are. No two people in an episode sound alike: with more people than voices,
    pitch and pace make the difference. What nobody in the interview says is read by the narrator, the notice by the
    host.

    Raises:
        CastError: there is no voice for somebody; all of them are named.
    """
    language = sentences[0].language if sentences else "zh-CN"
    casting = _Casting(cast, engine, language)
    heard = {sentence.speaker for sentence in sentences if sentence.speaker is not None}
    present = [speaker for speaker in speakers if speaker.name in heard]
    # The cast come first, then who was heard before, so that nobody else is given their voice.
    for speaker in sorted(present, key=casting.rank):
        casting.give(speaker)
    narrated = any(sentence.kind is Kind.NARRATION for sentence in sentences)
    narrator = casting.narrator(alone=not present) if narrated else None
    casting.complain()
    host = next((speaker for speaker in present if speaker.role is Role.HOST), None)
    announcer = casting.voice_of(host) if host else narrator or (casting.voice_of(present[0]) if present else None)
    announcer = announcer or casting.narrator(alone=True)
    casting.complain()

    for each in casting.given.values():
        _log.info("%s speaks in %s %s", each.speaker.name, engine, each.voice.name)

    def voice(sentence: Sentence) -> Voice:
        if sentence.kind is Kind.NOTICE:
            return announcer or _NOBODY
        if sentence.speaker is None:
            return narrator or _NOBODY
        return casting.given[sentence.speaker].voice

    order = [*(speaker.name for speaker in present), NARRATION]
    return Assignment(
        utterances=tuple(Utterance(sentence=sentence, voice=voice(sentence)) for sentence in sentences),
        given=tuple(casting.given[name] for name in dict.fromkeys(order) if name in casting.given),
    )


def candidates(speaker: Speaker, cast: Cast, engine: str, language: str) -> tuple[Voice, ...]:
    """The voices of the pool that may speak for the person: of the gender that is known, and of the language."""
    member = member_of(speaker, cast.members)
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
        self.given: dict[str, Given] = {}
        self._cast = cast
        self._engine = engine
        self._language = language
        self._kept = [each for each in cast.kept if each.voice.engine == engine]
        self._whole_pool = {voice.name for voices in cast.pool.get(engine, {}).values() for voice in voices}
        self._pool = {gender: _for_language(cast.pool.get(engine, {}).get(gender, ()), language) for gender in _GENDERS}
        self._taken: set[tuple[str, int, int]] = set()
        self._genders: list[Gender] = []
        self._without: list[str] = []

    def rank(self, speaker: Speaker) -> int:
        """0 for the cast, 1 for people who were heard before, 2 for others."""
        member = member_of(speaker, self._cast.members)
        if member is not None and self._engine in member.voices:
            return 0
        return 1 if kept_of(speaker, self._kept) else 2

    def voice_of(self, speaker: Speaker) -> Voice | None:
        return self.given[speaker.name].voice if speaker.name in self.given else None

    def give(self, speaker: Speaker) -> None:
        member = member_of(speaker, self._cast.members)
        told = (each.gender for each in kept_of(speaker, self._cast.kept))
        gender = (member.gender if member else None) or speaker.gender or next(filter(None, told), None)
        self._give(replace(speaker, gender=gender), member)

    def narrator(self, *, alone: bool) -> Voice | None:
        """Who reads what nobody says.

        Args:
            alone: nobody else speaks, so the first voice of the pool is free.
        """
        member = next((one for one in self._cast.members.values() if one.role is Role.NARRATOR), None)
        gender = member.gender if member else "female" if alone else None
        self._give(Speaker(name=NARRATION, role=Role.NARRATOR, gender=gender), member, told_as="the narration")
        return self.given[NARRATION].voice if NARRATION in self.given else None

    def complain(self) -> None:
        if self._without:
            raise CastError(
                tr(
                    "no voice of the engine {engine} for {without}",
                    engine=self._engine,
                    without="、".join(self._without),
                ),
                hint=tr(
                    "add them under `cast:` in voices.yaml, or voices under `pool: {engine}:`", engine=self._engine
                ),
            )

    def _give(self, speaker: Speaker, member: CastMember | None, told_as: str = "") -> None:
        own, gender = member.voices.get(self._engine) if member else None, speaker.gender
        if own is not None:
            voice = self._take(self._distinct(own), gender)
            self.given[speaker.name] = Given(speaker=speaker, voice=voice, source="cast")
            return
        before, why_not = self._before(speaker)
        if before is not None and why_not is None:
            voice = self._take(before, gender or self._sex(before))
            self.given[speaker.name] = Given(speaker=speaker, voice=voice, source="kept")
            return
        found = self._from_pool(speaker)
        if found is None:
            self._without.append(told_as or speaker.name)
            return
        voice, shared_with = found
        self.given[speaker.name] = Given(
            speaker=speaker, voice=voice, source="pool", before=before, why_not=why_not, shared_with=shared_with
        )

    def _before(self, speaker: Speaker) -> tuple[Voice | None, WhyNot | None]:
        """The voice that the person had in the output folder, and why it cannot be theirs now."""
        gender, language = speaker.gender, {voice.name for voices in self._pool.values() for voice in voices}
        known = [each.voice for each in kept_of(speaker, self._kept)]
        # A voice for another language is kept for pages in that one.
        mine = [voice for voice in known if voice.name in language or voice.name not in self._whole_pool]
        if not mine:
            return None, None
        offered = [voice for voice in mine if voice.name in language]
        if not offered:
            return mine[0], "gone"
        fitting = {voice.name for voice in self._pool[gender]} if gender and self._pool[gender] else language
        own = [voice for voice in offered if voice.name in fitting]
        if not own:
            return offered[0], "gender"
        free = [voice for voice in own if _sound(voice) not in self._taken]
        return (free[0], None) if free else (own[0], "taken")

    def _from_pool(self, speaker: Speaker) -> tuple[Voice, tuple[str, ...]] | None:
        contrast: Gender = min(_GENDERS, key=lambda one: (self._genders.count(one), not self._pool[one]))
        wanted: Gender = speaker.gender or contrast
        voices = self._pool[wanted] or self._pool[_OTHER[wanted]]
        if not voices:
            return None
        own, mine = own_names(speaker), kept_of(speaker, self._kept)
        owned = [each for each in self._kept if each not in mine]
        cast = {
            voice.name
            for member in self._cast.members.values()
            if (voice := member.voices.get(self._engine)) is not None and folded(member.name) not in own
        }
        here = [name for name, _, _ in self._taken]

        def by_fitness(voice: Voice) -> tuple[int, int, int, float, bool]:
            accent = _locale_rank(voice, self._language)
            elsewhere = len({each.name for each in owned if each.voice.name == voice.name})
            alike = nearest(self._engine, voice.name, here)
            return here.count(voice.name), accent, elsewhere, alike, voice.name in cast

        chosen = min(voices, key=by_fitness)
        others = self._taken | {_sound(each.voice) for each in owned}
        human = islice(_variations(chosen), 1 + 2 * MOST_STEPS)
        voice = next((one for one in human if _sound(one) not in others), None) or self._distinct(chosen)
        shared_with = dict.fromkeys(each.name for each in owned if each.voice.name == voice.name)
        return self._take(voice, wanted), tuple(shared_with)

    def _sex(self, voice: Voice) -> Gender | None:
        return next((one for one in _GENDERS if voice.name in {each.name for each in self._pool[one]}), None)

    def _distinct(self, voice: Voice) -> Voice:
        """The voice, or the nearest variation of it that nobody has."""
        return next(one for one in _variations(voice) if _sound(one) not in self._taken)

    def _take(self, voice: Voice, gender: Gender | None) -> Voice:
        self._taken.add(_sound(voice))
        if gender:
            self._genders.append(gender)
        return voice


def member_of(speaker: Speaker, members: Mapping[str, CastMember]) -> CastMember | None:
    """The person in the cast: under a name that the page prints, however it is written."""
    exact = next((members[name] for name in (speaker.name, *speaker.aliases) if name in members), None)
    if exact is not None or not members:
        return exact
    names = own_names(speaker)
    return next((member for name, member in members.items() if folded(name) in names), None)


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
    initials = NAMED_BY_INITIAL.get(language.partition("-")[0], "")
    native = tuple(voice for voice in voices if initials and re.match(rf"[{initials}][fm]_", voice.name))
    if native:
        return native
    ranks = {voice: _locale_rank(voice, language) for voice in voices}
    fitting = [voice for voice in voices if ranks[voice] < len(_locales(language))]
    return tuple(sorted(fitting, key=lambda voice: ranks[voice])) or tuple(voices)


def _locale_rank(voice: Voice, language: str) -> int:
    """0 for a voice of the page's own locale, more for others that speak its language; the highest for any other."""
    name, locales = voice.name.lower(), _locales(language)
    return next((rank for rank, locale in enumerate(locales) if name.startswith(f"{locale.lower()}-")), len(locales))


def _locales(language: str) -> tuple[str, ...]:
    primary = language.partition("-")[0]
    return LOCALES.get(language) or LOCALES.get(primary) or (language, primary)
