// Letting sentences be heard: one, a turn, or all from here on. The next is fetched while one is heard.
import { askSound } from "./calls.js";
import { choose, chosenSentence } from "./acts.js";
import { attempt, state, update } from "./state.js";

const audio = new Audio();
let going = 0; // which hearing is the last one asked for; those before it fall silent

/** Whether something is heard. */
export const isHeard = () => state.hearing !== null;

/** Stop. */
export function silence() {
  going += 1;
  audio.pause();
  update({ hearing: null });
}

/** Let be heard what is chosen: `sentence`, `turn` or `on` (all from here). */
export async function hear(what) {
  if (isHeard()) return silence();
  going += 1;
  const mine = going;
  let at = { turn: state.turn, sentence: what === "turn" ? 0 : chosenSentence() };
  if (!said(at)) at = following(at, what);
  let sound = at && fetched(at);
  while (at && mine === going) {
    update({ hearing: at });
    const address = await sound;
    if (!address || mine !== going) break;
    const next = following(at, what);
    sound = next && fetched(next);
    if (what === "on" && at.turn !== state.turn) choose(at.turn);
    mark(at);
    await played(address);
    at = next;
  }
  if (mine === going) update({ hearing: null });
  return undefined;
}

const fetched = ({ turn, sentence }) => attempt(() =>
  askSound(`drafts/${state.draft.name}/sound`, { version: state.draft.version, turn, sentence }));

const said = ({ turn, sentence }) => (state.readings.get(state.draft.turns[turn]) ?? [])[sentence]?.said ?? true;

function following({ turn, sentence }, what) {
  if (what === "sentence") return null;
  const count = (state.readings.get(state.draft.turns[turn]) ?? []).length;
  let next = { turn, sentence: sentence + 1 };
  if (next.sentence >= count) {
    if (what === "turn" || turn + 1 >= state.draft.turns.length) return null;
    next = { turn: turn + 1, sentence: 0 };
  }
  return said(next) ? next : following(next, what);
}

function mark({ turn, sentence }) {
  const found = (state.readings.get(state.draft.turns[turn]) ?? [])[sentence];
  if (found) update({ place: { paragraph: found.paragraph, start: found.start, end: found.end } });
}

function played(address) {
  return new Promise((resolve) => {
    const end = () => {
      URL.revokeObjectURL(address);
      resolve();
    };
    audio.onended = end;
    audio.onpause = () => audio.ended || end();
    audio.onerror = end;
    audio.src = address;
    audio.play().catch(end);
  });
}
