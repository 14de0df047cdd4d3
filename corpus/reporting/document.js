// A document pair side by side: a line of beads, each side's sentences, and curves that join them.

const SVG = "http://www.w3.org/2000/svg";
const MARK_CLASSES = { n: "number", m: "name", f: "fault" };
const STATES = ["", " agrees", " differs"];

class DocumentView {
  constructor(box, show) {
    Object.assign(this, { box, show, document: null, wanted: [], words: [] });
    box.addEventListener("mouseover", (event) => this.point(event.target));
    box.addEventListener("focusin", (event) => this.point(event.target));
    box.addEventListener("click", (event) => this.point(event.target));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step, () => true);
    });
    new ResizeObserver(() => this.join()).observe(box);
  }

  // ``isWanted`` tells the beads that the filters want; ``words`` are those searched for.
  open(shown, isWanted, words) {
    Object.assign(this, { document: shown, words, current: -1, folded: [] });
    this.wanted = shown.beads.map((bead, number) => isWanted(number) && this.holds(number, words, "every"));
    this.sides = shown.beads.map(() => [null, null]);
    this.shownRows = shown.beads.map(() => []);
    const body = element("div", "beads");
    this.lines = document.createElementNS(SVG, "svg");
    this.lines.setAttribute("class", "lines");
    this.lines.setAttribute("aria-hidden", "true");
    body.append(this.lines, ...this.rows().map(([left, right]) => this.row(left, right)));
    this.box.replaceChildren(this.head(shown), body);
    this.box.scrollTop = 0;
    this.join();
  }

  // The open document with other filters: what is drawn stays, marks and dimming change where they must.
  refine(isWanted, words) {
    const before = this.words, isOther = before.join(" ") !== words.join(" ");
    this.words = words;
    this.document.beads.forEach((bead, number) => {
      this.wanted[number] = isWanted(number) && this.holds(number, words, "every");
      for (const row of this.shownRows[number]) row.classList.toggle("other", !this.wanted[number]);
      if (!isOther || !(this.holds(number, before, "some") || this.holds(number, words, "some"))) return;
      this.sides[number].forEach((box, side) => box?.replaceChildren(...this.paragraphs(number, side)));
    });
  }

  head(shown) {
    const side = (title, address, date, name, language) => {
      const box = element("div", "side");
      box.append(element("p", "language", name), textElement("h2", "", title || "Untitled", language));
      const facts = element("p", "facts", date || "");
      if (address) facts.append(date ? " · " : "", pageLink(address));
      box.append(facts);
      return box;
    };
    const head = element("header", "head");
    const evidence = [shown.publisher, ...(shown.evidence ?? [])].filter(Boolean).join(" · ");
    head.append(
      side(shown.source_title, shown.source_url, shown.source_date, "Tiếng Việt · Vietnamese", "vi"),
      side(shown.target_title, shown.target_url, shown.target_date, "Français · French", "fr"),
      textElement("p", "why", `Paired with confidence ${shown.confidence.toFixed(2)}: ${evidence}`),
    );
    return head;
  }

  // Rows as [bead on the left, bead on the right]. A moved bead stands at its own place on each side.
  rows() {
    const rows = [], moved = [];
    this.document.beads.forEach((bead, number) => {
      if (bead.moved) { rows.push([number, -1]); moved.push(number); } else rows.push([number, number]);
    });
    for (const number of moved) {
      const first = this.document.beads[number].j[0];
      const after = rows.findIndex(([, right]) => right >= 0 && (this.document.beads[right].j?.[0] ?? -1) > first);
      rows.splice(after < 0 ? rows.length : after, 0, [-1, number]);
    }
    return rows;
  }

  row(left, right) {
    const number = left >= 0 ? left : right;
    const bead = this.document.beads[number];
    const row = element("div", `bead ${this.beadClass(bead)}${this.wanted[number] ? "" : " other"}`);
    row.dataset.bead = number;
    row.tabIndex = number === 0 ? 0 : -1;
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", `${number + 1}: ${bead.kind}, ${told(bead)}`);
    row.append(this.side(left, 0), element("div", "gap"), this.side(right, 1));
    this.shownRows[number].push(row);
    return row;
  }

  beadClass(bead) {
    const quality = bead.q === undefined ? "none" : tone(bead.q);
    const state = bead.state === "null" ? "null" : bead.state === "left out" || bead.state === "rejected" ? "out" : "in";
    return `${quality} ${state}${bead.flags ? " flagged" : ""}${bead.moved ? " moved" : ""}`;
  }

  side(number, side) {
    const bead = this.document.beads[number];
    const parts = bead?.[side ? "b" : "a"];
    const box = element("div", "text");
    box.lang = side ? "fr" : "vi";
    box.dir = "ltr";
    if (!parts?.length) {
      box.classList.add("empty");
      return box;
    }
    box.append(...this.paragraphs(number, side));
    this.sides[number][side] = box;
    return box;
  }

  // The sentences of a side with their marks.
  paragraphs(number, side) {
    const bead = this.document.beads[number];
    const own = (bead.marks ?? []).filter((mark) => mark[0] === side);
    const made = [];
    let start = 0;
    for (const part of bead[side ? "b" : "a"]) {
      const inside = own.filter((mark) => mark[1] < start + part.length && mark[2] > start);
      const marks = inside.map(([, from, to, kind, state, link]) => [
        Math.max(from - start, 0),
        Math.min(to - start, part.length),
        kind === "f" ? MARK_CLASSES.f : MARK_CLASSES[kind] + STATES[state],
        link ? { link: kind + link } : {},
      ]);
      for (const [from, to] of searchedStretches(part, this.words)) marks.push([from, to, "searched", {}]);
      made.push(markedText(element("p"), part, marks));
      start += part.length + 1;
    }
    if (bead.cut?.[side]) made.push(element("p", "cut", `… ${bead.cut[side].toLocaleString("en")} more characters`));
    return made;
  }

  // Whether a bead holds every word that is searched for, or some; words are folded once for each document.
  holds(number, words, which) {
    if (!words.length) return which === "every";
    const bead = this.document.beads[number];
    const held = (this.folded[number] ??= foldedWords([...(bead.a ?? []), ...(bead.b ?? [])].join(" ")));
    return words[which]((word) => held.some((one) => one.startsWith(word)));
  }

  // Draws the curves: all places are read first, then all paths are written, so that the page is laid out once.
  join() {
    if (!this.document || !this.lines.isConnected) return;
    const frame = this.lines.getBoundingClientRect();
    const paths = [];
    this.sides.forEach(([left, right], number) => {
      const [a, b] = [left, right].map((one) => one?.getBoundingClientRect());
      const shape = a && b ? ribbon(a, b, frame) : a ? stub(a, frame, 0) : b ? stub(b, frame, frame.width) : "";
      if (shape) paths.push([number, shape]);
    });
    const onTop = ([number]) => Number(Boolean(this.document.beads[number].moved));
    this.lines.replaceChildren(...paths.sort((a, b) => onTop(a) - onTop(b)).map(([number, shape]) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", shape);
      path.setAttribute("class", this.beadClass(this.document.beads[number]));
      path.dataset.bead = number;
      return path;
    }));
    this.mark();
  }

  point(target) {
    const row = target.closest("[data-bead]");
    const link = target.closest("[data-link]");
    for (const one of this.box.querySelectorAll(".linked")) one.classList.remove("linked");
    if (!row) return;
    const number = Number(row.dataset.bead);
    if (link) {
      const same = `[data-bead="${number}"] [data-link="${link.dataset.link}"]`;
      for (const one of this.box.querySelectorAll(same)) one.classList.add("linked");
    }
    if (number === this.current) return;
    this.current = number;
    this.mark();
    this.show(this.document, number);
  }

  mark() {
    for (const one of this.box.querySelectorAll(".current")) one.classList.remove("current");
    for (const one of this.box.querySelectorAll(`[data-bead="${this.current}"]`)) one.classList.add("current");
  }

  // Goes to the next bead that passes, or the one before.
  step(by, passes) {
    let number = this.current + by;
    while (number >= 0 && number < this.document.beads.length && !passes(number)) number += by;
    const row = this.box.querySelector(`.bead[data-bead="${number}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  // The bead to begin with: of those wanted, the one with the lowest quality.
  worst() {
    let worst = -1;
    this.document.beads.forEach((bead, number) => {
      if (!this.wanted[number]) return;
      if (worst < 0 || (bead.q ?? 2) < (this.document.beads[worst].q ?? 2)) worst = number;
    });
    return worst;
  }
}

const told = (bead) => (bead.q === undefined ? bead.state : `quality ${bead.q.toFixed(2)}`);

// A band from one block to the other: from edge to edge of the gap between the columns.
const ribbon = (a, b, frame) => {
  const [top, low, top2, low2] = [a.top, a.bottom, b.top, b.bottom].map((y) => (y - frame.top).toFixed(1));
  const width = frame.width.toFixed(1), middle = (frame.width / 2).toFixed(1);
  return `M0 ${top}C${middle} ${top} ${middle} ${top2} ${width} ${top2}V${low2}C${middle} ${low2} ${middle} ${low} 0 ${low}Z`;
};

const stub = (box, frame, x) => {
  const inward = x ? x - 14 : 14, top = (box.top - frame.top).toFixed(1), low = (box.bottom - frame.top).toFixed(1);
  return `M${x} ${top}L${inward} ${((Number(top) + Number(low)) / 2).toFixed(1)}L${x} ${low}Z`;
};

// An address as a link if it is one of the web's; as text if not.
const pageLink = (address) => {
  const link = textElement(/^https?:\/\//i.test(address) ? "a" : "span", "address", address.slice(0, 300));
  if (link.localName === "a") Object.assign(link, { href: address, rel: "noopener noreferrer nofollow", target: "_blank" });
  return link;
};
