// What the page knows. Whoever changes it says so with `update`, and the page is shown anew.
import { Refusal } from "./calls.js";
import { say } from "./words.js";

export const state = {
  page: "work", // work, script, people, make
  work: null, // { drafts, episodes }
  draft: null, // the draft on the desk, as the server tells it, and its `name`
  turn: 0, // the turn that acts are about
  shown: Infinity, // how many turns are on the page
  place: null, // the words in it that acts are about: { paragraph, start, end }
  readings: new WeakMap(), // turn → its sentences
  everywhere: false, // give all turns of the label
  message: null, // { text, hint, bad }
  dialog: null, // { kind, … }
  hearing: null, // { turn, sentence }
  making: null,
  news: 0, // passages of the page that are others since it was read
  cast: null, // { people, offered }
  check: null, // { remarks, snippets }
  more: false, // on a narrow page, all that can be done is shown
  width: "phone", // of the preview
  over: false, // a file is held over the page
  busy: false,
};

let show = () => {};
let asked = false;

/** Who shows the page. */
export const shownBy = (shower) => { show = shower; };

/** Change what the page knows. */
export function update(changes = {}) {
  Object.assign(state, changes);
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    show();
  });
}

/** Tell the editor something. */
export const tell = (text, hint = "") => update({ message: { text, hint, bad: false } });

/** Do something that narrator may refuse; gives undefined, and tells why, where it does. */
export async function attempt(work) {
  update({ busy: true });
  try {
    const done = await work();
    update({ busy: false });
    return done;
  } catch (refused) {
    update({ busy: false });
    if (!(refused instanceof Refusal)) throw refused;
    update({ message: { text: refused.message || say("no answer"), hint: refused.hint, bad: true } });
    if (refused.changed) document.dispatchEvent(new Event("draft-changed"));
    return undefined;
  }
}
