// The three sheets: chapters, more (text size, link, download), and the keyboard.

function sheet(title, words, ...children) {
  const close = button("icon", words.close, icon("close"), () => dialog.shut());
  const dialog = make(
    "dialog",
    { class: "sheet", "aria-label": title },
    make("div", { class: "top" }, make("p", { class: "title", "aria-hidden": "true" }, title), close),
    ...children,
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.shut();
  });
  // Browsers before 2022 do not know <dialog>.
  if (!dialog.showModal) dialog.classList.add("flat");
  dialog.present = () => (dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", ""));
  dialog.shut = () => (dialog.close ? dialog.close() : dialog.removeAttribute("open"));
  return dialog;
}

function chapterSheet(player) {
  const { words, nav } = player;
  const list = nav.querySelector("ol").cloneNode(true);
  const dialog = sheet(words.chapters, words, list);
  list.addEventListener("click", () => dialog.shut());
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
      button("step", `${words.smaller} A−`, "A−", () => resize(-1)), said,
      button("step", `${words.larger} A+`, "A+", () => resize(1)),
    ),
  );
  resize(0);
  const own = player.text instanceof OwnText;
  const follow = own || player.text.target
    ? toggle(words.follow, player.follow.wanted, (on) => player.setFollow(on)) : null;
  const copy = make("button", { type: "button", class: "row", click: () => player.copyLink(copy) }, words.copy);
  const load = make("a", { class: "row", href: player.audio.currentSrc || player.audio.src, download: true }, words.download);
  const keys = make("button", { type: "button", class: "row", click: () => player.open("keys") }, words.shortcuts);
  const page = player.about.page ?? null;
  const open = page && make("a", { class: "row", href: page, target: "_blank", rel: "noopener" }, words.open_page);
  return sheet(words.more, words, ...small(player), own ? size : null, follow, copy, load, open, keys, changedList(player));
}

// What a small player has no room for: shown there only.
function small(player) {
  const { words, nav } = player;
  const skip = (kind, by) => button("step", words[kind], `${by < 0 ? "−" : "+"}${STEP_S}`, () => player.seek(player.time + by));
  const speeds = make("select", { class: "step", "aria-label": words.speed });
  speeds.append(...SPEEDS.map((value) => make("option", { value }, `${value}×`)));
  speeds.value = player.ui.speed.value;
  speeds.addEventListener("change", () => player.setSpeed(Number(speeds.value)));
  const chapters = nav && make("button", { type: "button", class: "row small", click: () => player.open("chapters") }, words.chapters);
  return [
    make(
      "div", { class: "row small" },
      make("span", { class: "stepper" }, skip("back", -STEP_S), skip("forward", STEP_S)), speeds,
    ),
    chapters,
  ];
}

// The sentences that are not on the site's page any more as they were read.
function changedList(player) {
  const changed = player.text.changed?.() ?? [];
  if (!changed.length) return null;
  const { words } = player;
  const items = changed.map((cue) => make("li", {}, make(
    "a", { href: `${player.about.page}#t=${cue.start}` },
    make("bdi", {}, cue.text), " ", make("span", { class: "time" }, clock(cue.start)),
  )));
  return make(
    "details", { class: "changed" },
    make("summary", { class: "row" }, fill(words.changed, { n: changed.length })), make("ul", {}, ...items),
  );
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
