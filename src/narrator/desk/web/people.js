// The people of the script: what they are called, what they do, and their voices.
import * as acts from "./acts.js";
import { colour } from "./draft.js";
import { state } from "./state.js";
import { html } from "./view.js";
import { say } from "./words.js";

const choice = (label, values, value, change) => html`<label><span>${label}</span>
  <select onChange=${(event) => change(event.target.value)}>${values.map(([key, text]) =>
    html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}</select></label>`;

const field = (label, value, change) => html`<label><span>${label}</span>
  <input value=${value} autocomplete="off" onChange=${(event) => change(event.target.value)} /></label>`;

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
    </div></li>`;
}

/** The page. */
export const People = () => html`<main class="people-page" id="main"><h1>${say("people")}</h1>
  <ul class="persons">${state.draft.speakers.map((person) => html`<${Person} key=${person.name} person=${person} />`)}</ul>
</main>`;
