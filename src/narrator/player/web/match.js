// Finds what was read aloud in a page that has other white space, quotes, links, advertisements, and changes since.

const ANCHOR = 8; // letters that hardly occur twice by chance
const MOVED = 16; // so many that they are the same sentence even in another place of the page
const NEAR = 120; // within so many letters behind the sentence before, a short sentence is the one that was read
const REGION = 6000; // a longer stretch is not searched letter by letter
const PIECE = 2; // what an advertisement or a footnote's number cuts out of a sentence is at least this long
const SPAN = 600; // letters that may stand between the first piece and the last, besides the sentence's own
const EDIT = 60; // letters between two pieces, in one text node: a word that was put in

// The text's letters and digits alone, in one form (NFKD, small, without accents), and where each was.
function lettersOf(text) {
  let letters = "";
  const places = [];
  let place = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    const plain = (code >= 0x4e00 && code <= 0x9fff) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    const kept = plain ? character : character.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    for (let unit = 0; unit < kept.length; unit += 1) places.push(place);
    letters += kept;
    place += character.length;
  }
  return { letters, places };
}

// For each sentence its pieces [from in the sentence, from in the page, letters], or the reason why there are none:
// "edited", "missing", or "none" for what has no letters. `together` says whether two places are in one text node.
function align(page, sentences, together) {
  const found = anchorsIn(page, sentences);
  const moved = outOfOrder(found);
  for (const index of moved.keys()) found[index] = null;
  let low = 0;
  for (let first = 0; first < sentences.length;) {
    if (found[first]) {
      low = endOf(found[first]);
      first += 1;
      continue;
    }
    let next = first;
    while (next < sentences.length && !found[next]) next += 1;
    fillGap(page, sentences, found, { first, next, low, high: next < sentences.length ? found[next][0][1] : page.length });
    first = next;
  }
  for (const [index, pieces] of moved) found[index] = found[index] ?? pieces;
  return sentences.map((sentence, index) => {
    if (found[index]) return found[index];
    return sentence ? inPieces(page, sentence, around(found, moved, index, page.length), together) : "none";
  });
}

function endOf(pieces) {
  const [, from, letters] = pieces[pieces.length - 1];
  return from + letters;
}

// Sentences that are in the page once and were read once.
function anchorsIn(page, sentences) {
  const times = new Map();
  for (const sentence of sentences) times.set(sentence, (times.get(sentence) ?? 0) + 1);
  return sentences.map((sentence) => {
    if (sentence.length < ANCHOR || times.get(sentence) > 1) return null;
    const place = page.indexOf(sentence);
    return place >= 0 && page.indexOf(sentence, place + 1) < 0 ? [[0, place, sentence.length]] : null;
  });
}

// Those that are not in the order in which most were read: the rest of the longest rising sequence.
function outOfOrder(found) {
  const tails = [];
  const before = new Map();
  found.forEach((pieces, index) => {
    if (!pieces) return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[tails[middle]][0][1] < pieces[0][1]) low = middle + 1;
      else high = middle;
    }
    before.set(index, tails[low - 1]);
    tails[low] = index;
  });
  const rising = new Set();
  for (let index = tails[tails.length - 1]; index !== undefined; index = before.get(index)) rising.add(index);
  const out = new Map();
  found.forEach((pieces, index) => {
    if (pieces && !rising.has(index)) out.set(index, pieces[0][2] >= MOVED ? pieces : null);
  });
  return out;
}

// The sentences between two that were found, each as near to the one before as it occurs.
function fillGap(page, sentences, found, { first, next, low, high }) {
  let cursor = low;
  for (let index = first; index < next; index += 1) {
    const sentence = sentences[index];
    let place = sentence ? page.indexOf(sentence, cursor) : -1;
    if (place < 0 || place + sentence.length > high) continue;
    if (sentence.length < ANCHOR && place - cursor > NEAR) {
      place = page.lastIndexOf(sentence, high - sentence.length); // or as near to the one behind
      if (high - place - sentence.length > NEAR) continue;
    }
    found[index] = [[0, place, sentence.length]];
    cursor = place + sentence.length;
  }
}

// The stretch of the page between the neighbours that were found.
function around(found, moved, index, length) {
  let before = index - 1;
  while (before >= 0 && (!Array.isArray(found[before]) || moved.has(before))) before -= 1;
  let after = index + 1;
  while (after < found.length && (!Array.isArray(found[after]) || moved.has(after))) after += 1;
  const low = before < 0 ? 0 : endOf(found[before]);
  return { low, high: after < found.length ? found[after][0][1] : Math.min(length, low + REGION) };
}

// A sentence with something between its pieces, or one that was changed.
function inPieces(page, sentence, { low, high }, together) {
  if (high - low > REGION || high <= low || sentence.length < ANCHOR) return "missing";
  const pieces = [];
  const gather = (from, to, left, right) => {
    const best = longestCommon(sentence, page, from, to, left, right);
    if (!best || best[2] < PIECE) return;
    gather(from, best[0], left, best[1]);
    pieces.push(best);
    gather(best[0] + best[2], to, best[1] + best[2], right);
  };
  gather(0, sentence.length, low, high);
  const kept = pieces.reduce((sum, [, , letters]) => sum + letters, 0);
  const span = pieces.length ? endOf(pieces) - pieces[0][1] - sentence.length : 0;
  if (kept < sentence.length || span > SPAN) return kept * 2 >= sentence.length ? "edited" : "missing";
  const edited = pieces.some(([, from], place) => {
    const end = place && pieces[place - 1][1] + pieces[place - 1][2];
    return place && from - end <= EDIT && together(end - 1, from);
  });
  return edited ? "edited" : pieces;
}

function longestCommon(one, other, from, to, left, right) {
  let best = null;
  let row = new Uint16Array(right - left + 1);
  for (let i = from; i < to; i += 1) {
    const next = new Uint16Array(right - left + 1);
    for (let j = left; j < right; j += 1) {
      if (one[i] !== other[j]) continue;
      const run = row[j - left] + 1;
      next[j - left + 1] = run;
      if (!best || run > best[2]) best = [i - run + 1, j - run + 1, run];
    }
    row = next;
  }
  return best;
}
