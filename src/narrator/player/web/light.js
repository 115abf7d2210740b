// Shows where the voice is: seek bar, sentence, word, chapter.

const LEAD_S = 0.01; // what is drawn now is seen a frame later
const SPOKEN_EVERY_S = 30; // how often the seek bar's value changes by itself: screen readers say each change

class Light {
  constructor(player) {
    this.player = player;
    this.cue = -1;
    this.word = -1;
  }

  // Draws the moment: seek bar, sentence, word. Called at every frame while playing, so it touches only
  // what has changed.
  show(time, jump = false) {
    const { ui, duration, sound, text, track, follow } = this.player;
    const second = Math.floor(time);
    if (second !== this.second || jump) {
      this.second = second;
      ui.now.textContent = clock(time);
      if (jump || !(Math.abs(time - this.valued) < SPOKEN_EVERY_S)) this.value(time, jump);
      this.chapter(time);
    }
    this.advance(duration ? time / duration : 0);
    const begun = time > 0 || sound.wants;
    const index = begun ? track.at(time + LEAD_S) : -1;
    if (index !== this.cue) this.sentence(index, jump);
    else if (jump && text.place(index)) follow.to(text.place(index), jump);
    this.spot(time + LEAD_S);
  }

  // The seek bar as assistive technology reads it. The thumb that is seen is another element and moves all the time.
  value(time, moved = true) {
    const { ui: { seek }, duration, words } = this.player;
    if (!moved && seek.getRootNode().activeElement === seek) return;
    this.valued = time;
    seek.value = String(time);
    seek.setAttribute("aria-valuetext", fill(words.of, { time: clock(time), total: clock(duration) }));
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
    const { text, sound, follow } = this.player;
    this.word = -1;
    this.cue = index;
    text.light(index);
    text.spell(index, -1);
    const place = text.place(index);
    if (place && (jump || sound.wants)) follow.to(place, jump);
    this.player.dispatchEvent(new CustomEvent("cuechange", { bubbles: true, detail: { index } }));
  }

  spot(time) {
    const { text, track: { cues } } = this.player;
    const cue = cues[this.cue];
    if (!cue) return;
    const word = time < cue.end + LEAD_S ? lastBefore(text.wordStarts(this.cue), time) : -1;
    if (word === this.word) return;
    this.word = word;
    text.spell(this.cue, word);
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
