// The sentences in order of time, each with its words and its place in the text.

class Track {
  constructor(cues) {
    this.cues = cues;
    this.starts = Float64Array.from(cues, (cue) => cue.start);
  }

  // From the page's own text: nothing is fetched, so it works from a file, too.
  static of(article) {
    const cues = Array.from(article.querySelectorAll(".cue"), (element) => ({
      element,
      start: Number(element.dataset.start),
      end: Number(element.dataset.end),
      turn: element.closest(".turn"),
    }));
    return new Track(cues);
  }

  // The last cue that has begun; -1 before the first.
  at(seconds) {
    return lastBefore(this.starts, seconds);
  }
}

function lastBefore(starts, seconds) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function wordsOf(cue) {
  cue.words ??= Array.from(cue.element.children);
  cue.wordStarts ??= Float64Array.from(cue.words, (word) => Number(word.dataset.start));
  return cue;
}
