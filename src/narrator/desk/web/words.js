// What the page says, in the editor's language.
const words = JSON.parse(document.getElementById("words").textContent);

/** The words for a key, with values for the names in braces. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Why something is not spoken: in the editor's language where the reason is a known one. */
export const sayWhy = (why) => words[`why ${why}`] ?? why;

/** What an act is called, for undo and redo. */
export const sayAct = (act) => words[`act ${act}`] ?? act;
