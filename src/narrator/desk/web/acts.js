// What the editor can do with the turn on the desk, whether by button or by key.
import { doubts, edit } from "./draft.js";
import { state, tell, update } from "./state.js";
import { say } from "./words.js";

const here = () => state.draft.turns[state.turn];

/** The words that acts are about: those chosen, else the whole first paragraph. */
export function place() {
  const paragraph = here().paragraphs[state.place?.paragraph ?? 0] ? (state.place?.paragraph ?? 0) : 0;
  const { start = 0, end = here().paragraphs[paragraph].text.length } = state.place ?? {};
  return { paragraph, start, end };
}

/** The printed words there. */
export function words({ paragraph, start, end } = place()) {
  return here().paragraphs[paragraph].text.slice(start, end);
}

/** Put a turn on the desk, and words of it. */
export function choose(turn, chosen = null) {
  const index = Math.max(0, Math.min(turn, state.draft.turns.length - 1));
  update({ turn: index, place: chosen, message: null, shown: Math.max(state.shown, index + 1) });
  document.getElementById(`turn-${index}`)?.scrollIntoView({ block: "nearest" });
}

let visited = { index: -1, turn: null, why: "" };

/** The next or the previous doubt; or say that none is left. One that is settled leaves its place to the next. */
export function toDoubt(step) {
  const placed = doubts().filter((each) => each.turn !== undefined);
  if (!placed.length) return tell(say("no doubts"));
  const same = (each) => each && state.draft.turns[each.turn] === visited.turn && each.why === visited.why;
  const now = visited.index;
  const wanted = same(placed[now]) || step < 0 ? now + step : Math.max(now, 0);
  const index = (wanted + placed.length) % placed.length;
  const doubt = placed[index];
  visited = { index, turn: state.draft.turns[doubt.turn], why: doubt.why };
  choose(doubt.turn, doubt.place ?? null);
  queueMicrotask(() => {
    const turn = document.getElementById(`turn-${doubt.turn}`);
    turn?.scrollIntoView({ block: "center" });
    turn?.focus({ preventScroll: true });
  });
  return undefined;
}

export const give = (to) => edit({ do: "give", turn: state.turn, to, everywhere: state.everywhere })
  .then((done) => done && update({ everywhere: false }));
export const settle = () => here().doubt && edit({ do: "settle", turn: state.turn });
export const join = () => (state.turn > 0
  ? edit({ do: "join", turn: state.turn }).then((done) => done && choose(state.turn - 1))
  : tell(say("nothing before")));
export const heading = () => edit({ do: "heading", turn: state.turn, paragraph: place().paragraph });
export const leaveOutTurn = () => edit({ do: "leave out", turn: state.turn });
export const narrateParagraph = () => edit({ do: "give", turn: state.turn, paragraph: place().paragraph, to: null });

export function leaveOut() {
  const { paragraph, start, end } = place();
  return edit({ do: "leave out", turn: state.turn, paragraph, start, end });
}

/** Begin a new turn with the words, by the next person or the one who is named. */
export function split(to = following()) {
  const { paragraph, start } = place();
  if (paragraph === 0 && start === 0) return tell(say("choose where"));
  return edit({ do: "split", turn: state.turn, paragraph, at: start, to }).then((done) => done && choose(state.turn + 1));
}

/** Who is most likely to go on: whose label stands there, else who spoke before. */
function following() {
  const { draft, turn } = state;
  const label = /^\s*([^\s：:，。]{1,12})\s*[：:]/u.exec(here().paragraphs[place().paragraph].text.slice(place().start));
  if (label) return label[1];
  const others = draft.turns.slice(0, turn).reverse().map((each) => each.speaker);
  return others.find((name) => name !== here().speaker && name !== null) ?? here().speaker;
}

export const readHere = (reading) => edit({ do: "read", turn: state.turn, ...place(), reading: reading || null });
export const unpause = (turn, paragraph, entry) => edit({ do: "unpause", turn, paragraph, entry });

/** Silence behind the chosen words. */
export function pause(seconds) {
  const { paragraph, end } = place();
  return edit({ do: "pause", turn: state.turn, paragraph, at: end, seconds });
}

export const chapter = (title) => edit({ do: "chapter", turn: state.turn, title: title || null });
export const speak = (turn, paragraph, entry, narrate = false) => edit({ do: "speak", turn, paragraph, entry, narrate });
export const stateFact = (fact, value) => edit({ do: "state", fact, value });
export const describe = (name, facts) => edit({ do: "describe", name, ...facts });
export const settleWarning = (warning) => edit({ do: "settle warning", warning });

/** Ask the editor for more in a dialog. */
export const open = (kind, more = {}) => update({ dialog: { kind, ...more } });

/** Ask how the chosen words are read; where none are chosen, the first that are read differently from print. */
export function correctReading() {
  const chosen = place();
  const within = (each) => each.paragraph === chosen.paragraph;
  const changes = (state.readings.get(here()) ?? []).filter(within).flatMap((each) => [...each.changes, ...each.doubts]);
  const first = changes.find(([start, end]) => start >= chosen.start && end <= chosen.end);
  if (first) state.place = { paragraph: chosen.paragraph, start: first[0], end: first[1] };
  open("words", { wants: "reading" });
}

/** Choose the sentence before or behind the one that is chosen, in this turn or the next. */
export function toSentence(step) {
  const sentences = state.readings.get(here()) ?? [];
  if (!sentences.length) return;
  const { paragraph, start } = place();
  const now = state.place
    ? sentences.findIndex((each) => each.paragraph === paragraph && each.start <= start && start < each.end)
    : step > 0 ? -1 : sentences.length;
  const next = sentences[now + step];
  if (next) update({ place: { paragraph: next.paragraph, start: next.start, end: next.end } });
  else if (step > 0 && state.turn + 1 < state.draft.turns.length) {
    choose(state.turn + 1);
    toSentence(1);
  }
}

/** The number of the chosen sentence in its turn; 0 where nothing is chosen. */
export function chosenSentence() {
  const { paragraph, start } = place();
  const sentences = state.readings.get(here()) ?? [];
  const found = sentences.findIndex((each) => each.paragraph === paragraph && each.start <= start && start < each.end);
  return Math.max(0, found);
}
