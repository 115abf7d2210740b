// The keyboard. Single keys can be turned off (WCAG 2.2, 2.1.4); the arrows on the seek bar always work.

const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable], [role=textbox]";

function pressed(player, event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && !"<>?".includes(event.key)) return; // Shift marks text, and scrolls back
  const [target] = event.composedPath();
  const typing = target.closest?.(TYPING);
  if (typing || player.root.querySelector("dialog[open]")) return;
  const act = keyOf(player, event, target);
  if (!act) return;
  event.preventDefault();
  act();
}

function keyOf(player, { key }, target) {
  const bar = target === player.ui.seek;
  if (key === "ArrowLeft" && (bar || player.keysOn)) return () => player.seek(player.time - STEP_S);
  if (key === "ArrowRight" && (bar || player.keysOn)) return () => player.seek(player.time + STEP_S);
  if (key === "ArrowDown" && bar) return () => player.seek(player.time - STEP_S);
  if (key === "ArrowUp" && bar) return () => player.seek(player.time + STEP_S);
  if (bar) player.light.value(player.time); // the browser's own keys go on from there
  if (!player.keysOn) return null;
  if (key === " ") return target.closest?.("button, a, input[type=checkbox], summary") ? null : () => player.toggle();
  return {
    k: () => player.toggle(),
    j: () => player.seek(player.time - STEP_S),
    l: () => player.seek(player.time + STEP_S),
    ",": () => hop(player, player.track.starts, -1),
    ".": () => hop(player, player.track.starts, 1),
    p: () => hop(player, player.marks, -1),
    n: () => hop(player, player.marks, 1),
    "<": () => faster(player, -1),
    ">": () => faster(player, 1),
    h: () => player.here(),
    "?": () => player.open("keys"),
  }[key.toLowerCase()];
}

// To the next start, or to the last one; going back right after a start means the one before it.
function hop(player, starts, by) {
  const here = lastBefore(starts, player.time + LEAD_S);
  const early = by < 0 && here >= 0 && player.time - starts[here] > 2;
  const start = starts[clamp(early ? here : here + by, 0, starts.length - 1)];
  if (start !== undefined) player.seek(start);
}

function faster(player, by) {
  const here = SPEEDS.findIndex((speed) => speed >= player.audio.playbackRate);
  player.setSpeed(SPEEDS[clamp(here + by, 0, SPEEDS.length - 1)]);
}
