// A paragraph as stretches of text: what is read differently from print stands above it, what is doubtful is marked.

/** The paragraph's stretches, in order: { text, start, end, above, kind }. The editor's readings go before others. */
export function stretches(paragraph, sentences) {
  const marks = paragraph.readings.map(([start, end, above]) => ({ start, end, above, kind: "own" }));
  const free = (start, end) => marks.every((mark) => mark.end <= start || mark.start >= end);
  const add = (list, kind) => {
    for (const [start, end, above] of list) if (free(start, end)) marks.push({ start, end, above, kind });
  };
  for (const sentence of sentences) add(sentence.changes, "read");
  for (const sentence of sentences) add(sentence.doubts, "doubt");
  marks.sort((one, other) => one.start - other.start);
  const found = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) found.push({ text: paragraph.text.slice(at, mark.start), start: at, end: mark.start });
    found.push({ ...mark, text: paragraph.text.slice(mark.start, mark.end) });
    at = mark.end;
  }
  if (at < paragraph.text.length) found.push({ text: paragraph.text.slice(at), start: at, end: paragraph.text.length });
  return found;
}

const inPrint = (paragraph) => document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
  node.parentElement.closest("rt") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);

/** How many printed characters of the paragraph stand before a place in the page. */
export function charactersBefore(paragraph, node, offset) {
  const place = document.createRange();
  place.setStart(node, offset);
  const walker = inPrint(paragraph);
  let count = 0;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text === node) return count + offset;
    if (place.comparePoint(text, 0) >= 0) return count;
    count += text.length;
  }
  return count;
}

/** The stretch of the paragraph as a range of the page. */
export function rangeOf(paragraph, start, end) {
  const range = document.createRange();
  const walker = inPrint(paragraph);
  let count = 0;
  let open = false;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!open && start < count + text.length) {
      range.setStart(text, start - count);
      open = true;
    }
    if (open && end <= count + text.length) {
      range.setEnd(text, end - count);
      return range;
    }
    count += text.length;
  }
  return null;
}
