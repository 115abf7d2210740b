// Who speaks when, as a strip of colour under the seek bar.

function ribbonOf(track, duration) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 1000 1"], ["preserveAspectRatio", "none"], ["class", "ribbon"]]) {
    svg.setAttribute(name, value);
  }
  svg.setAttribute("aria-hidden", "true");
  let last = null;
  for (const { start, end, turn } of track.cues) {
    const colour = /\bs\d\b/.exec(turn.className)?.[0] ?? "s0";
    const left = (start / duration) * 1000;
    const right = (end / duration) * 1000;
    if (last?.colour !== colour) {
      const box = document.createElementNS(SVG, "rect");
      box.setAttribute("class", colour);
      box.setAttribute("x", left.toFixed(1));
      box.setAttribute("height", "1");
      svg.append(box);
      last = { box, colour, left };
    }
    last.box.setAttribute("width", Math.max(right - last.left, 0.5).toFixed(1));
  }
  return svg;
}
