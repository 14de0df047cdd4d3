// Joins the parts: filters, list, document, evidence, addresses after the #, keys, theme.

const byId = (id) => document.getElementById(id);
const WIDE = "(min-width: 60rem)"; // there is room for the list, a document and its evidence at once
const root = document.documentElement;

const start = async () => {
  const index = await readIndex();
  const form = byId("filters");
  addOptions(form.flag, index.flags);
  addOptions(form.publisher, index.publishers, (name) => name || "unknown");
  addOptions(form.kind, index.kinds);
  addOptions(form.state, index.states);

  let wanted = readFilters(form), search = null;
  const shown = new DocumentView(byId("document"), (one, number) => showEvidence(byId("evidence"), index.meanings, one, number));
  const list = new DocumentList(byId("list"), index, (number) => { location.hash = `pair/${index.documents[number][0]}`; });

  // Filters: the words are read once, when they are first searched for or when nothing else is to do.
  const readWords = async () => {
    if (search) return search;
    const read = await decode("words");
    search = { words: read.words ? read.words.split(" ") : [], places: read.places };
    return search;
  };
  const filter = async () => {
    wanted = readFilters(form);
    if (wanted.words.length && !search) await readWords();
    const began = performance.now();
    const result = filtered(index, wanted, search);
    list.show(result);
    const documents = `${result.found.length.toLocaleString("en")} of ${index.documents.length.toLocaleString("en")} document pairs`;
    const output = byId("count");
    output.textContent = result.isPartial ? `${documents}, ${result.beads.toLocaleString("en")} beads` : documents;
    output.dataset.milliseconds = (performance.now() - began).toFixed(1);
    byId("nothing").hidden = result.found.length > 0;
    if (!shown.document) return;
    byId("list").ariaBusy = true;
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    if (list.open >= 0) {
      shown.refine(isWantedIn(list.open), wanted.words);
      showWorst();
    }
    byId("list").ariaBusy = false;
  };

  // Documents.
  const numbers = new Map(index.documents.map((one, number) => [one[0], number]));
  const isWantedIn = (number) => {
    const test = beadTest(index, wanted);
    return (bead) => !test || test(index.start[number] + bead);
  };
  const open = async (number) => {
    const one = await documentAt(index, number);
    shown.open(one, isWantedIn(number), wanted.words);
    list.select(number);
    showWorst();
  };
  const showWorst = () => {
    byId("evidence").replaceChildren();
    shown.current = -1;
    const worst = byId("document").querySelector(`.bead[data-bead="${shown.worst()}"]`);
    if (worst && matchMedia(WIDE).matches) shown.point(worst); else shown.mark();
  };
  const follow = async () => {
    const [view, id] = location.hash.slice(1).split("/");
    const isPairs = view === "pairs" || view === "pair";
    byId("overview").hidden = isPairs;
    byId("pairs").hidden = !isPairs;
    root.dataset.view = view || "overview";
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === (isPairs ? "#pairs" : "#overview")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const number = numbers.get(decodeURIComponent(id ?? ""));
    if (number !== undefined) await open(number);
    else if (isPairs && list.open < 0 && list.found.length && matchMedia(WIDE).matches) {
      await open(list.found[0][0]);
    }
    if (isPairs) list.draw();
  };
  addEventListener("hashchange", follow);

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => { event.preventDefault(); list.step(0); });
  form.addEventListener("reset", () => setTimeout(filter));

  // A bar of a chart sets its filter.
  const choose = (bar) => {
    form.reset();
    if (bar.dataset.filter === "quality") [form.low.value, form.high.value] = bar.dataset.value.split("-");
    else form[bar.dataset.filter].value = bar.dataset.value;
    list.open = -1;
    filter().then(() => { location.hash = "pairs"; });
  };
  byId("overview").addEventListener("click", (event) => {
    const bar = event.target.closest(".choice");
    if (bar) choose(bar);
  });

  // Keys.
  const isWanted = (number) => shown.wanted[number] && (wanted.words.length > 0 || beadTest(index, wanted) !== null || Boolean(shown.document.beads[number].flags));
  const keys = {
    "/": () => { if (byId("pairs").hidden) location.hash = "pairs"; setTimeout(() => form.text.focus()); },
    j: () => list.step(1),
    k: () => list.step(-1),
    n: () => shown.document && shown.step(1, isWanted),
    p: () => shown.document && shown.step(-1, isWanted),
    o: () => { location.hash = "overview"; },
    t: () => byId("theme").click(),
    "?": () => byId("help").showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.classList?.contains("choice")) choose(event.target);
    if (event.key === "Escape" && event.target.form === form) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.form === form || byId("help").open) return;
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  byId("ask").addEventListener("click", () => byId("help").showModal());
  byId("back").addEventListener("click", () => { location.hash = "pairs"; });

  await filter();
  await follow();
  root.dataset.ready = "yes";
  performance.mark("ready");
  (window.requestIdleCallback ?? setTimeout)(readWords);
};

byId("theme").addEventListener("click", () => {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});

if (typeof DecompressionStream === "undefined") byId("old").hidden = false;
else start();
