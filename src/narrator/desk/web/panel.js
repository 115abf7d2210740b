// Beside the article: the doubts that are left, and what can be done with the turn and the words that are chosen.
import * as acts from "./acts.js";
import { colour, doubts } from "./draft.js";
import { hear, isHeard } from "./hearing.js";
import { state, update } from "./state.js";
import { html } from "./view.js";
import { say } from "./words.js";

const MOST_SHOWN = 40; // characters of the chosen words

const button = (key, act, shortcut, more = {}) => html`<button type="button" onClick=${act} title=${shortcut
  ? say("by key", { key: shortcut }) : undefined} aria-keyshortcuts=${shortcut} ...${more}>${say(key)}</button>`;

function Doubts() {
  const left = doubts();
  const turn = state.draft.turns[state.turn];
  const warnings = left.filter((each) => each.kind === "other");
  return html`<section aria-labelledby="doubts">
    <h2 id="doubts" aria-live="polite">${left.length ? say("doubts left", { count: left.length }) : say("no doubts")}</h2>
    <p class="buttons">${left.some((each) => each.turn !== undefined) && html`
      ${button("previous doubt", () => acts.toDoubt(-1), "P")}${button("next doubt", () => acts.toDoubt(1), "N", { class: "main" })}`}
      <button type="button" class="further-button" aria-expanded=${state.more} onClick=${() =>
        update({ more: !state.more })}>${say(state.more ? "less" : "more")}</button></p>
    ${turn.doubt && html`<p class="note">${turn.doubt}</p><p class="buttons">${button("it is right", acts.settle, "Y")}</p>`}
    ${warnings.map((each) => html`<p class="note" key=${each.why}>${each.why}</p>
      <p class="buttons"><button type="button" onClick=${() => acts.settleWarning(each.warning)}>${say("seen")}</button></p>`)}
  </section>`;
}

function Who() {
  const turn = state.draft.turns[state.turn];
  const chip = (name, key, text) => html`<button type="button" key=${key} class=${`chip ${colour(name)}`}
    aria-pressed=${turn.speaker === name} aria-keyshortcuts=${key < 10 ? key : undefined}
    onClick=${() => acts.give(name)}><span class="dot"></span>${text}${key < 10 && html`<kbd aria-hidden="true">${key}</kbd>`}</button>`;
  const label = turn.label.replace(/[：:\s]+$/, "") || turn.speaker || say("narrator");
  return html`<section aria-labelledby="who"><h2 id="who">${say("who")}</h2>
    <p class="chips">${state.draft.speakers.map((each, index) => chip(each.name, index + 1, each.name))}
      ${chip(null, 0, say("narrator"))}
      <button type="button" class="chip" onClick=${() => acts.open("person")}>${say("new person")}</button></p>
    <label class="tick"><input type="checkbox" checked=${state.everywhere}
      onChange=${(event) => update({ everywhere: event.target.checked })} /> ${say("all of label", { label })}</label>
  </section>`;
}

function Words() {
  const text = acts.words();
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return html`<section class="further" aria-labelledby="chosen"><h2 id="chosen">${say("words chosen")}</h2>
    <p class="chosen" lang=${state.draft.language}>${shown}</p>
    <p class="buttons">${button(isHeard() ? "silence" : "hear sentence", () => hear("sentence"), "Space")}
      ${button("read as", acts.correctReading, "R")}${button("split", () => acts.split(), "S")}
      ${button("leave out", acts.leaveOut, "X")}${button("heading", acts.heading, "G")}${button("pause", () => acts.open("pause"), "B")}
      ${button("narrate", acts.narrateParagraph)}${button("words", () => acts.open("words"), "Enter")}</p>
  </section>`;
}

const Whole = () => html`<section class="further" aria-labelledby="whole"><h2 id="whole">${say("turn")}</h2>
  <p class="buttons">${button("hear turn", () => hear("turn"), "T")}${button("hear on", () => hear("on"), "H")}
    ${button("join", acts.join, "J")}${button("leave out turn", acts.leaveOutTurn, "Delete")}
    ${button("chapter", () => acts.open("chapter"), "C")}${button("keys", () => acts.open("keys"), "?")}</p>
</section>`;

/** The panel. */
export const Panel = () => html`<aside class=${state.more ? "panel more" : "panel"} aria-label=${say("desk")}>
  <${Doubts} /><${Who} /><${Words} /><${Whole} />
</aside>`;
