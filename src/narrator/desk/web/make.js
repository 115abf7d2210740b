// Making the episode, whether it is fit to publish, and how it will look.
import { act, ask, watch } from "./calls.js";
import { doubts } from "./draft.js";
import * as acts from "./acts.js";
import { attempt, state, tell, update } from "./state.js";
import { html } from "./view.js";
import { say } from "./words.js";

let leave = () => {};

async function make(accept = false) {
  const { name } = state.draft;
  const making = await attempt(() => act(`drafts/${name}/make`, { accept }));
  if (!making) return;
  update({ making, check: null });
  follow(name);
}

/** Follow the making of a draft, where it is being made; show the episode where it is. */
export function follow(name) {
  leave();
  leave = watch(name, (making) => {
    if (state.draft?.name !== name) return leave();
    update({ making });
    return making.state === "done" ? check(making.slug) : undefined;
  });
}

/** Look whether the draft has been made already. */
export async function arrive(name) {
  update({ making: null, check: null });
  const work = await attempt(() => ask("work"));
  const row = work?.drafts.find((each) => each.name === name);
  if (!row || state.draft?.name !== name) return;
  if (row.making) follow(name);
  else if (row.episode) {
    update({ making: { state: "done", slug: row.episode, stale: row.stale, warnings: [] } });
    void check(row.episode);
  }
}

async function check(slug) {
  const found = await attempt(() => ask(`episodes/${slug}/check`));
  if (found) update({ check: found });
}

async function publish(destination) {
  tell(say("publishing", { place: destination }));
  const done = await attempt(() => act("publish", { destination }));
  if (done) tell(say("published to", { place: destination, count: done.changes }));
}

async function copy(lines) {
  await navigator.clipboard.writeText(lines);
  tell(say("copied"));
}

/** Show the words in the script, wherever they stand by now. */
function jump(words) {
  const plain = (text) => text.replace(/\s/g, "");
  const said = (turn) => plain(turn.paragraphs.map((each) => each.text).join(""));
  const turn = Math.max(0, state.draft.turns.findIndex((each) => said(each).includes(plain(words))));
  location.hash = `#/${state.draft.name}/script`;
  setTimeout(() => {
    acts.choose(turn);
    document.getElementById(`turn-${state.turn}`)?.focus();
  });
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;

function Progress({ making }) {
  const share = making.of ? making.done / making.of : 0;
  const stage = making.stage ? say(`stage ${making.stage}`) : say("stage begin");
  return html`<div class="progress"><p role="status">${stage}${
    making.left_s ? `, ${say("time left", { time: clock(making.left_s) })}` : ""}</p>
    <progress max="1" value=${share} aria-label=${stage}></progress>
    <p class="buttons"><button type="button" onClick=${() => act(`drafts/${state.draft.name}/stop`)}>${say("stop")}</button></p></div>`;
}

function Remark({ remark }) {
  return html`<li class=${`remark ${remark.level}`}><p class="what">${
    remark.level !== "ok" && html`<strong>${say(`level ${remark.level}`)}</strong> `}${remark.what}</p>
    ${remark.do && html`<p class="do">${remark.do}</p>`}
    ${remark.words && html`<p class="buttons"><button type="button" onClick=${() => jump(remark.words)}>${say("show cause")}</button></p>`}</li>`;
}

function Check() {
  if (!state.check) return html`<p role="status">${say("checking")}</p>`;
  const { remarks, snippets, destinations } = state.check;
  const wrong = remarks.filter((each) => each.level !== "ok");
  const fit = !remarks.some((each) => each.level === "error");
  return html`<section aria-labelledby="fit"><div role="status"><h2 id="fit" class=${fit ? "good" : "bad"}>${say(fit ? "fit" : "not fit")}</h2></div>
      ${wrong.length > 0 && html`<ul class="remarks">${wrong.map((each, index) => html`<${Remark} key=${index} remark=${each} />`)}</ul>`}
      <details><summary>${say("looked at", { count: remarks.length })}</summary>
        <ul class="remarks">${remarks.filter((each) => each.level === "ok").map((each, index) =>
          html`<${Remark} key=${index} remark=${each} />`)}</ul></details></section>
    ${destinations.length > 0 && html`<section aria-labelledby="publish"><h2 id="publish">${say("publish")}</h2>
      <p class="buttons">${destinations.map((each) => html`<button type="button" key=${each} disabled=${!fit || state.busy}
        onClick=${() => publish(each)}>${say("publish to", { place: each })}</button>`)}</p></section>`}
    <section aria-labelledby="embed"><h2 id="embed">${say("embed")}</h2>
      ${snippets.map(({ form, lines }) => html`<details key=${form}><summary>${say(`form ${form}`)}</summary>
        <pre tabindex="0">${lines}</pre>
        <p class="buttons"><button type="button" onClick=${() => copy(lines)}>${say("copy")}</button></p></details>`)}</section>`;
}

const Preview = ({ slug }) => html`<section class="preview" aria-labelledby="preview"><h2 id="preview">${say("preview")}</h2>
  <p class="buttons">${["phone", "desktop"].map((width) => html`<button type="button" key=${width}
    aria-pressed=${state.width === width} onClick=${() => update({ width })}>${say(`width ${width}`)}</button>`)}
    <a class="button" href=${`preview/${slug}/index.html`} target="_blank" rel="noopener">${say("own window")}</a></p>
  <iframe class=${state.width} src=${`preview/${slug}/index.html`} title=${say("preview")}></iframe></section>`;

/** The page. */
export function Make() {
  const making = state.making ?? { state: "", warnings: [] };
  const running = ["waiting", "running"].includes(making.state);
  const done = making.state === "done";
  return html`<main class="make" id="main"><h1>${say("make title")}</h1>
    ${running ? html`<${Progress} making=${making} />` : html`<p class="buttons"><button type="button" class="main"
      onClick=${() => make()}>${say(done ? "make again" : ["stopped", "interrupted"].includes(making.state) ? "go on" : "make")}</button></p>`}
    ${!done && doubts().length > 0 && html`<p class="note">${say("doubts left", { count: doubts().length })}</p>`}
    ${making.stale && html`<p class="note">${say("state stale")}</p>`}
    ${["stopped", "interrupted"].includes(making.state) && html`<p class="note">${say(`is ${making.state}`)}</p>`}
    ${making.state === "failed" && html`<div class="failed" role="alert"><p>${making.message}</p><p>${making.hint}</p></div>`}
    ${(making.warnings ?? []).map((line) => html`<p class="note" key=${line}>${line}</p>`)}
    ${done && making.why_no_feed && html`<p class="note">${say("no feed", { why: making.why_no_feed })}</p>`}
    ${done && making.fallback && html`<p class="buttons"><button type="button" onClick=${() => make(true)}>${say("accept fallback")}</button></p>`}
    ${done && html`<div class="result"><div><${Check} /></div><${Preview} slug=${making.slug} /></div>`}
  </main>`;
}
