// The three sheets: chapters, more (text size, link, download), and the keyboard.

function sheet(title, words, ...children) {
  const close = button("icon", words.close, icon("close"), () => dialog.close());
  const dialog = make(
    "dialog",
    { class: "sheet", "aria-label": title },
    make("div", { class: "bar" }, make("p", { class: "title", "aria-hidden": "true" }, title), close),
    ...children,
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

function chapterSheet(player) {
  const { words, nav } = player;
  const list = nav.querySelector("ol").cloneNode(true);
  const dialog = sheet(words.chapters, words, list);
  list.addEventListener("click", () => dialog.close());
  return dialog;
}

function moreSheet(player) {
  const { words } = player;
  const said = make("output", { class: "amount" });
  const resize = (by) => {
    said.textContent = `${Math.round(player.resize(by) * 100)}%`;
  };
  const size = make(
    "div",
    { class: "row" },
    make("span", {}, words.size),
    make(
      "span",
      { class: "stepper" },
      button("step", words.smaller, "A−", () => resize(-1)), said, button("step", words.larger, "A+", () => resize(1)),
    ),
  );
  resize(0);
  const follow = toggle(words.follow, player.follow.wanted, (on) => player.setFollow(on));
  const copy = make("button", { type: "button", class: "row", click: () => player.copyLink(copy) }, words.copy);
  const load = make("a", { class: "row", href: player.audio.currentSrc || player.audio.src, download: true }, words.download);
  const keys = make("button", { type: "button", class: "row", click: () => player.open("keys") }, words.shortcuts);
  return sheet(words.more, words, size, follow, copy, load, keys);
}

function keysSheet(player) {
  const { words } = player;
  const rows = [
    [words.key_play, words.space, "K"],
    [words.key_seek, "←", "→"],
    [words.key_sentence, ",", "."],
    [words.key_chapter, "P", "N"],
    [words.key_speed, "<", ">"],
    [words.key_here, "H"],
    [words.key_help, "?"],
  ].map(([what, ...keys]) => make(
    "div", {}, make("dt", {}, what), make("dd", {}, ...keys.map((key) => make("kbd", {}, key))),
  ));
  const on = toggle(words.shortcuts_on, player.keysOn, (value) => player.setKeys(value));
  return sheet(words.shortcuts, words, make("dl", { class: "keys" }, ...rows), on);
}

function toggle(label, on, change) {
  const box = make("input", { type: "checkbox", checked: on, change: () => change(box.checked) });
  return make("label", { class: "row" }, make("span", {}, label), box);
}
