// Who speaks when, as a strip of colour under the seek bar.

function ribbonOf(track, duration) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 1000 1"], ["preserveAspectRatio", "none"], ["class", "ribbon"]]) {
    svg.setAttribute(name, value);
  }
  svg.setAttribute("aria-hidden", "true");
  const scale = 1000 / duration;
  let colour = null;
  let box = null;
  for (const { start, end, turn } of track.cues) {
    const own = /\bs\d\b/.exec(turn.className)?.[0] ?? "s0";
    if (own !== colour) {
      colour = own;
      box = svg.appendChild(document.createElementNS(SVG, "rect"));
      box.setAttribute("class", colour);
      box.setAttribute("x", (start * scale).toFixed(1));
      box.setAttribute("height", "1");
    }
    box.setAttribute("width", Math.max(end * scale - box.getAttribute("x"), 0.5).toFixed(1));
  }
  return svg;
}
