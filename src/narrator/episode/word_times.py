"""When the printed words are heard."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Mark, Reading, Span, Word


def printed_words(reading: Reading, marks: Sequence[Mark], start: int, end: int) -> tuple[Word, ...]:
    """The printed words and when they are heard; joined, they are `reading.written`.

    A printed word is what one or more spoken words read: 2024年 is one, though it is spoken as two.

    Args:
        marks: when spoken characters are heard, in samples, in order.
        start, end: of the sentence, in samples.
    """
    stretches = _written_stretches(reading)
    if not stretches:
        return (Word(text=reading.written, start=start, end=end),) if reading.written else ()
    times = _times([spoken for _, spoken in stretches], marks, start, end)
    cuts = [0, *(written.start for written, _ in stretches[1:]), len(reading.written)]
    return tuple(
        Word(text=reading.written[a:b], start=from_, end=to)
        for a, b, (from_, to) in zip(cuts, cuts[1:], times, strict=False)
    )


def _written_stretches(reading: Reading) -> list[tuple[Span, Span]]:
    """Written and spoken span of each printed word that is heard, in order, none overlapping."""
    written_of = _written_spans(reading)
    stretches: list[tuple[Span, Span]] = []
    for word in reading.words:
        spans = [span for span in written_of[word.start : word.end] if span.end > span.start]
        if not spans:
            continue
        written = Span(spans[0].start, spans[-1].end)
        if stretches and written.start < stretches[-1][0].end:
            last_written, last_spoken = stretches[-1]
            stretches[-1] = (
                Span(last_written.start, max(last_written.end, written.end)),
                Span(last_spoken.start, word.end),
            )
        else:
            stretches.append((written, word))
    return stretches


def _written_spans(reading: Reading) -> list[Span]:
    """For each spoken character, the written characters it reads."""
    spans: list[Span] = []
    for pair in reading.spans:
        same = pair.written.of(reading.written) == pair.spoken.of(reading.spoken)
        for offset in range(pair.spoken.end - pair.spoken.start):
            at = pair.written.start + offset
            spans.append(Span(at, at + 1) if same else pair.written)
    return spans


def _times(spoken: Sequence[Span], marks: Sequence[Mark], start: int, end: int) -> list[tuple[int, int]]:
    """When each spoken span is heard: by its marks, or between its neighbours where it has none."""
    known: list[tuple[int, int] | None] = []
    first = 0
    for span in spoken:
        while first < len(marks) and marks[first].spoken.end <= span.start:
            first += 1
        last = first
        while last < len(marks) and marks[last].spoken.start < span.end:
            last += 1
        heard = marks[first:last]
        known.append((_part(heard[0], span.start), _part(heard[-1], span.end)) if heard else None)
    times: list[tuple[int, int]] = []
    before = start
    for index, here in enumerate(known):
        if here is None:
            run = next((n for n, later in enumerate(known[index:]) if later), len(known) - index)
            after = known[index + run] if index + run < len(known) else None
            until = max(after[0] if after else end, before)
            step = (until - before) // run
            times.append((before, before + step))
        else:
            from_ = min(max(here[0], before), end)
            times.append((from_, min(max(here[1], from_), end)))
        before = times[-1][1]
    return times


def _part(mark: Mark, at: int) -> int:
    """When the spoken character offset `at` is reached within the mark, by its share of the characters."""
    width = mark.spoken.end - mark.spoken.start
    inside = min(max(at - mark.spoken.start, 0), width)
    return mark.start + (mark.end - mark.start) * inside // max(width, 1)
