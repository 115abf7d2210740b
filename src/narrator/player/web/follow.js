// Keeps the sentence that is heard in sight, and gives way to a reader who scrolls.

const HAND_MS = 600; // scrolling this soon after a touch, wheel or key is the reader's; any other is ours

class Follow {
  constructor({ scroller, dock, quiet, onStray }) {
    this.scroller = scroller; // null: the window
    this.dock = dock;
    this.quiet = quiet;
    this.onStray = onStray;
    this.wanted = true;
    this.straying = false;
    this.handUntil = 0;
    const surface = scroller ?? window;
    const hand = () => {
      this.handUntil = performance.now() + HAND_MS;
    };
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      surface.addEventListener(type, hand, { passive: true, capture: true, signal: quiet });
    }
    surface.addEventListener("scroll", () => this.scrolled(), { passive: true, signal: quiet });
  }

  // The part of the window in which a sentence can be read.
  view() {
    if (this.scroller) {
      const { top, bottom } = this.scroller.getBoundingClientRect();
      return { top, bottom };
    }
    const dock = this.dock.getBoundingClientRect();
    const below = dock.top > window.innerHeight / 2; // a bar may be in the text's own place, above it
    return { top: 0, bottom: Math.min(window.innerHeight, below ? dock.top : window.innerHeight) };
  }

  sees(element, margin) {
    const { top, bottom } = this.view();
    const room = (bottom - top) * margin;
    const box = element.getBoundingClientRect();
    return box.top >= top + room && Math.min(box.bottom, box.top + (bottom - top) / 2) <= bottom - room;
  }

  scrolled() {
    const now = performance.now();
    if (now > this.handUntil || !this.element) return;
    this.handUntil = Math.max(this.handUntil, now + HAND_MS / 2); // a flick goes on by itself
    this.stray(!this.sees(this.element, 0));
  }

  stray(straying) {
    if (this.straying === straying) return;
    this.straying = straying;
    this.onStray(straying);
  }

  // A new sentence is heard, or chosen (`jump`: true, or "at once" where no movement is wanted).
  to(element, jump = false) {
    this.element = element;
    if (jump) this.stray(false);
    if (!element || this.straying || !(jump || this.wanted) || holdsSelection(element)) return;
    if (this.sees(element, jump ? 0.02 : 0.12)) return;
    const { top, bottom } = this.view();
    const by = element.getBoundingClientRect().top - top - (bottom - top) * 0.3;
    const calm = jump === "at once" || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const smooth = !calm && Math.abs(by) < 2 * (bottom - top);
    this.handUntil = 0;
    (this.scroller ?? window).scrollBy({ top: by, behavior: smooth ? "smooth" : "instant" });
  }
}

// Somebody who marks text to copy it does not want it to move.
function holdsSelection(place) {
  const selection = place.getRootNode?.().getSelection?.() ?? getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.toString().trim());
}
