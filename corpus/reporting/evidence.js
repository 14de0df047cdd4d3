// What is known of a bead: type, state, probability, quality and its parts, faults, numbers and names.

const SCORE_NAMES = ["length", "numbers", "names", "words"];

// ``meanings`` explains each kind of flag.
const showEvidence = (box, meanings, shown, number) => {
  const bead = shown.beads[number];
  const title = element("h3", "", element("button", "", `Bead ${number + 1} of ${shown.beads.length}`));
  const inSight = () => document.querySelector(`.bead[data-bead="${number}"]`)?.scrollIntoView({ block: "center" });
  Object.assign(title.firstChild, { type: "button", title: "Show it in the document", onclick: inSight });
  const what = element("p", "what");
  what.append(element("b", "", bead.kind), ` ${place(bead)} · `, element("span", `state ${tone(bead.q ?? 0)}`, bead.state));
  if (bead.moved) what.append(" · moved");
  const shut = element("button", "", "Close");
  Object.assign(shut, { id: "shut", type: "button", onclick: () => box.replaceChildren() });
  const facts = [shut, title, what];
  if (bead.reason) facts.push(textElement("p", "reason", `Left out: ${bead.reason}`));
  for (const [kind, detail] of bead.flags ?? []) {
    const flag = element("div", "flag", element("b", "", kind), element("span", "", ` ${meanings[kind] ?? ""}`));
    if (detail) flag.append(textElement("p", "detail", detail));
    facts.push(flag);
  }
  facts.push(scores(bead));
  const anchors = anchorList(bead);
  if (anchors) facts.push(anchors);
  if (bead.id) facts.push(textElement("p", "facts", `row ${bead.id}`));
  box.replaceChildren(...facts);
};

const place = (bead) => {
  const range = (positions) => (positions?.length ? positions.map((one) => one + 1).join(", ") : "none");
  return `Vietnamese ${range(bead.i)} ↔ French ${range(bead.j)}`;
};

const scores = (bead) => {
  const list = element("dl", "scores");
  const known = [["quality", bead.q], ["alignment probability", bead.p]];
  (bead.x ?? []).forEach((value, number) => known.push([SCORE_NAMES[number], value]));
  known.forEach(([name, value], number) => {
    if (value === undefined) return;
    const meter = element("meter", number > 1 ? "small" : "");
    Object.assign(meter, { min: 0, max: 1, low: 0.5, high: 0.8, optimum: 1, value });
    meter.setAttribute("aria-label", name);
    const part = number > 1 ? "part" : "";
    list.append(element("dt", part, name), element("dd", part, meter, element("span", "", value.toFixed(2))));
  });
  return list;
};

// Numbers and names that agree, side by side, then those without counterpart.
const anchorList = (bead) => {
  const texts = [(bead.a ?? []).join(" "), (bead.b ?? []).join(" ")];
  const linked = new Map(), lines = [];
  for (const [side, start, end, kind, state, link] of bead.marks ?? []) {
    if (kind === "f" || !state) continue;
    const text = texts[side].slice(start, end).slice(0, 120);
    if (!link) { lines.push([kind, 2, side ? ["", text] : [text, ""]]); continue; }
    const line = linked.get(kind + link) ?? [kind, state, ["", ""]];
    line[2][side] ||= text;
    if (!linked.has(kind + link)) { linked.set(kind + link, line); lines.push(line); }
  }
  if (!lines.length) return null;
  const list = element("ul", "anchors");
  for (const [kind, state, [source, target]] of lines.sort((a, b) => b[1] - a[1]).slice(0, 40)) {
    const item = element("li", state === 2 ? "apart" : "");
    const half = (text, language) => textElement("span", text ? MARK_CLASSES[kind] : "missing", text || "nothing", language);
    item.append(half(source, "vi"), state === 2 ? " ≠ " : " = ", half(target, "fr"));
    list.append(item);
  }
  return list;
};
