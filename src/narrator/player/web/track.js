// The sentences in order of time.

class Track {
  constructor(cues) {
    this.cues = cues;
    this.starts = Float64Array.from(cues, (cue) => cue.start);
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

// The text in the player itself: nothing is fetched, so it works from a file, too.
class OwnText {
  constructor(article) {
    this.cues = Array.from(article.querySelectorAll(".cue"), (element) => {
      const turn = element.closest(".turn");
      return {
        element,
        start: Number(element.dataset.start),
        end: Number(element.dataset.end),
        colour: colourIn(turn.className),
        get name() {
          return turn.querySelector(".name")?.textContent;
        },
      };
    });
    this.lit = null;
    this.on = null;
  }

  // Where the sentence can be seen; null when it cannot.
  place(index) {
    return this.cues[index]?.element ?? null;
  }

  wordStarts(index) {
    const cue = this.cues[index];
    cue.words = cue.words ?? Array.from(cue.element.children);
    cue.wordStarts = cue.wordStarts ?? Float64Array.from(cue.words, (word) => Number(word.dataset.start));
    return cue.wordStarts;
  }

  light(index) {
    this.lit?.removeAttribute("aria-current");
    this.lit = this.place(index);
    this.lit?.setAttribute("aria-current", "true");
  }

  spell(index, word) {
    this.on?.classList.remove("on");
    this.on = this.cues[index]?.words?.[word] ?? null;
    this.on?.classList.add("on");
  }

  end() {}
}

function colourIn(className) {
  return /\bs\d\b/.exec(className)?.[0] ?? "s0";
}
