// Light on the site's own text: the browser's highlights (no element is touched), or, in browsers without, panes of
// colour behind glass that belong to the player.

const COLOURS = { sentence: "rgb(38 166 154 / .2)", word: "rgb(38 166 154 / .38)" };

function lampFor(player) {
  try {
    if (CSS.highlights && new Highlight()) return new Highlights();
  } catch {
    // No highlights here, or no style sheets that are made by scripts.
  }
  return new Panes(player);
}

class Highlights {
  constructor() {
    this.sheet = new CSSStyleSheet();
    const rules = Object.entries(COLOURS).map(([name, colour]) => `::highlight(narrator-${name}){background-color:${colour}}`);
    this.sheet.replaceSync(`@layer narrator{${rules.join("")}}`); // any rule of the site's own goes before
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  put(name, ranges) {
    if (!ranges.length) {
      CSS.highlights.delete(name);
      return;
    }
    const light = new Highlight(...ranges);
    light.priority = name === "narrator-word" ? 1 : 0;
    CSS.highlights.set(name, light);
    this.last = { ...this.last, [name]: light };
  }

  sentence(ranges) {
    this.put("narrator-sentence", ranges);
  }

  word(ranges) {
    this.put("narrator-word", ranges);
  }

  end() {
    for (const [name, light] of Object.entries(this.last ?? {})) {
      if (CSS.highlights.get(name) === light) CSS.highlights.delete(name);
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

class Panes {
  constructor(player) {
    Object.assign(this, { player, ranges: { sentence: [], word: [] }, drawn: "" });
    this.draw = this.draw.bind(this);
  }

  sentence(ranges) {
    this.ranges.sentence = ranges;
    this.begin();
  }

  word(ranges) {
    this.ranges.word = ranges;
    this.begin();
  }

  begin() {
    if (this.frame || !this.ranges.sentence.length + this.ranges.word.length) return;
    this.frame = requestAnimationFrame(this.draw);
  }

  // At every frame while something is lit: the page may scroll, or move for any reason of its own.
  draw() {
    this.glass = this.glass?.isConnected ? this.glass : this.player.shadowRoot.appendChild(make("div", { "aria-hidden": "true" }));
    this.glass.style.cssText = "position:fixed;inset:0;top:0;left:0;width:0;height:0;pointer-events:none;z-index:1";
    const boxes = Object.entries(this.ranges).flatMap(([name, ranges]) => ranges.flatMap((range) => (
      Array.from(range.getClientRects(), ({ left, top, width, height }) => ({ name, left, top, width, height }))
    )));
    const drawn = JSON.stringify(boxes);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      swap(this.glass, ...boxes.map(({ name, left, top, width, height }) => {
        const pane = make("div", { class: `pane ${name}` });
        Object.assign(pane.style, {
          position: "fixed", left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
          background: COLOURS[name].replace(/rgb\((\d+) (\d+) (\d+) \/ (.*)\)/, "rgba($1,$2,$3,$4)"),
        });
        return pane;
      }));
    }
    this.frame = boxes.length ? requestAnimationFrame(this.draw) : 0;
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.glass?.remove();
  }
}
