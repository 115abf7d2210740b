// The desk's calls. Addresses are relative, so that a server in front may serve the desk anywhere.

import { say } from "./words.js";

/** What narrator refused, and what to do about it. */
export class Refusal extends Error {
  constructor({ message, hint = "", changed = false }) {
    super(message);
    this.hint = hint;
    this.changed = changed;
  }
}

async function answered(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new Refusal({ message: "", hint: "" });
  }
  if (answer.ok) return answer;
  if (answer.status === 401) throw new Refusal({ message: say("closed") });
  const text = await answer.text();
  let given = { message: text.trim() || `${answer.status}` };
  try {
    given = JSON.parse(text);
  } catch { /* it is plain text */ }
  throw new Refusal(given);
}

const address = (path, query) => `api/${path}${query ? `?${new URLSearchParams(query)}` : ""}`;

/** What a call answers. */
export const ask = async (path, query) => (await answered(fetch(address(path, query)))).json();

/** A sound, as an address that audio elements take. */
export const askSound = async (path, query) =>
  URL.createObjectURL(await (await answered(fetch(address(path, query)))).blob());

/** Do something; gives what became of it. */
export async function act(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return (await answered(fetch(address(path), { method: "POST", headers, body: JSON.stringify(body) }))).json();
}

/** Hand a file over. */
export const hand = async (path, file) =>
  (await answered(fetch(address(path, { file: file.name }), { method: "POST", body: file }))).json();

/** Called with each report on a draft that is being made. */
export function watch(name, report) {
  const events = new EventSource(address(`drafts/${name}/progress`));
  events.onmessage = ({ data }) => {
    const making = JSON.parse(data);
    if (!["waiting", "running"].includes(making.state)) events.close();
    report(making);
  };
  events.onerror = () => events.readyState === EventSource.CLOSED && report({ state: "interrupted" });
  return () => events.close();
}
