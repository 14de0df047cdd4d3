// Which beads and documents are wanted. One pass over columns of numbers: 125,000 beads take a few milliseconds.

const ANY = "*", NONE = "-", SOME = "+";

const readFilters = (form) => {
  const bound = (name, otherwise) => (form[name].value === "" ? otherwise : Number(form[name].value) * 10);
  return {
    words: foldedWords(form.text.value),
    flag: form.flag.value,
    publisher: form.publisher.value,
    kind: form.kind.value,
    state: form.state.value,
    low: bound("low", 0),
    high: bound("high", 1000),
    order: form.order.value,
  };
};

// Documents that hold every word, as bytes; a word stands for all words that begin with it.
const documentsWith = (search, words, count) => {
  const all = new Uint8Array(count);
  words.forEach((word, number) => {
    for (let i = firstFrom(search.words, word); i < search.words.length && search.words[i].startsWith(word); i++) {
      for (const place of placesOf(search, i)) if (all[place] === number) all[place]++;
    }
  });
  return all;
};

// The documents of a word; differences in base 36 are read when the word is first asked for.
const placesOf = (search, i) => {
  if (typeof search.places[i] === "string") {
    let place = 0;
    search.places[i] = Uint32Array.from(search.places[i].split(" "), (step) => (place += parseInt(step, 36)));
  }
  return search.places[i];
};

const firstFrom = (words, word) => {
  let low = 0, high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle] < word) low = middle + 1; else high = middle;
  }
  return low;
};

// A function that tells whether a bead is wanted, or null where every bead is.
const beadTest = (index, wanted) => {
  const kind = index.kinds.indexOf(wanted.kind), state = index.states.indexOf(wanted.state);
  const bit = wanted.flag === SOME || wanted.flag === NONE ? 0xffff : 1 << index.flags.indexOf(wanted.flag);
  const anyFlag = wanted.flag === ANY, anyKind = wanted.kind === ANY, anyState = wanted.state === ANY;
  const { low, high } = wanted, anyQuality = low <= 0 && high >= 1000;
  if (anyFlag && anyKind && anyState && anyQuality) return null;
  const flagged = wanted.flag !== NONE;
  return (bead) =>
    (anyQuality || (index.quality[bead] >= low && index.quality[bead] <= high)) &&
    (anyFlag || ((index.flag[bead] & bit) !== 0) === flagged) &&
    (anyKind || index.kind[bead] === kind) &&
    (anyState || index.state[bead] === state);
};

// Documents in the order wanted: [number, beads that match, lowest quality among them].
const filtered = (index, wanted, search) => {
  const test = beadTest(index, wanted);
  const publisher = index.publishers.indexOf(wanted.publisher);
  const held = wanted.words.length ? documentsWith(search, wanted.words, index.documents.length) : null;
  const found = [];
  let beads = 0;
  for (let number = 0; number < index.documents.length; number++) {
    if (held && held[number] < wanted.words.length) continue;
    if (wanted.publisher !== ANY && index.documents[number][3] !== publisher) continue;
    let matches = 0, lowest = NO_QUALITY;
    for (let bead = index.start[number]; bead < index.start[number + 1]; bead++) {
      if (test && !test(bead)) continue;
      matches++;
      if (index.quality[bead] < lowest) lowest = index.quality[bead];
    }
    if (test && !matches) continue;
    beads += matches;
    found.push([number, matches, lowest]);
  }
  const by = ORDERS[wanted.order];
  if (by) found.sort((a, b) => by(a, b, index) || a[0] - b[0]);
  return { found, beads, isPartial: test !== null };
};

// The index lists the worst documents first; these are the other orders.
const ORDERS = {
  lowest: (a, b) => a[2] - b[2],
  most: (a, b) => b[1] - a[1],
  newest: (a, b, index) => compared(index.documents[b[0]][4], index.documents[a[0]][4]),
  title: (a, b, index) => compared(index.documents[a[0]][1] || "\uffff", index.documents[b[0]][1] || "\uffff"),
};
const compared = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const addOptions = (select, names, label = (name) => name) => {
  for (const name of names) {
    const option = element("option");
    option.value = name;
    option.textContent = label(name).replace(UNSEEN, "␚").slice(0, 60);
    select.append(option);
  }
};
