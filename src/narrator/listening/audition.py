"""Hearing the candidates: which sentences each voice says, and the page on which they are heard."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from narrator.listening.distance import Alike
from narrator.listening.units import units
from narrator.model import Kind, Sentence, Voice

SENTENCES = 2
"""Of each person: one may be odd, three make nobody choose better."""
SHORTEST, LONGEST = 8, 40
"""Units (syllables or words) in which a voice shows itself and nobody is bored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A voice that may speak for somebody."""

    speaker: str
    voice: Voice
    description: str = ""
    """What the engine says of the voice."""
    is_cast: bool = False
    """The voice that the person has now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence in a candidate's voice, and when it is heard in the audition's MP3."""

    candidate: Candidate
    text: str
    """As printed."""
    start_s: float
    end_s: float


def typical(sentences: Sequence[Sentence], *, count: int = SENTENCES) -> dict[str, tuple[int, ...]]:
    """By speaker, which sentences show how the person speaks: of middling length, in the page's order.

    People who say nothing but short sentences are heard with the longest of these.
    """
    lengths: dict[str, dict[int, int]] = {}
    for at, sentence in enumerate(sentences):
        if sentence.speaker is not None and sentence.kind is Kind.SPEECH and sentence.reading.words:
            lengths.setdefault(sentence.speaker, {})[at] = len(units(sentence.reading))
    return {speaker: _middling(own, count) for speaker, own in lengths.items()}


def _middling(lengths: Mapping[int, int], count: int) -> tuple[int, ...]:
    fitting = {at: length for at, length in lengths.items() if SHORTEST <= length <= LONGEST}
    if len(fitting) < count:
        return tuple(sorted(sorted(lengths, key=lambda at: (abs(lengths[at] - LONGEST / 2), at))[:count]))
    usual = median(fitting.values())
    return tuple(sorted(sorted(fitting, key=lambda at: (abs(fitting[at] - usual), at))[:count]))


def audition_page(title: str, lines: Sequence[Line], audio: str, *, language: str, alike: Sequence[Alike] = ()) -> str:
    """An HTML page without scripts on which each line can be heard by itself.

    Args:
        lines: in the order they are heard.
        audio: file name of the MP3 beside the page, in ASCII.
        alike: voices that are hard to tell apart.
    """
    words = _WORDS["zh" if language.lower().startswith(("zh", "cmn", "yue")) else "en"]
    speakers = dict.fromkeys(line.candidate.speaker for line in lines)
    body = [
        f"<h1>{_escaped(title)}</h1>",
        f"<p>{words['all']}</p>",
        _player(audio),
        *(f'<p class="alike">{_escaped(str(pair))}</p>' for pair in alike),
    ]
    for speaker in speakers:
        body.append(f"<h2>{_escaped(speaker)}</h2>")
        own = [line for line in lines if line.candidate.speaker == speaker]
        for candidate in dict.fromkeys(line.candidate for line in own):
            body.extend(_said_by(candidate, [line for line in own if line.candidate == candidate], audio, words))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_escaped(language)}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{_escaped(title)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            *body,
            "</main></body></html>",
            "",
        )
    )


def _said_by(candidate: Candidate, lines: Sequence[Line], audio: str, words: Mapping[str, str]) -> list[str]:
    now = f" <em>{words['cast']}</em>" if candidate.is_cast else ""
    about = f" — {_escaped(candidate.description)}" if candidate.description else ""
    how = _manner(candidate.voice)
    found = [f"<h3><code>{_escaped(candidate.voice.name)}</code>{how}{about}{now}</h3>"]
    for line in lines:
        found.append(f"<p>{_escaped(line.text)}</p>")
        found.append(
            _player(f"{audio}#t={line.start_s:.2f},{line.end_s:.2f}", label=f"{candidate.voice.name}: {line.text}")
        )
    return found


def _manner(voice: Voice) -> str:
    parts = [
        *([f"{voice.rate_percent:+d} %"] if voice.rate_percent else []),
        *([f"{voice.pitch_hz:+d} Hz"] if voice.pitch_hz else []),
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _player(source: str, *, label: str = "") -> str:
    """A part of a file is asked for by its times (W3C Media Fragments URI 1.0, 4.2.1)."""
    named = f' aria-label="{_escaped(label)}"' if label else ""
    return f'<audio controls preload="none" src="{_escaped(source)}"{named}></audio>'


def _escaped(text: str) -> str:
    visible = "".join(char if char.isprintable() or char == " " else "\ufffd" for char in text)
    return html.escape(visible, quote=True)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {"all": "全部试听，或在下面逐句试听。", "cast": "（当前选用）"},
    "en": {"all": "All of them, or one by one below.", "cast": "(cast now)"},
}
_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;color-scheme:light dark}"
    "audio{width:100%;height:2.4rem}h3{font-weight:600;margin:1.5rem 0 .3rem}p{margin:.3rem 0}"
    ".alike{border-left:.3rem solid #c60;padding-left:.7rem}"
)
