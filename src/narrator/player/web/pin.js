// Keeps a bar in reach: in its place on the page, and at the window's lower edge when that place is out of sight
// (`place="bottom"`: always there; `place="here"`: never).

function pinned(player, box) {
  const where = player.getAttribute("place") ?? "auto";
  if (where === "here") return () => {};
  let height = "";
  const pin = (on) => {
    if (box.classList.contains("pinned") === on) return;
    if (on) height = player.style.height;
    player.style.height = on ? `${player.offsetHeight}px` : height; // the page below must not move
    box.classList.toggle("pinned", on);
  };
  const look = () => {
    const { top, bottom } = player.getBoundingClientRect();
    const used = player.begun || player.state !== "paused";
    pin(where === "bottom" || (used && (top < 0 || bottom > window.innerHeight)));
  };
  for (const type of ["scroll", "resize"]) window.addEventListener(type, look, { passive: true });
  player.addEventListener("statechange", look);
  look();
  return () => {
    for (const type of ["scroll", "resize"]) window.removeEventListener(type, look);
    player.removeEventListener("statechange", look);
    pin(false);
  };
}
