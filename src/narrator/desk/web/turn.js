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

const leftOut = (entries, paragraph) => entries.map((entry, index) => entry.why !== LABEL && html`<span class="left"
  key=${`left ${index}`} data-left=${index} data-after=${paragraph} title=${sayWhy(entry.why)}><span class="why">${
  sayWhy(entry.why)}</span> ${entry.text}</span>`);

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
      ${turn.before.some((entry) => entry.why !== LABEL) && html`<p class="aside">${leftOut(turn.before, -1)}</p>`}
      <p class="speaks"><span class="name">${name}</span>${
        print ? html` <span class="printed">${say("printed as", { label: turn.label })}</span>` : ""}</p>
      ${turn.doubt && html`<p class="why-doubt">${turn.doubt}</p>`}
      ${turn.paragraphs.map((paragraph, number) => html`<p class=${paragraph.continues ? "words goes-on" : "words"}
        key=${number} data-paragraph=${number}>${stretches(
          paragraph, sentences.filter((each) => each.paragraph === number),
        ).map((stretch) => html`<${Stretch} key=${stretch.start} stretch=${stretch} />`)}</p>
        ${paragraph.behind.length > 0 && html`<p class="aside">${leftOut(paragraph.behind, number)}</p>`}`)}
    </li>`;
  }
}

/** All turns of the draft. */
export const Turns = () => state.draft.turns.map((turn, index) => html`<${Turn} key=${turn.key} turn=${turn}
  sentences=${state.readings.get(turn)} index=${index} current=${index === state.turn} tint=${colour(turn.speaker)}
  name=${turn.speaker ?? say("narrator")} />`);
