// The people of the script: what they are called, what they do, and their voices.
import * as acts from "./acts.js";
import { colour } from "./draft.js";
import { act, ask, askSound } from "./calls.js";
import { attempt, state, tell, update } from "./state.js";
import { Field } from "./field.js";
import { html } from "./view.js";
import { say } from "./words.js";

const choice = (label, values, value, change) => html`<label><span>${label}</span>
  <select onChange=${(event) => change(event.target.value)}>${values.map(([key, text]) =>
    html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}</select></label>`;

const field = (label, value, change) => html`<label><span>${label}</span>
  <${Field} value=${value} save=${change} /></label>`;

/** Look who has which voice, and which there are. */
export async function lookAtCast() {
  const cast = await attempt(() => ask(`drafts/${state.draft.name}/cast`));
  if (cast) update({ cast });
}

const shown = new Audio();

async function hear(name, voice) {
  const address = await attempt(() => askSound(`drafts/${state.draft.name}/audition`, { name: name ?? "", ...voice }));
  if (!address) return;
  shown.src = address;
  await shown.play();
}

async function keep(name, voice) {
  const cast = await attempt(() => act(`drafts/${state.draft.name}/cast`, { name, ...voice }));
  if (!cast) return;
  update({ cast });
  tell(say("voice kept", { name: name ?? say("narrator") }));
}

const named = (each) => `${each.name}${each.gender ? ` · ${say(`gender ${each.gender}`)}` : ""}`;

function VoiceOf({ name }) {
  const own = state.cast?.people.find((each) => each.name === name);
  if (!own) return "";
  const now = { engine: own.voice.engine, voice: own.voice.name, rate: own.voice.rate_percent, pitch: own.voice.pitch_hz };
  const read = (form) => ({ engine: now.engine, voice: form.voice.value, rate: form.rate.value || 0, pitch: form.pitch.value || 0 });
  const known = state.cast.offered.some((each) => each.name === now.voice);
  return html`<form class="voice" onSubmit=${(event) => { event.preventDefault(); void keep(name, read(event.target.elements)); }}>
    <div class="fields">
      <label><span>${say("voice", { engine: now.engine })}</span><select name="voice">
        ${!known && html`<option value=${now.voice} selected>${now.voice}</option>`}
        ${state.cast.offered.map((each) => html`<option key=${each.name} value=${each.name}
          selected=${each.name === now.voice}>${named(each)}</option>`)}</select></label>
      <label><span>${say("rate")}</span><input type="number" name="rate" min="-90" max="200" defaultValue=${now.rate} /></label>
      <label><span>${say("pitch")}</span><input type="number" name="pitch" min="-200" max="200" defaultValue=${now.pitch} /></label>
    </div>
    ${own.alike.length > 0 && html`<p class="note">${say("same voice", { names: own.alike.map((each) => each || say("narrator")).join("、") })}</p>`}
    <p class="buttons"><button type="button" onClick=${(event) => hear(name, read(event.target.form.elements))}>${say("try voice")}</button>
      <button class="main">${say("keep voice")}</button>
      <span class="row-facts">${say(own.is_cast ? "is cast" : "is from pool")}</span></p>
  </form>`;
}

function Person({ person }) {
  const turns = state.draft.turns.filter((turn) => turn.speaker === person.name).length;
  const facts = (changes) => acts.describe(person.name, changes);
  return html`<li class=${`person ${colour(person.name)}`}>
    <h2><span class="dot"></span>${person.name}</h2><p class="row-facts">${say("speaks", { count: turns })}</p>
    <div class="fields">
      ${field(say("name"), person.name, (value) => value.trim() && facts({ new_name: value }))}
      ${choice(say("role"), ["host", "guest", "narrator"].map((role) => [role, say(`role ${role}`)]), person.role,
        (role) => facts({ role }))}
      ${choice(say("gender"), ["unknown", "female", "male"].map((each) => [each, say(`gender ${each}`)]), person.gender,
        (gender) => facts({ gender }))}
      ${field(say("affiliation"), person.affiliation, (affiliation) => facts({ affiliation }))}
      ${field(say("position"), person.position, (position) => facts({ position }))}
    </div>
    <${VoiceOf} name=${person.name} /></li>`;
}

const Narration = () => state.draft.turns.some((turn) => turn.speaker === null) && html`<li class="person s0">
  <h2><span class="dot"></span>${say("narrator")}</h2><${VoiceOf} name=${null} /></li>`;

/** The page. */
export const People = () => html`<main class="people-page" id="main"><h1>${say("people")}</h1>
  <ul class="persons">${state.draft.speakers.map((person) => html`<${Person} key=${person.name} person=${person} />`)}<${Narration} /></ul>
</main>`;
