// The script as an article, with the panel beside it.
import * as acts from "./acts.js";
import { Dialogs } from "./dialogs.js";
import { Field } from "./field.js";
import { keyInArticle } from "./keys.js";
import { charactersBefore, rangeOf } from "./marks.js";
import { takeIn } from "./draft.js";
import { Panel } from "./panel.js";
import { state, update } from "./state.js";
import { Turns } from "./turn.js";
import { html } from "./view.js";
import { say } from "./words.js";

const place = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-paragraph]");

/** The words that are selected with the mouse, as a place of a turn; null where they are of no single paragraph. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const paragraph = place(range.startContainer);
  if (!paragraph || place(range.endContainer) !== paragraph) return null;
  const start = charactersBefore(paragraph, range.startContainer, range.startOffset);
  const end = charactersBefore(paragraph, range.endContainer, range.endOffset);
  return { turn: Number(paragraph.closest("[data-turn]").dataset.turn), paragraph: Number(paragraph.dataset.paragraph), start, end };
}

function sentenceAt({ turn, paragraph, start }) {
  const found = (state.readings.get(state.draft.turns[turn]) ?? [])
    .find((each) => each.paragraph === paragraph && each.start <= start && start < each.end);
  return found ? { paragraph, start: found.start, end: found.end } : null;
}

function click(event) {
  const turn = event.target.closest("[data-turn]");
  if (!turn) return;
  const index = Number(turn.dataset.turn);
  const left = event.target.closest("[data-left]");
  const mark = event.target.closest("[data-start]");
  if (left) {
    acts.choose(index);
    acts.open("left", { after: Number(left.dataset.after), entry: Number(left.dataset.left) });
    return;
  }
  const words = selected();
  if (words && words.turn === index && words.end > words.start) {
    acts.choose(index, { paragraph: words.paragraph, start: words.start, end: words.end });
    update({ more: true });
  } else if (mark) {
    const paragraph = Number(mark.closest("[data-paragraph]").dataset.paragraph);
    acts.choose(index, { paragraph, start: Number(mark.dataset.start), end: Number(mark.dataset.end) });
    acts.open("words", { wants: "reading" });
  } else {
    acts.choose(index, words && sentenceAt(words));
  }
}

/** Light the words that are chosen. */
export function light() {
  if (!window.Highlight) return;
  CSS.highlights.delete("chosen");
  if (state.page !== "script" || !state.place) return;
  const { paragraph, start, end } = state.place;
  const shown = document.querySelector(`#turn-${state.turn} [data-paragraph="${paragraph}"]`);
  const range = shown && rangeOf(shown, start, end);
  if (range) CSS.highlights.set("chosen", new Highlight(range));
}

const fact = (key, attributes = {}) => html`<label class="fact"><span>${say(key)}</span>
  <${Field} value=${state.draft[key].slice(0, key === "published" ? 10 : undefined)} soon ...${attributes}
    save=${(value) => acts.stateFact(key, value)} /></label>`;

/** The page. */
export const Script = () => html`<div class="script">
  <main class="article" id="main" lang=${state.draft.language}>
    <h1 class="unseen">${state.draft.title}</h1>
    <div class="facts-of">${fact("title", { class: "title" })}${fact("published", { type: "date" })}${fact("publisher")}</div>
    ${state.news > 0 && html`<div class="news note"><p>${say("news", { count: state.news })}</p>
      <p class="buttons"><button type="button" onClick=${takeIn}>${say("take in")}</button></p></div>`}
    <ol class="turns" aria-label=${say("turns")} onClick=${click} onKeyDown=${(event) =>
      event.target.closest("[data-turn]") === event.target && keyInArticle(event)}
      onFocusIn=${(event) => {
        const turn = event.target.dataset.turn;
        if (turn !== undefined && Number(turn) !== state.turn) update({ turn: Number(turn), place: null });
      }}><${Turns} /></ol>
  </main>
  <${Panel} /><${Dialogs} />
</div>`;
