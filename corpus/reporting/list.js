// The list of documents: only the rows in sight are in the page, so that 5,000 cost no more than ten.

const ROW_HEIGHT = 84, SPARE_ROWS = 4;

class DocumentList {
  constructor(box, index, choose) {
    Object.assign(this, { box, index, choose, found: [], isPartial: false, open: -1 });
    this.sheet = element("div", "sheet");
    box.append(this.sheet);
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(box);
    this.sheet.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row) this.choose(Number(row.dataset.number));
    });
    box.addEventListener("keydown", (event) => this.key(event));
  }

  show(result) {
    Object.assign(this, { found: result.found, isPartial: result.isPartial });
    this.sheet.style.height = `${this.found.length * ROW_HEIGHT}px`;
    this.box.scrollTop = 0;
    this.draw();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const last = Math.min(this.found.length, first + Math.ceil(this.box.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS);
    const rows = [];
    for (let place = first; place < last; place++) rows.push(this.row(place));
    this.sheet.replaceChildren(...rows);
    const open = this.placeOf(this.open);
    if (open >= first && open < last) this.box.setAttribute("aria-activedescendant", `row-${this.open}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  row(place) {
    const [number, matches, lowest] = this.found[place];
    const [, source, target, publisher, date, beads] = this.index.documents[number];
    const row = element("div", "row");
    row.id = `row-${number}`;
    row.dataset.number = number;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", number === this.open);
    row.setAttribute("aria-setsize", this.found.length);
    row.setAttribute("aria-posinset", place + 1);
    row.style.top = `${place * ROW_HEIGHT}px`;
    const none = lowest === NO_QUALITY;
    const badge = element("span", `badge ${none ? "none" : tone(lowest / 1000)}`, none ? "–" : percent(lowest));
    badge.title = this.isPartial ? "lowest quality of the pairs that match" : "lowest quality of its pairs";
    const count = this.isPartial ? `${matches} of ${beads} beads` : `${beads} beads`;
    const facts = [this.index.publishers[publisher], date, count].filter(Boolean).join(" · ");
    row.append(
      badge,
      textElement("div", "title", source.slice(0, 300) || "Untitled", "vi"),
      textElement("div", "second", target.slice(0, 300), "fr"),
      textElement("div", "facts", facts.slice(0, 200)),
    );
    return row;
  }

  placeOf(number) {
    return this.found.findIndex((one) => one[0] === number);
  }

  // Marks the document that was opened and brings its row into sight.
  select(number) {
    this.open = number;
    const top = this.placeOf(number) * ROW_HEIGHT;
    if (top >= 0 && (top < this.box.scrollTop || top + ROW_HEIGHT > this.box.scrollTop + this.box.clientHeight)) {
      this.box.scrollTop = top - this.box.clientHeight / 3;
    }
    this.draw();
  }

  // Opens the next document of the list, or the one before.
  step(by) {
    const place = this.placeOf(this.open);
    const next = this.found[place < 0 ? 0 : Math.min(Math.max(place + by, 0), this.found.length - 1)];
    if (next) this.choose(next[0]);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW_HEIGHT));
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.step(steps[event.key]);
  }
}
