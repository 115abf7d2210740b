// Keeps the sentence that is heard in sight, and gives way to a reader who scrolls.

class Follow {
  constructor({ scroller, dock, quiet, onStray }) {
    this.scroller = scroller; // null: the window
    this.dock = dock;
    this.quiet = quiet;
    this.onStray = onStray;
    this.wanted = true;
    this.straying = false;
    this.ownUntil = 0;
    const surface = scroller ?? window;
    const yieldNow = () => {
      this.ownUntil = 0;
    };
    surface.addEventListener("wheel", yieldNow, { passive: true, signal: quiet });
    surface.addEventListener("touchmove", yieldNow, { passive: true, signal: quiet });
    surface.addEventListener("scroll", () => this.scrolled(), { passive: true, signal: quiet });
  }

  // The part of the window in which a sentence can be read.
  view() {
    if (this.scroller) {
      const { top, bottom } = this.scroller.getBoundingClientRect();
      return { top, bottom };
    }
    const dock = this.dock.getBoundingClientRect();
    return { top: 0, bottom: Math.min(window.innerHeight, dock.top > 0 ? dock.top : window.innerHeight) };
  }

  sees(element, margin) {
    const { top, bottom } = this.view();
    const room = (bottom - top) * margin;
    const box = element.getBoundingClientRect();
    return box.top >= top + room && Math.min(box.bottom, box.top + (bottom - top) / 2) <= bottom - room;
  }

  scrolled() {
    if (performance.now() < this.ownUntil || !this.element) return;
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
    this.ownUntil = performance.now() + (smooth ? 1200 : 100);
    (this.scroller ?? window).scrollBy({ top: by, behavior: smooth ? "smooth" : "instant" });
  }
}

// Somebody who marks text to copy it does not want it to move.
function holdsSelection(element) {
  const selection = element.getRootNode().getSelection?.() ?? getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.toString().trim());
}
