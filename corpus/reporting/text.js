// Text from pages as nodes: never as markup, control characters made visible, and each text isolated so that
// right-to-left marks reach no further than itself.

const NO_QUALITY = 0xffff;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const child of children) if (child !== null && child !== "") made.append(child);
  return made;
};

const appendText = (parent, text) => {
  let place = 0;
  for (const found of text.matchAll(UNSEEN)) {
    if (found.index > place) parent.append(text.slice(place, found.index));
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const sign = element("span", "unseen", code);
    sign.title = `invisible character U+${code}`;
    parent.append(sign);
    place = found.index + 1;
  }
  if (place < text.length) parent.append(place ? text.slice(place) : text);
  return parent;
};

const textElement = (name, className, text, language) => {
  const made = appendText(element(name, className), text);
  if (language) made.lang = language;
  made.dir = "ltr";
  return made;
};

const LETTERS = { "đ": "d", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l" };
const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[đœæßøł]/g, (letter) => LETTERS[letter]);
const foldedWords = (text) => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, 24));

// Stretches of a text whose words begin as a word that is searched for.
const searchedStretches = (text, words) => {
  if (!words.length) return [];
  const found = [];
  for (const match of text.matchAll(WORD)) {
    if (words.some((word) => fold(match[0]).startsWith(word))) found.push([match.index, match.index + match[0].length]);
  }
  return found;
};

// A text with its marks: [start, end, class, attributes]. Marks may overlap; every piece carries all of its classes.
const markedText = (parent, text, marks) => {
  const edges = new Set([0, text.length]);
  for (const [start, end] of marks) edges.add(Math.min(start, text.length)).add(Math.min(end, text.length));
  const places = [...edges].sort((a, b) => a - b);
  const ordered = [...marks].sort((a, b) => a[0] - b[0]);
  let open = [], next = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    const start = places[i];
    while (next < ordered.length && ordered[next][0] <= start) open.push(ordered[next++]);
    open = open.filter((mark) => mark[1] > start);
    const piece = text.slice(start, places[i + 1]);
    if (!open.length) { appendText(parent, piece); continue; }
    const span = element("span", open.map((mark) => mark[2]).join(" "));
    for (const mark of open) Object.assign(span.dataset, mark[3]);
    parent.append(appendText(span, piece));
  }
  return parent;
};

const percent = (thousandths) => (thousandths / 1000).toFixed(2);
const tone = (quality) => (quality >= 0.8 ? "good" : quality >= 0.5 ? "fair" : "bad");
