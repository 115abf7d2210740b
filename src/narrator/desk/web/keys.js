// Keys that work while the article has the focus; each does what a button does too.
import * as acts from "./acts.js";
import { redo, undo } from "./draft.js";
import { hear } from "./hearing.js";
import { state, update } from "./state.js";

const to = (index) => {
  acts.choose(index);
  queueMicrotask(() => document.getElementById(`turn-${state.turn}`)?.focus());
};

/** Which key does what; the list in the help is made of it. */
export const KEYS = [
  ["ArrowDown", "↓", "key next turn", () => to(state.turn + 1)],
  ["ArrowUp", "↑", "key previous turn", () => to(state.turn - 1)],
  ["ArrowRight", "→", "key next sentence", () => acts.toSentence(1)],
  ["ArrowLeft", "←", "key previous sentence", () => acts.toSentence(-1)],
  ["n", "N", "next doubt", () => acts.toDoubt(1)],
  ["p", "P", "previous doubt", () => acts.toDoubt(-1)],
  ["y", "Y", "it is right", () => acts.settle()],
  ["0", "0", "key narrator", () => acts.give(null)],
  ["a", "A", "everywhere", () => update({ everywhere: !state.everywhere })],
  ["w", "W", "new person", () => acts.open("person")],
  ["r", "R", "read as", () => acts.correctReading()],
  ["Enter", "↵", "words", () => acts.open("words")],
  ["s", "S", "split", () => acts.split()],
  ["j", "J", "join", () => acts.join()],
  ["x", "X", "leave out", () => acts.leaveOut()],
  ["Delete", "Del", "leave out turn", () => acts.leaveOutTurn()],
  ["b", "B", "pause", () => acts.open("pause")],
  ["g", "G", "heading", () => acts.heading()],
  ["c", "C", "chapter", () => acts.open("chapter")],
  [" ", "␣", "hear sentence", () => hear("sentence")],
  ["t", "T", "hear turn", () => hear("turn")],
  ["h", "H", "hear on", () => hear("on")],
  ["m", "M", "make title", () => { location.hash = `#/${state.draft.name}/make`; }],
  ["?", "?", "keys", () => acts.open("keys")],
];

/** A key in the article. */
export function keyInArticle(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const person = /^[1-9]$/.test(key) ? state.draft.speakers[Number(key) - 1] : null;
  const known = KEYS.find(([name]) => name === key);
  if (!person && !known) return;
  event.preventDefault();
  if (person) void acts.give(person.name);
  else void known[3]();
}

/** A key anywhere on the page: undo and redo, unless a field has its own. */
export function keyAnywhere(event) {
  if (!(event.ctrlKey || event.metaKey) || !state.draft || state.page !== "script") return;
  if (event.target.closest("input, textarea")) return;
  const key = event.key.toLowerCase();
  const back = key === "z" && !event.shiftKey;
  const forth = key === "y" || (key === "z" && event.shiftKey);
  if (!back && !forth) return;
  event.preventDefault();
  void (back ? undo() : redo());
}
