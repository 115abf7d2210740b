// A field that is saved by itself: when the editor leaves it, and while they pause.
import { Component, html } from "./view.js";

const PAUSE_MS = 600;

/** An input with `value`; `save` gets what was typed. With `soon`, also while the editor pauses. */
export class Field extends Component {
  type(typed) {
    this.setState({ typed });
    clearTimeout(this.timer);
    if (this.props.soon) this.timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  async save() {
    clearTimeout(this.timer);
    const { typed } = this.state;
    if (typed === undefined || typed === null) return;
    if (typed !== this.props.value) await this.props.save(typed);
    if (this.state.typed === typed) this.setState({ typed: null }); // what narrator made of it is shown
  }

  componentWillUnmount() {
    void this.save();
  }

  render({ value, save, soon, ...attributes }) {
    return html`<input value=${this.state.typed ?? value} autocomplete="off" ...${attributes}
      onInput=${(event) => this.type(event.target.value)} onChange=${() => this.save()} />`;
  }
}
