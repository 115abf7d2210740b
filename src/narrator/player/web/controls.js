// The dock: seek bar, buttons, speed. Built in the place of the browser's own controls.

const SPEEDS = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const STEP_S = 10;

function dockOf(player) {
  const { words, track, duration } = player;
  const seek = make("input", {
    type: "range", class: "seek", min: "0", max: String(duration), step: "0.1", value: "0", "aria-label": words.seek,
  });
  seek.addEventListener("focus", () => player.light.value(player.time));
  seek.addEventListener("input", () => player.seek(Number(seek.value)));
  const tip = make("span", { class: "tip", "aria-hidden": "true", hidden: true });
  const played = make("div", { class: "played" });
  const thumb = make("span", { class: "thumb" });
  const rail = make("div", { class: "rail" }, ribbonOf(track, duration), played, thumb, seek, tip);
  played.append(rail.querySelector(".ribbon").cloneNode(true));
  hint(seek, tip, player);
  const skip = (kind, by) => button(
    "icon jump", words[kind], make("span", {}, icon(kind), make("b", { "aria-hidden": "true" }, String(STEP_S))),
    () => player.seek(player.time + by),
  );
  const play = button("play", words.play, icon("play"), () => player.toggle());
  const speed = make("select", { class: "speed", "aria-label": words.speed, title: words.speed });
  speed.append(...SPEEDS.map((value) => make("option", { value }, `${value}×`)));
  speed.addEventListener("change", () => player.setSpeed(Number(speed.value)));
  const now = make("span", { class: "now" }, clock(0));
  const total = make("span", { class: "total" }, clock(duration));
  const back = make("button", { type: "button", class: "return", hidden: true, click: () => player.here() }, words.return);
  const status = make("p", { class: "status", role: "status" });
  const node = make(
    "div",
    { class: "controls" },
    make("div", { class: "above" }, status, back),
    make("div", { class: "middle" }, skip("back", -STEP_S), play, skip("forward", STEP_S)),
    now, rail, total,
    make("span", { class: "label" }, words.label),
    speed,
    make(
      "div",
      { class: "end" },
      player.nav ? button("icon chapter", words.chapters, icon("chapters"), () => player.open("chapters")) : null,
      button("icon", words.more, icon("more"), () => player.open("more")),
    ),
  );
  return { node, seek, played, thumb, play, speed, now, back, status };
}

// Time and speaker under the pointer.
function hint(seek, tip, player) {
  seek.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const { left, width } = seek.getBoundingClientRect();
    const share = clamp((event.clientX - left) / width, 0, 1);
    const cue = player.track.cues[player.track.at(share * player.duration)];
    tip.textContent = [clock(share * player.duration), cue?.name].filter(Boolean).join("  ");
    tip.hidden = false;
    tip.style.left = `${clamp(share, 0.06, 0.94) * 100}%`;
  });
  for (const gone of ["pointerleave", "pointerdown"]) {
    seek.addEventListener(gone, () => {
      tip.hidden = true;
    });
  }
}
