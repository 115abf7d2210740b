"""A script verbalised: every paragraph in sentences, every sentence with its reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from narrator.model import Kind, Override, Paragraph, Reading, Script, Sentence, Span, Store
from narrator.spoken.kept_readings import readings_of
from narrator.spoken.lexicon import Task, checked
from narrator.spoken.sentences import cut

NOTICES = {
    "zh": "本节目由人工智能合成朗读。",
    "zh-tw": "本節目由人工智慧合成朗讀。",
    "zh-hk": "本節目由人工智能合成朗讀。",
    "yue": "本節目由人工智能合成朗讀。",
    "ja": "この番組は、人工知能による合成音声で朗読しています。",
    "en": "This programme is read aloud by an AI-generated voice.",
}
DEFAULT_NOTICES: Mapping[str, str] = NOTICES
"""By language, in lower case; what says that the speech is synthetic (GB 45438-2025, 5.1)."""


def load_mandarin() -> None:
    """Load what reading Mandarin takes, before it is wanted."""
    from narrator.spoken.reading import load_mandarin as load

    load()


def notice_words(language: str) -> str:
    """The words of the notice in a language; English where there are none."""
    tag = language.lower().replace("_", "-")
    if tag in ("zh-hant", "zh-hant-tw", "zh-mo", "zh-hant-hk"):
        tag = "zh-tw" if "hk" not in tag and "mo" not in tag else "zh-hk"
    return NOTICES.get(tag) or NOTICES.get(tag.split("-")[0]) or NOTICES["en"]


def verbalise_text(
    text: str,
    *,
    lexicon: Mapping[str, str] | None = None,
    language: str = "zh-CN",
    overrides: Sequence[Override] = (),
    store: Store | None = None,
) -> Reading:
    """How a text is read aloud: its spoken form, the map to what is printed, and the pinyin.

    Args:
        store: where readings are kept.

    Raises:
        CastError: the lexicon or an override gives a reading that cannot be.
    """
    lexicon = lexicon or {}
    checked(lexicon)
    return readings_of([Task(written=text, overrides=tuple(overrides))], lexicon, language, store)[0]


def notice(text: str, language: str, lexicon: Mapping[str, str], store: Store | None = None) -> Sentence:
    """The sentence that says that the speech is synthetic."""
    reading = verbalise_text(text, lexicon=lexicon, language=language, store=store)
    return Sentence(kind=Kind.NOTICE, speaker=None, reading=reading, at=-1, turn=-1, paragraph=-1, language=language)


def verbalise(script: Script, lexicon: Mapping[str, str], store: Store | None = None) -> tuple[Sentence, ...]:
    """All sentences of a script in order, each with its reading.

    Args:
        store: where readings are kept.

    Raises:
        CastError: the lexicon has mistakes.
    """
    checked(lexicon)
    places: list[tuple[int, int, int]] = []
    tasks: list[Task] = []
    count = -1
    for turn_number, turn in enumerate(script.turns):
        for paragraph in turn.paragraphs:
            if not (paragraph.continues and count >= 0):
                count += 1
            for span in _sentences(paragraph):
                tasks.append(Task(written=span.of(paragraph.text), overrides=_inside(paragraph.overrides, span)))
                places.append((turn_number, count, paragraph.at + span.start))
    readings = readings_of(tasks, lexicon, script.language, store)
    return tuple(
        Sentence(
            kind=Kind.NARRATION if script.turns[turn].speaker is None else Kind.SPEECH,
            speaker=script.turns[turn].speaker,
            reading=reading,
            at=at,
            turn=turn,
            paragraph=paragraph,
            language=script.language,
        )
        for (turn, paragraph, at), reading in zip(places, readings, strict=True)
    )


def _sentences(paragraph: Paragraph) -> list[Span]:
    """The sentences, joined where an override would be cut in two."""
    joined: list[Span] = []
    for span in cut(paragraph.text):
        if joined and any(
            each.span.start < joined[-1].end and each.span.end > span.start for each in paragraph.overrides
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _inside(overrides: Sequence[Override], span: Span) -> tuple[Override, ...]:
    return tuple(
        Override(span=Span(each.span.start - span.start, each.span.end - span.start), reading=each.reading)
        for each in overrides
        if span.start <= each.span.start and each.span.end <= span.end
    )
