"""What is read differently from print."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.model import Reading, Span


def changes(reading: Reading) -> Iterator[tuple[Span, str]]:
    """Stretches of the print that are read differently, with how; punctuation is not worth a word.

    Neighbours are one stretch: 2024 is read 二零二四, not digit by digit.
    """
    open_from: int | None = None
    spoken, end = "", 0
    for pair in reading.spans:
        here, said = pair.written.of(reading.written), pair.spoken.of(reading.spoken)
        differs = here != said and any(character.isalnum() for character in here + said)
        if open_from is not None and not differs:
            yield Span(open_from, end), spoken
            open_from = None
        elif differs:
            spoken = said if open_from is None else spoken + said
            open_from = pair.written.start if open_from is None else open_from
        end = pair.written.end
    if open_from is not None:
        yield Span(open_from, end), spoken
