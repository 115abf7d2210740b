// The list of drafts and episodes, and where pages come in.
import { act, ask, hand } from "./calls.js";
import { attempt, state, update } from "./state.js";
import { html } from "./view.js";
import { say } from "./words.js";

/** Look what there is. */
export async function look() {
  const work = await attempt(() => ask("work"));
  if (work) update({ work });
}

const opened = (made) => { if (made) location.hash = `#/${made.name}/script`; };

async function paste(event) {
  event.preventDefault();
  const text = event.target.elements.text.value;
  if (text.trim()) opened(await attempt(() => act("paste", { text })));
}

async function take(files) {
  const made = [];
  for (const file of files) made.push(await attempt(() => hand("drop", file)));
  if (made.length === 1) opened(made[0]);
  else if (made.length) void look();
}

/** Files dropped anywhere on the list come in; elsewhere nothing happens, least of all that the file replaces the page. */
export function takeDrops() {
  const over = (is) => update({ over: is && state.page === "work" });
  addEventListener("dragover", (event) => {
    event.preventDefault();
    if (!state.over) over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (state.page === "work") void take(event.dataTransfer.files);
  });
}

async function discard(draft) {
  if (!confirm(say("discard sure", { title: draft.title }))) return;
  await attempt(() => act(`drafts/${draft.name}/discard`));
  void look();
}

function standing(draft) {
  if (draft.fault) return ["bad", draft.fault];
  if (draft.making === "running" || draft.making === "waiting") return ["busy", say("state making")];
  if (draft.making === "interrupted") return ["bad", say("state interrupted")];
  if (draft.news) return ["open", say("state news", { count: draft.news })];
  if (draft.episode && draft.stale) return ["open", say("state stale")];
  if (draft.is_published) return ["good", say("state published")];
  if (draft.episode) return ["good", say("state made")];
  if (draft.doubts) return ["open", say("state doubts", { count: draft.doubts })];
  return ["good", say("state ready")];
}

function draftRow(draft) {
  const [kind, text] = standing(draft);
  return html`<li key=${draft.name}>
    <h3><a href=${`#/${draft.name}/${draft.making === "interrupted" ? "make" : "script"}`}>${draft.title}</a></h3>
    <p class="row-facts"><span class=${`standing ${kind}`}>${text}</span>
      ${draft.published && html`<span>${draft.published}</span>`}
      <button class="plain" type="button" onClick=${() => discard(draft)}
        aria-label=${say("discard this", { title: draft.title })}>${say("discard")}</button></p>
  </li>`;
}

const episodeRow = (episode) => html`<li key=${episode.slug}>
  <h3><a href=${`preview/${episode.slug}/index.html`} target="_blank" rel="noopener">${episode.title}</a></h3>
  <p class="row-facts"><span class="standing good">${say("state made")}</span>
    ${episode.published && html`<span>${episode.published}</span>`}
    <span>${say("minutes", { minutes: episode.minutes })}</span></p>
</li>`;

/** The page. */
export function Work() {
  const { drafts, episodes } = state.work ?? { drafts: [], episodes: [] };
  return html`<main class=${state.over ? "work over" : "work"} id="main">
    <h1>${say("new episode")}</h1>
    <form class="paste" onSubmit=${paste}>
      <label for="paste">${say("paste label")}</label>
      <textarea id="paste" name="text" rows="5" spellcheck="false" autofocus placeholder=${say("paste hint")}
        onKeyDown=${(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form.requestSubmit()}></textarea>
      <p class="buttons"><button class="main" type="submit" disabled=${state.busy}>${say("open page")}</button>
        <label class="button file">${say("choose file")}<input type="file" class="unseen"
          accept=".txt,.md,.html,.htm,.docx,.odt,.epub,.pdf,.vtt,.srt"
          onChange=${(event) => take(event.target.files)} /></label></p>
    </form>
    ${drafts.length > 0 && html`<h2>${say("drafts")}</h2><ul class="rows">${drafts.map(draftRow)}</ul>`}
    ${episodes.length > 0 && html`<h2>${say("episodes")}</h2><ul class="rows">${episodes.map(episodeRow)}</ul>`}
  </main>`;
}
