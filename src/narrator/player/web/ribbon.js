// Who speaks when, as a strip of colour under the seek bar: one path for each colour, however long the episode.

function ribbonOf(track, duration) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 1000 1");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "ribbon");
  svg.setAttribute("aria-hidden", "true");
  const scale = 1000 / duration;
  const paths = new Map();
  let stretch = null;
  const draw = () => {
    if (!stretch) return;
    const { colour, left, right } = stretch;
    const box = `M${left.toFixed(1)} 0H${Math.max(right, left + 0.3).toFixed(1)}V1H${left.toFixed(1)}z`;
    paths.set(colour, (paths.get(colour) ?? "") + box);
  };
  for (const { start, end, colour } of track.cues) {
    if (stretch?.colour !== colour) {
      draw();
      stretch = { colour, left: start * scale };
    }
    stretch.right = end * scale;
  }
  draw();
  for (const [colour, outline] of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", colour);
    path.setAttribute("d", outline);
    svg.append(path);
  }
  return svg;
}
