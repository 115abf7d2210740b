// What needs more than a key: the words of a paragraph, a new person, a chapter's title, the list of keys.
import * as acts from "./acts.js";
import { readEverywhere } from "./draft.js";
import { KEYS } from "./keys.js";
import { state, update } from "./state.js";
import { Component, createRef, html } from "./view.js";
import { say, sayWhy } from "./words.js";

const close = () => update({ dialog: null });

class Dialog extends Component {
  constructor() {
    super();
    this.box = createRef();
  }

  componentDidMount() {
    this.back = document.activeElement;
    this.box.current.showModal();
  }

  componentWillUnmount() {
    const turn = document.getElementById(`turn-${state.turn}`);
    queueMicrotask(() => (this.back?.isConnected && this.back !== document.body ? this.back : turn)?.focus());
  }

  render({ title, children }) {
    return html`<dialog ref=${this.box} aria-labelledby="dialog-title" onClose=${close}
      onCancel=${(event) => { event.preventDefault(); close(); }}>
      <h2 id="dialog-title">${title.replace(/…$/, "")}</h2>${children}</dialog>`;
  }
}

const then = (work) => (event) => {
  event.preventDefault();
  const given = new FormData(event.target, event.submitter);
  close();
  void work(given);
};

const cancel = () => html`<button type="button" onClick=${close}>${say("cancel")}</button>`;

/** The words of a paragraph, where any place can be chosen by keys too. */
class Words extends Component {
  constructor() {
    super();
    this.field = createRef();
    this.reading = createRef();
  }

  componentDidMount() {
    const { start, end } = acts.place();
    const { current: field } = this.field;
    if (this.props.wants === "reading") this.reading.current.focus();
    else field.focus();
    field.setSelectionRange(start, end);
    this.setState({ chosen: field.value.slice(start, end) });
  }

  choose(event) {
    const { selectionStart: start, selectionEnd: end, value } = event.target;
    state.place = { paragraph: acts.place().paragraph, start, end };
    this.setState({ chosen: value.slice(start, end) });
  }

  render() {
    const { paragraph } = acts.place();
    const { text, readings } = state.draft.turns[state.turn].paragraphs[paragraph];
    const { start, end } = acts.place();
    const own = readings.find(([from, to]) => from < end && to > start);
    const { chosen = "" } = this.state;
    const read = then((given) => (given.get("where") === "everywhere"
      ? readEverywhere(chosen, given.get("reading").trim()) : acts.readHere(given.get("reading").trim())));
    const doing = (work) => () => { close(); void work(); };
    return html`<${Dialog} title=${say("words")}>
      <form onSubmit=${read}>
        <label for="print">${say("print")}</label>
        <textarea id="print" readonly rows="4" ref=${this.field} lang=${state.draft.language}
          onSelect=${(event) => this.choose(event)}>${text}</textarea>
        <p class="buttons">
          <button type="button" onClick=${doing(() => acts.split())}>${say("split")}</button>
          <button type="button" disabled=${!chosen} onClick=${doing(acts.leaveOut)}>${say("leave out")}</button></p>
        <label for="reading">${say("reading of", { words: chosen.slice(0, 20) || "…" })}</label>
        <input id="reading" name="reading" ref=${this.reading} autocomplete="off" spellcheck="false"
          defaultValue=${own ? own[2] : ""} placeholder=${say("reading hint")} />
        <p class="buttons"><button class="main" name="where" value="here" disabled=${!chosen}>${say("read here")}</button>
          <button name="where" value="everywhere" disabled=${!chosen}>${say("read everywhere")}</button>${cancel()}</p>
      </form></${Dialog}>`;
  }
}

const Person = () => html`<${Dialog} title=${say("new person")}>
  <form onSubmit=${then((given) => given.get("name").trim() && acts.give(given.get("name").trim()))}>
    <label for="name">${say("name")}</label>
    <input id="name" name="name" required maxlength="60" autocomplete="off" />
    <p class="buttons"><button class="main">${say("give turn")}</button>${cancel()}</p></form></${Dialog}>`;

const Pause = () => html`<${Dialog} title=${say("pause")}>
  <form onSubmit=${then((given) => acts.pause(Number(given.get("seconds"))))}>
    <label for="seconds">${say("pause seconds")}</label>
    <input id="seconds" name="seconds" type="number" min="0.1" max="30" step="0.1" defaultValue="1" required />
    <p class="buttons"><button class="main">${say("keep")}</button>${cancel()}</p></form></${Dialog}>`;

const Chapter = () => html`<${Dialog} title=${say("chapter")}>
  <form onSubmit=${then((given) => acts.chapter(given.get("title").trim()))}>
    <label for="title">${say("chapter title")}</label>
    <input id="title" name="title" maxlength="300" autocomplete="off"
      defaultValue=${state.draft.turns[state.turn].chapter ?? ""} />
    <p class="buttons"><button class="main">${say("keep")}</button>${cancel()}</p></form></${Dialog}>`;

function Left({ after, entry }) {
  const turn = state.draft.turns[state.turn];
  const { text, why, pause } = (after < 0 ? turn.before : turn.paragraphs[after].behind)[entry];
  const doing = (narrate) => () => { close(); void acts.speak(state.turn, after, entry, narrate); };
  const unpause = () => { close(); void acts.unpause(state.turn, after, entry); };
  if (pause !== null) return html`<${Dialog} title=${say("pause of", { seconds: pause })}><p class="buttons">
    <button type="button" class="main" onClick=${unpause}>${say("unpause")}</button>${cancel()}</p></${Dialog}>`;
  return html`<${Dialog} title=${say("not spoken")}>
    <p class="note">${sayWhy(why)}</p><p class="chosen" lang=${state.draft.language}>${text}</p>
    <p class="buttons"><button type="button" class="main" onClick=${doing(false)}>${say("speak it")}</button>
      <button type="button" onClick=${doing(true)}>${say("narrate it")}</button>${cancel()}</p></${Dialog}>`;
}

const Keys = () => html`<${Dialog} title=${say("keys")}>
  <p class="note">${say("keys where")}</p>
  <dl class="keys"><div><dt><kbd>1</kbd>–<kbd>9</kbd></dt><dd>${say("key person")}</dd></div>
    ${KEYS.map(([name, shown, key]) => html`<div key=${name}><dt><kbd>${shown}</kbd></dt><dd>${say(key)}</dd></div>`)}
    <div><dt><kbd>Ctrl Z</kbd></dt><dd>${say("undo")}</dd></div>
    <div><dt><kbd>Ctrl Y</kbd></dt><dd>${say("redo")}</dd></div></dl>
  <p class="buttons"><button type="button" class="main" onClick=${close}>${say("close")}</button></p></${Dialog}>`;

const KINDS = { words: Words, person: Person, chapter: Chapter, pause: Pause, left: Left, keys: Keys };

/** The dialog that is open. */
export const Dialogs = () => state.dialog && html`<${KINDS[state.dialog.kind]} ...${state.dialog} />`;
