// What the listener chose, and where they were. Kept in the browser, never sent; without storage (private
// windows, frames of other sites) the player works and forgets.

const KEPT = { speed: "narrator:speed", size: "narrator:size", follow: "narrator:follow", keys: "narrator:keys" };

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, String(value));
  } catch {
    // Storage is full or forbidden.
  }
}
