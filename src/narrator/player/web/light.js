// Shows where the voice is: seek bar, sentence, word, chapter.

const LEAD_S = 0.01; // what is drawn now is seen a frame later

class Light {
  constructor(player) {
    this.player = player;
    this.cue = -1;
    this.word = null;
  }

  // Draws the moment: seek bar, sentence, word. Called at every frame while playing, so it touches only
  // what has changed.
  show(time, jump = false) {
    const { ui, duration, words, audio, track, follow } = this.player;
    const second = Math.floor(time);
    if (second !== this.second || jump) {
      this.second = second;
      ui.now.textContent = clock(time);
      ui.seek.value = String(time);
      ui.seek.setAttribute("aria-valuetext", fill(words.of, { time: clock(time), total: clock(duration) }));
      this.chapter(time);
    }
    this.advance(duration ? time / duration : 0);
    const begun = time > 0 || !audio.paused;
    const index = begun ? track.at(time + LEAD_S) : -1;
    if (index !== this.cue) this.sentence(index, jump);
    else if (jump && index >= 0) follow.to(track.cues[index].element, jump);
    this.spot(time + LEAD_S);
  }

  // In steps of a thousandth of the bar: in a long episode most frames change nothing.
  advance(share) {
    const step = Math.round(share * 1000) / 10;
    if (step === this.step) return;
    this.step = step;
    this.player.ui.thumb.style.left = `${step}%`;
    this.player.ui.played.style.clipPath = `inset(0 ${(100 - step).toFixed(1)}% 0 0)`;
  }

  sentence(index, jump) {
    const { track: { cues }, audio, follow } = this.player;
    cues[this.cue]?.element.removeAttribute("aria-current");
    this.spell(null);
    this.cue = index;
    const cue = cues[index];
    cue?.element.setAttribute("aria-current", "true");
    if (cue && (jump || !audio.paused)) follow.to(cue.element, jump);
    this.player.dispatchEvent(new CustomEvent("cuechange", { bubbles: true, detail: { index } }));
  }

  spot(time) {
    const cue = this.player.track.cues[this.cue];
    if (!cue) return;
    const { words, wordStarts } = wordsOf(cue);
    this.spell(time < cue.end + LEAD_S ? words[lastBefore(wordStarts, time)] ?? null : null);
  }

  spell(word) {
    if (word === this.word) return;
    this.word?.classList.remove("on");
    word?.classList.add("on");
    this.word = word;
  }

  chapter(time) {
    const index = lastBefore(this.player.marks, time + LEAD_S);
    if (index === this.mark) return;
    this.mark = index;
    for (const list of this.player.root.querySelectorAll("ol")) {
      list.querySelectorAll("a[data-start]").forEach((link, place) => {
        if (place === index) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
  }
}
