// The draft on the desk: opening it, editing it, and how its sentences are read.
import { act, ask, Refusal } from "./calls.js";
import { attempt, state, tell, update } from "./state.js";
import { say, sayAct } from "./words.js";

const AT_ONCE = 40; // turns whose readings are asked for at once
const FIRST = 150; // turns that are shown at once
const MORE = 500; // turns that come with each next picture
let keys = 0;

const keyed = (turns) => turns.map((turn) => Object.assign(turn, { key: (keys += 1) }));

/** Open a draft, or show it as it is by now. */
export async function openDraft(name) {
  const fresh = state.draft?.name !== name;
  const draft = await attempt(() => ask(`drafts/${name}`));
  if (!draft) return;
  draft.name = name;
  keyed(draft.turns);
  const turn = fresh ? 0 : Math.min(state.turn, draft.turns.length - 1);
  update({ draft, turn, place: null, dialog: null, shown: fresh ? FIRST : Infinity });
  if (fresh) {
    requestAnimationFrame(grow);
    update({ news: 0 });
    void lookForNews();
  }
  void read();
}

/** Show more of a long draft, until all of it is shown. */
function grow() {
  if (state.shown >= state.draft.turns.length) return update({ shown: Infinity });
  update({ shown: state.shown + MORE });
  setTimeout(grow, 50);
  return undefined;
}

/** Look whether the page has changed since it was read. */
export async function lookForNews() {
  const { name, can_be_read_again: again } = state.draft;
  if (!again) return;
  try {
    const { changes } = await ask(`drafts/${name}/news`);
    if (state.draft?.name === name) update({ news: changes });
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused; // the page cannot be had now; that is no news
  }
}

/** Take in what changed on the page. */
export async function takeIn() {
  if (await changed("page", {}, say("taken in"))) update({ news: 0 });
}

/** Apply an edit; true where it was. */
export const edit = (change) => changed("edit", { edit: change });
export const undo = () => state.draft.undoes && changed("undo", {}, say("undone", { act: sayAct(state.draft.undoes) }));
export const redo = () => state.draft.redoes && changed("redo", {}, say("redone", { act: sayAct(state.draft.redoes) }));

let before = Promise.resolve();

function changed(how, body, told = "") {
  const next = before.then(() => attempt(() => save(how, body, told)));
  before = next.catch(() => {});
  return next;
}

async function save(how, body, told) {
  const { draft } = state;
  const answer = await act(`drafts/${draft.name}/${how}`, { version: draft.version, ...body });
  const { changed: stretch, ...facts } = answer;
  const turns = [...draft.turns];
  const gone = turns.splice(stretch.from, stretch.to - stretch.from, ...keyed(stretch.turns));
  keepReadings(gone, stretch.turns);
  const touched = stretch.turns.length || stretch.to > stretch.from;
  const moved = how !== "edit" && touched ? stretch.from : state.turn;
  const turn = Math.max(0, Math.min(moved, turns.length - 1));
  const place = turns[turn] === draft.turns[state.turn] ? state.place : null;
  update({ draft: { ...draft, ...facts, turns }, turn, place, message: told ? { text: told, hint: "" } : null });
  void read();
  return true;
}

/** Turns with the same words are read as before, whoever says them. */
function keepReadings(gone, come) {
  const words = (turn) => JSON.stringify(turn.paragraphs.map(({ text, readings }) => [text, readings]));
  const known = new Map(gone.map((turn) => [words(turn), state.readings.get(turn)]));
  for (const turn of come) {
    const sentences = known.get(words(turn));
    if (sentences) state.readings.set(turn, sentences);
  }
}

let reading = false;

/** Ask how the turns are read, those in sight first. */
export async function read() {
  if (reading) return;
  reading = true;
  try {
    for (let missing = next(); missing >= 0; missing = next()) {
      const { draft } = state;
      const answer = await ask(`drafts/${draft.name}/readings`, {
        version: draft.version, from: missing, to: Math.min(missing + AT_ONCE, draft.turns.length),
      });
      if (answer.version !== state.draft?.version || draft.name !== state.draft.name) continue;
      answer.turns.forEach((sentences, index) => state.readings.set(state.draft.turns[answer.from + index], sentences));
      update();
    }
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused;
    if (!refused.changed) update({ message: { text: refused.message, hint: refused.hint, bad: true } });
  } finally {
    reading = false;
  }
}

function next() {
  const { draft, readings } = state;
  if (!draft) return -1;
  const near = Math.max(0, inSight() - 3);
  const from = draft.turns.findIndex((turn, index) => index >= near && !readings.has(turn));
  return from >= 0 ? from : draft.turns.findIndex((turn) => !readings.has(turn));
}

function inSight() {
  const found = document.elementFromPoint(Math.min(innerWidth / 2, 400), innerHeight / 2)?.closest("[data-turn]");
  return found ? Number(found.dataset.turn) : state.turn;
}

/** Read a word this way everywhere. */
export async function readEverywhere(word, reading) {
  const done = await attempt(() => act("lexicon", { word, reading }));
  if (!done) return;
  update({ readings: new WeakMap() });
  tell(say(reading ? "in lexicon" : "out of lexicon", { word, reading }));
  void read();
}

/** The doubts that are left, in order: turns whose speaker is not sure, then readings, then what belongs to no turn. */
export function doubts() {
  const { draft, readings } = state;
  const who = [];
  const how = [];
  draft.turns.forEach((turn, index) => {
    if (turn.doubt) who.push({ turn: index, why: turn.doubt, kind: "who" });
    for (const sentence of readings.get(turn) ?? []) {
      for (const [start, end, why] of sentence.doubts) {
        const settled = turn.paragraphs[sentence.paragraph].readings.some(([from, to]) => from < end && to > start);
        if (!settled) how.push({ turn: index, why, kind: "how", place: { paragraph: sentence.paragraph, start, end } });
      }
    }
  });
  const other = draft.warnings.map((why, index) => ({ warning: index, why, kind: "other" }));
  return [...who, ...other, ...how];
}

/** A colour for each person, by class; the narrator has `s0`. */
export function colour(name) {
  const index = state.draft.speakers.findIndex((each) => each.name === name);
  return name === null || index < 0 ? "s0" : `s${(index % 8) + 1}`;
}

document.addEventListener("draft-changed", () => state.draft && openDraft(state.draft.name));
