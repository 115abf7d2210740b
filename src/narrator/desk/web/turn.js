// One turn of the article. Shown anew only when something about it is another.
import { colour } from "./draft.js";
import { stretches } from "./marks.js";
import { state } from "./state.js";
import { Component, html } from "./view.js";
import { say, sayWhy } from "./words.js";

const LABEL = "speaker label";

function Stretch({ stretch }) {
  if (!stretch.kind) return stretch.text;
  if (stretch.kind === "doubt") return html`<mark class="how" title=${stretch.above} data-start=${stretch.start}
    data-end=${stretch.end}>${stretch.text}</mark>`;
  return html`<ruby class=${stretch.kind} data-start=${stretch.start} data-end=${stretch.end}>${stretch.text}<rt>${
    stretch.above}</rt></ruby>`;
}

const shape = ({ pause }, inline) => ["left", inline && "inline", pause !== null && "pause"].filter(Boolean).join(" ");

const leftOut = (entries, paragraph, inline) => entries.map((entry, index) => entry.why !== LABEL
  && entry.inline === inline && html`<span class=${shape(entry, inline)} key=${`left ${paragraph} ${index}`}
  data-left=${index} data-after=${paragraph} title=${sayWhy(entry.why)}>${!inline
  && html`<span class="why">${sayWhy(entry.why)}</span> `}${entry.pause === null ? entry.text
    : say("pause of", { seconds: entry.pause })}</span>`);

const aside = (entries, paragraph) => entries.some((entry) => entry.why !== LABEL && !entry.inline)
  && html`<p class="aside" key=${`aside ${paragraph}`}>${leftOut(entries, paragraph, false)}</p>`;

/** The turn's paragraphs as they are printed: what goes on with the one before stands in the same. */
function printed(turn) {
  const found = [];
  turn.paragraphs.forEach((paragraph, number) => {
    if (!paragraph.continues || !found.length) found.push([]);
    found.at(-1).push(number);
  });
  return found;
}

function Words({ turn, numbers, sentences }) {
  const last = numbers.at(-1);
  return html`<p class="words">${numbers.map((number) => html`<span key=${number} data-paragraph=${number}>${stretches(
    turn.paragraphs[number], sentences.filter((each) => each.paragraph === number),
  ).map((stretch) => html`<${Stretch} key=${stretch.start} stretch=${stretch} />`)}</span>${
    leftOut(turn.paragraphs[number].behind, number, true)}`)}</p>${aside(turn.paragraphs[last].behind, last)}`;
}

/** A turn: `turn`, its `sentences` where they are known, its `index`, and whether it is `current`. */
export class Turn extends Component {
  shouldComponentUpdate(next) {
    const { turn, sentences, current, index, tint, name } = this.props;
    return next.turn !== turn || next.sentences !== sentences || next.current !== current || next.index !== index
      || next.tint !== tint || next.name !== name;
  }

  render({ turn, sentences = [], current, index, tint, name }) {
    const print = turn.label && turn.label.replace(/[：:\s]+$/, "") !== turn.speaker;
    return html`<li class=${`said ${tint}${current ? " current" : ""}${turn.doubt ? " doubtful" : ""}`}
      data-turn=${index} tabindex=${current ? 0 : -1} aria-current=${current ? "true" : undefined}
      id=${`turn-${index}`}>
      ${turn.chapter && html`<h2 class="chapter-title">${turn.chapter}</h2>`}
      ${aside(turn.before, -1)}
      <p class="speaks"><span class="name">${name}</span>${
        print ? html` <span class="printed">${say("printed as", { label: turn.label })}</span>` : ""}</p>
      ${turn.doubt && html`<p class="why-doubt">${turn.doubt}</p>`}
      ${printed(turn).map((numbers) => html`<${Words} key=${numbers[0]} turn=${turn} numbers=${numbers}
        sentences=${sentences} />`)}
    </li>`;
  }
}

/** All turns of the draft. */
export const Turns = () => state.draft.turns.slice(0, state.shown).map((turn, index) => html`<${Turn} key=${turn.key} turn=${turn}
  sentences=${state.readings.get(turn)} index=${index} current=${index === state.turn} tint=${colour(turn.speaker)}
  name=${turn.speaker ?? say("narrator")} />`);
