// The page as a whole: which part of it is shown, and what stands above all parts.
import { keyAnywhere } from "./keys.js";
import { openDraft, redo, undo } from "./draft.js";
import { arrive, Make } from "./make.js";
import { lookAtCast, People } from "./people.js";
import { light, Script } from "./script.js";
import { shownBy, state, update } from "./state.js";
import { html, render } from "./view.js";
import { look, takeDrops, Work } from "./work.js";
import { say, sayAct } from "./words.js";

const PAGES = { work: Work, script: Script, people: People, make: Make };
const TABS = ["script", "people", "make"];

function Bar() {
  const { draft, page } = state;
  if (page === "work") return html`<header class="bar"><a class="brand" href="#/">narrator</a></header>`;
  const tab = (name) => html`<a key=${name} href=${`#/${draft.name}/${name}`}
    aria-current=${page === name ? "page" : undefined}>${say(`tab ${name}`)}</a>`;
  const step = (name, act, run, sign) => html`<button type="button" class="icon" disabled=${!act} onClick=${run}
    title=${act ? say(`${name} act`, { act: sayAct(act) }) : say(name)} aria-label=${say(name)}>${sign}</button>`;
  return html`<header class="bar"><a class="brand" href="#/" aria-label=${say("to list")}>←</a>
    <p class="bar-title">${draft.title}</p>
    <nav aria-label=${say("steps")}>${TABS.map(tab)}</nav>
    <p class="history"><span class="saved">${say(state.busy ? "saving" : "saved")}</span>
      ${step("undo", draft.undoes, undo, "↶")}${step("redo", draft.redoes, redo, "↷")}</p></header>`;
}

const Message = () => html`<div class="message-place" aria-live="polite">${state.message && html`<div class=${`message${state.message.bad ? " bad" : ""}`} role=${
  state.message.bad ? "alert" : undefined}><p>${state.message.text}</p>${state.message.hint && html`<p>${state.message.hint}</p>`}
  <button type="button" class="icon" aria-label=${say("close")} onClick=${() => update({ message: null })}>×</button></div>`}</div>`;

function Desk() {
  const shown = state.page === "work" || state.draft ? PAGES[state.page] : null;
  return html`<a class="skip" href="#main" onClick=${(event) => {
    event.preventDefault();
    document.querySelector("#main, [data-turn]")?.querySelector("[tabindex='0'], input, button, textarea")?.focus();
  }}>${say("skip")}</a>
    ${shown && html`<${Bar} /><${shown} />`}<${Message} />`;
}

const root = document.getElementById("desk");

function show() {
  const inArticle = document.activeElement?.closest(".turns") !== null && document.activeElement !== document.body;
  const lost = state.page === "script" && inArticle;
  render(html`<${Desk} />`, root);
  light();
  document.title = state.draft && state.page !== "work" ? `${state.draft.title} · narrator` : "narrator";
  if (lost && !state.dialog) document.getElementById(`turn-${state.turn}`)?.focus({ preventScroll: true });
}

async function go() {
  const [, name, part] = /^#\/([a-z0-9-]+)\/(\w+)/.exec(location.hash) ?? [];
  if (!name || !TABS.includes(part)) {
    update({ page: "work", message: null, dialog: null });
    await look();
    return;
  }
  if (state.draft?.name !== name || part === "script") await openDraft(name);
  if (state.draft?.name !== name) {
    location.hash = "#/";
    return;
  }
  update({ page: part, message: null, dialog: null });
  if (part === "make") void arrive(name);
  if (part === "people") void lookAtCast();
  setTimeout(() => {
    if (part === "script") document.getElementById(`turn-${state.turn}`)?.scrollIntoView({ block: "nearest" });
    else scrollTo(0, 0);
    const first = { script: `#turn-${state.turn}`, make: ".make button.main", people: ".person input" }[part];
    document.querySelector(first)?.focus({ preventScroll: true });
  });
}

shownBy(show);
addEventListener("hashchange", go);
addEventListener("keydown", keyAnywhere);
takeDrops();
void go();
