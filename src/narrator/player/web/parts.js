// Elements without markup: no string is ever parsed as HTML, so no title can become code.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  play: "M8 5.5v13l11-6.5z",
  wait: "M12 3a9 9 0 1 0 9 9h-2.2A6.8 6.8 0 1 1 12 5.2z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  back: "M12 5V1.8L7.2 6 12 10.2V7a5.8 5.8 0 1 1-5.8 5.8h-2A7.8 7.8 0 1 0 12 5z",
  forward: "M12 5V1.8L16.8 6 12 10.2V7a5.8 5.8 0 1 0 5.8 5.8h2A7.8 7.8 0 1 1 12 5z",
  chapters: "M4 6h2v2H4zM8 6h12v2H8zM4 11h2v2H4zM8 11h12v2H8zM4 16h2v2H4zM8 16h12v2H8z",
  more: "M6 10.3a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zm6 0a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z" +
    "m6 0a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z",
  close: "M6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6L19 6.4 17.6 5 12 10.6z",
};

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

// `replaceChildren`, which browsers before 2021 lack.
function swap(node, ...children) {
  node.textContent = "";
  node.append(...children);
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function button(className, label, shows, onClick) {
  return make("button", { type: "button", class: className, "aria-label": label, title: label, click: onClick }, shows);
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

// The interface's words: simplified or traditional Chinese where the language is Chinese, else English.
function wordsFor(language) {
  const [primary, ...subtags] = (language || "").toLowerCase().split(/[-_]/);
  if (!["zh", "yue", "cmn", "nan", "hak", "wuu"].includes(primary)) return WORDS.en;
  if (subtags.includes("hans") || subtags.includes("cn")) return WORDS["zh-CN"];
  const traditional = ["yue", "nan", "hak"].includes(primary) || subtags.some((tag) => /^(tw|hk|mo|hant)$/.test(tag));
  return WORDS[traditional ? "zh-TW" : "zh-CN"];
}

// "#t=61.5", "#t=1:01.5" or "#t=npt:61,90" (Media Fragments 1.0, 4.2.1); null when there is no time in it.
function momentOf(hash) {
  const match = /(?:^|[#&])t=(?:npt:)?([\d:.]+)/.exec(hash);
  if (!match) return null;
  const seconds = match[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(seconds) ? seconds : null;
}
