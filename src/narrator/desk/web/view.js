// The library the page is built with: Preact and htm, as they come (vendor/), bound to each other.
import { h, render, Component, createRef } from "./vendor/preact.mjs";
import htm from "./vendor/htm.mjs";

export const html = htm.bind(h);
export { render, Component, createRef };
