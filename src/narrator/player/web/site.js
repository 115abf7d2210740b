// The text as the site printed it: found, and lit without a change to the site's own elements.

const SKIPPED = "script, style, noscript, template, textarea, select, option, button, svg, iframe, rt, rp, narrator-player, " +
  "[contenteditable=true]";
const LINKS = "a[href], button, input, select, textarea, label, summary, video, audio, [role=button], [role=link], " +
  "[contenteditable=true], [onclick]";
const SETTLED_MS = 400; // a page that is changed by its own script is searched again after this much quiet
const FOREIGN = 0.25; // with fewer of its letters found, the text is another

class SiteText {
  constructor(target, episode, player) {
    const colours = coloursOf(episode);
    Object.assign(this, { target, player, found: [] });
    this.cues = episode.cues.map((cue) => ({
      start: cue.start_s, end: cue.end_s, text: cue.text, name: cue.kind === "speech" ? cue.speaker : null,
      colour: colours.get(cue.speaker) ?? "s0", spoken: cue.words ?? [], added: cue.kind === "notice" || cue.kind === "music",
    }));
    this.letters = this.cues.map((cue) => (cue.added ? "" : lettersOf(cue.text).letters));
    this.lamp = target ? lampFor(player) : null;
  }

  // Searches the page, listens to clicks in it, and searches again when it changes.
  attach() {
    this.follows = true;
    if (!this.target) {
      console.warn(`narrator-player: nothing on this page is ${this.player.getAttribute("for")}`);
      this.tell();
      return;
    }
    this.lamp = this.lamp ?? lampFor(this.player);
    this.search();
    this.quiet = new AbortController();
    const { signal } = this.quiet;
    if (this.player.getAttribute("click") !== "off") {
      this.target.addEventListener("click", (event) => this.clicked(event), { signal });
      this.target.addEventListener("pointerdown", () => {
        this.marked = !getSelection().isCollapsed; // the click that takes a selection away plays nothing
      }, { signal });
    }
    this.watcher = new MutationObserver(() => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.search(), SETTLED_MS);
    });
    this.watcher.observe(this.target, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["class", "style", "hidden", "open"],
    });
  }

  detach() {
    this.quiet?.abort();
    this.watcher?.disconnect();
    clearTimeout(this.settling);
  }

  end() {
    this.detach();
    this.lamp?.end();
  }

  // Pages that are made by scripts bring the article late, or make it anew.
  retarget() {
    if (!this.follows || this.target?.isConnected) return;
    const target = targetOf(this.player);
    if (!target || target === this.target) return;
    this.detach();
    this.target = target;
    this.attach();
  }

  search() {
    const before = this.nodes;
    this.read();
    if (before && before.length === this.nodes.length && this.page === this.searched
      && before.every((node, index) => node === this.nodes[index])) return;
    this.searched = this.page;
    const together = (one, other) => this.nodeAt(one) === this.nodeAt(other);
    this.found = align(this.page, this.letters, together);
    const all = this.letters.reduce((sum, { length }) => sum + length, 0);
    const seen = this.letters.reduce((sum, { length }, index) => sum + (Array.isArray(this.found[index]) ? length : 0), 0);
    this.foreign = seen < all * FOREIGN;
    if (this.foreign) this.found = this.found.map((each) => (each === "none" ? each : "missing"));
    this.stretches = this.found.flatMap((pieces, index) => (
      Array.isArray(pieces) ? pieces.map(([, from, length]) => ({ from, to: from + length, index })) : []
    )).sort((one, other) => one.from - other.from);
    this.stretchStarts = this.stretches.map(({ from }) => from);
    this.tell();
    this.light(this.lit ?? -1);
  }

  tell() {
    const count = (wanted) => this.found.filter((each) => (wanted ? each === wanted : Array.isArray(each))).length;
    this.player.dispatchEvent(new CustomEvent("textmatch", {
      bubbles: true,
      detail: {
        target: this.target, matched: count(null), edited: count("edited"), missing: count("missing"),
        cues: this.found.map((each) => (Array.isArray(each) ? "matched" : each)),
      },
    }));
  }

  // The target's letters, and for each its text node and its place in it.
  read() {
    this.nodes = [];
    this.starts = [];
    this.places = [];
    let page = "";
    const walker = document.createTreeWalker(this.target, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(SKIPPED) || !rendered(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { letters, places } = lettersOf(node.data);
      if (!letters) continue;
      this.nodes.push(node);
      this.starts.push(page.length);
      for (const place of places) this.places.push(place);
      page += letters;
    }
    this.page = page;
  }

  nodeAt(letter) {
    return lastBefore(this.starts, letter);
  }

  // ------------------------------------------------------------------------------------------- the lights

  wordStarts(index) {
    const cue = this.cues[index];
    cue.wordStarts = cue.wordStarts ?? Float64Array.from(cue.spoken, (word) => word.start_s);
    return cue.wordStarts;
  }

  light(index) {
    this.lit = index;
    this.retarget();
    const state = this.found[index];
    this.lamp?.sentence(Array.isArray(state) ? this.rangesOf(index) : []);
    const { words } = this.player;
    const lost = this.foreign ? words.foreign : { edited: words.edited, missing: words.missing }[state];
    const news = this.cues[index] && this.target ? lost ?? null : null;
    if (news && news !== this.said && this.player.sound?.wants) this.player.say(news);
    this.said = news;
  }

  spell(index, word) {
    const cue = this.cues[index];
    if (!this.lamp || !Array.isArray(this.found[index]) || word < 0) {
      this.lamp?.word([]);
      return;
    }
    if (!cue.edges) {
      let sum = 0;
      cue.edges = [0, ...cue.spoken.map(({ text }) => (sum += lettersOf(text).letters.length))];
    }
    const whole = sumIs(cue.edges, this.letters[index].length);
    this.lamp.word(whole ? this.rangesOf(index, cue.edges[word], cue.edges[word + 1]) : []);
  }

  place(index) {
    if (!Array.isArray(this.found[index])) return null;
    const ranges = this.rangesOf(index);
    const boxes = () => ranges.flatMap((range) => Array.from(range.getClientRects()));
    if (!boxes().length) return null; // folded away
    return {
      getBoundingClientRect() {
        const all = boxes();
        return { top: Math.min(...all.map(({ top }) => top)), bottom: Math.max(...all.map(({ bottom }) => bottom)) };
      },
    };
  }

  // The sentence's letters [from, to) on the page, a range for each text node; the whole sentence with its marks.
  rangesOf(index, from = 0, to = this.letters[index].length) {
    const ranges = [];
    for (const [own, page, length] of this.found[index]) {
      let letter = page + Math.max(from - own, 0);
      const end = page + Math.min(to - own, length);
      while (letter < end) {
        const node = this.nodeAt(letter);
        const stop = Math.min(end, this.starts[node + 1] ?? this.page.length);
        ranges.push(this.range(node, letter, stop, to - from === this.letters[index].length));
        letter = stop;
      }
    }
    return ranges.filter(Boolean);
  }

  range(index, letter, stop, marks) {
    const node = this.nodes[index];
    let start = this.places[letter];
    let end = this.places[stop - 1] + 1;
    if (end > node.length) return null; // changed a moment ago: it is searched again soon
    if (/[\ud800-\udbff]/.test(node.data[end - 1] ?? "")) end += 1;
    while (end < node.length && /\p{M}/u.test(node.data[end])) end += 1;
    if (marks) {
      while (start > 0 && /[\p{Ps}\p{Pi}]/u.test(node.data[start - 1])) start -= 1;
      while (end < node.length && /[.,!?;:\p{Pe}\p{Pf}。，！？；：…]/u.test(node.data[end])) end += 1;
    }
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, Math.min(end, node.length));
    return range;
  }

  // --------------------------------------------------------------------------------------------- clicks

  clicked(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest(LINKS) || this.marked || !getSelection().isCollapsed) return;
    const index = this.cueUnder(event);
    if (index !== null) this.player.from(this.cues[index].start);
  }

  // On a line of the sentence; behind its last word, too, as far as the paragraph goes.
  cueUnder({ clientX: x, clientY: y, target }) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = this.nodes.indexOf(caret?.offsetNode ?? range?.startContainer);
    if (node < 0 || !target.contains(this.nodes[node])) return null;
    const paragraph = target !== this.target || this.nodes[node].parentNode === target;
    const last = (this.starts[node + 1] ?? this.page.length) - 1;
    let letter = this.starts[node];
    while (letter < last && this.places[letter + 1] <= (caret?.offset ?? range.startOffset)) letter += 1;
    for (const near of [letter, letter - 1]) {
      const stretch = this.stretches[lastBefore(this.stretchStarts, near)];
      if (!stretch || near >= stretch.to) continue;
      const boxes = this.rangesOf(stretch.index).flatMap((each) => Array.from(each.getClientRects()));
      const beside = (box) => paragraph || (x >= box.left - 4 && x <= box.right + 4);
      const hit = boxes.some((box) => y >= box.top - 6 && y <= box.bottom + 6 && beside(box));
      if (hit) return stretch.index;
    }
    return null;
  }

  // The sentences that are on the page no more as they were read.
  changed() {
    return this.cues.filter((_, index) => this.found[index] === "edited" || this.found[index] === "missing");
  }
}

function sumIs(edges, length) {
  return edges[edges.length - 1] === length;
}

function rendered(element) {
  return getComputedStyle(element).display !== "none";
}

// What `for` names (a selector or an id), else the page's article.
function targetOf(player) {
  const asked = player.getAttribute("for");
  const page = player.ownerDocument;
  if (!asked) return player.closest("article, main") ?? page.querySelector("[itemprop=articleBody], article, main") ?? page.body;
  let found = null;
  try {
    found = page.querySelector(asked);
  } catch {
    // No selector: an id that a selector would have to escape.
  }
  found = found ?? page.getElementById(asked.replace(/^#/, ""));
  return found;
}

function scrollerOf(target) {
  for (let box = target; box && box !== document.body && box !== document.documentElement; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight) return box;
  }
  return null;
}
