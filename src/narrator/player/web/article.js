// The player's page from episode.json, for pages that have nothing but the element: the same elements and
// classes as the page that is written beside it.

const PALETTE = 8;
const LONG = 400; // sentences: from here on the browser lays out only what is in sight
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

function coloursOf(episode) {
  return new Map((episode.speakers ?? []).map(({ name }, index) => [name, `s${(index % PALETTE) + 1}`]));
}

function soundOf(episode, base) {
  const sound = new URL(episode.audio.file, base);
  if (!/^(https?|file):$/.test(sound.protocol)) throw new TypeError(`no address of a sound: ${sound.protocol}`);
  return sound.href;
}

// The direction in which the language is written (BCP 47; scripts by ISO 15924).
function directionOf(language) {
  const [primary, ...subtags] = (language || "").toLowerCase().split(/[-_]/);
  const script = subtags.find((tag) => /^[a-z]{4}$/.test(tag));
  if (script) return /^(arab|hebr|thaa|syrc|nkoo|adlm|rohg)$/.test(script) ? "rtl" : "ltr";
  return /^(ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb|arz|ary|azb|nqo|ks|syr)$/.test(primary) ? "rtl" : "ltr";
}

function dockFor(episode, base, words) {
  const dock = make("div", { class: "dock", role: "region", "aria-label": words.player });
  dock.append(make("audio", { preload: "metadata", src: soundOf(episode, base) }));
  return dock;
}

// Controls alone, for a page that has the text.
function barOf(episode, base, words) {
  return make("div", { class: "np card bar", lang: words.lang, dir: "ltr" }, dockFor(episode, base, words));
}

function cardOf(episode, base, words, short) {
  const tongue = words.lang === episode.language ? null : words.lang;
  const page = new URL("index.html", base).href;
  const colours = coloursOf(episode);
  const people = (episode.speakers ?? []).map(({ name, role, affiliation, position }) => {
    const said = `${affiliation ?? ""}${position ?? ""}` || words[role] || "";
    const part = name.includes(said) ? null : make("bdi", { class: "role" }, said);
    return make("li", { class: colours.get(name) }, make("bdi", { class: "name" }, name), " ", part);
  });
  const title = make("a", { href: page, target: "_blank", rel: "noopener" }, episode.title);
  const head = make(
    "header",
    { class: "head" },
    make("p", { class: "label" }, words.label),
    make("h2", { class: "h1", dir: "auto", lang: episode.language }, title),
    people.length ? make("ul", { class: "people", "aria-label": words.people }, ...people) : null,
  );
  const dock = dockFor(episode, base, words);
  const card = { class: short ? "np card short" : "np card", lang: tongue ?? episode.language, dir: "ltr" };
  if (short) return make("div", card, head, dock);
  const text = make("article", {
    class: episode.cues.length > LONG ? "text long" : "text", lang: episode.language, dir: directionOf(episode.language),
    tabindex: "0", "aria-label": words.transcript,
  });
  text.append(...turnsOf(episode, page, colours, words));
  return make("div", card, head, text, navOf(episode, base, words), dock);
}

function navOf(episode, base, words) {
  const page = new URL("index.html", base).href;
  const items = (episode.chapters ?? []).map(({ title, start_s: start, end_s: end }) => make("li", {}, make(
    "a",
    { href: `${page}#t=${start}`, "data-start": start, "data-end": end },
    make("bdi", { lang: episode.language }, title), " ", make("span", { class: "time" }, clock(start)),
  )));
  return items.length ? make("nav", { class: "chapters", "aria-label": words.chapters }, make("ol", {}, ...items)) : null;
}

function turnsOf(episode, page, colours, words) {
  const sections = [];
  let before = null;
  let said = null;
  let paragraph = null;
  for (const cue of episode.cues) {
    if (!before || before.kind !== cue.kind || before.turn !== cue.turn || before.speaker !== cue.speaker) {
      const colour = colours.get(cue.speaker) ?? "s0";
      const time = clock(cue.start_s);
      const label = fill(words.listen_from, { time });
      const who = make(
        "p",
        { class: "who" },
        cue.speaker ? make("bdi", { class: "name" }, cue.speaker) : null, " ",
        make("a", { class: "time", href: `${page}#t=${cue.start_s}`, "aria-label": label }, time),
      );
      said = make("div", { class: "said" });
      sections.push(make("section", { class: `turn ${cue.kind} ${colour}` }, who, said));
      paragraph = null;
    }
    if (!paragraph || before.paragraph !== cue.paragraph) {
      paragraph = make("p", { dir: "auto" });
      said.append(paragraph);
    } else if (cue.at > before.at + before.text.length && !(WIDE.test(before.text.slice(-1)) && WIDE.test(cue.text[0]))) {
      paragraph.append(" ");
    }
    const times = { "data-start": cue.start_s, "data-end": cue.end_s };
    const spoken = (cue.words ?? []).flatMap(({ text, start_s: start, end_s: end }) => {
      const word = text.trimEnd(); // the light ends with the word, not behind the space after it
      return [make("span", { "data-start": start, "data-end": end }, word), text.slice(word.length)];
    });
    paragraph.append(make("span", { class: "cue", ...times }, ...(spoken.length ? spoken : [cue.text])));
    before = cue;
  }
  const titles = new Set((episode.chapters ?? []).map(({ title }) => title));
  for (const section of sections) {
    for (const each of section.matches(".narration") ? section.querySelectorAll("p[dir]") : []) {
      if (titles.has(each.textContent)) each.className = "headline";
    }
  }
  return sections;
}
