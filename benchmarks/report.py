"""The report of 5,000 document pairs in a real browser: first paint, filters, searches, opening a document pair.

    python -m benchmarks.report                        5,000 document pairs, each filter 10 times
    python -m benchmarks.report --documents 1000 --rounds 3
    python -m benchmarks.report --build FOLDER         a build that is there already

Opens the file in headless Chromium (`apt-get install chromium chromium-driver`, `pip install selenium`), with the
browser's own clock. A filter or search ends with the second frame after the list and the open document pair have
changed: what a reader waits for, drawing included. First paint and "ready" count from the start of the navigation.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.builds import BEADS, counted, write_build
from benchmarks.records import RESULTS, write_record
from corpus.reporting import write_report

DOCUMENTS, ROUNDS, OPENINGS, SEED = 5_000, 10, 5, 1975
LIMITS = {"first paint": 2_000, "filters": 200}
"""Milliseconds that the first paint and every filter and search may take (median)."""
WAIT_SECONDS = 60
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,950",
)
CHANGES = (
    ("flag", "number"),
    ("flag", "*"),
    ("flag", "-"),
    ("flag", "*"),
    ("kind", "1-2"),
    ("kind", "*"),
    ("high", "50"),
    ("high", ""),
    ("state", "null"),
    ("state", "*"),
    ("order", "lowest"),
    ("order", "newest"),
    ("order", "title"),
    ("order", ""),
)
SEARCHES = ("a", "th", "thanh pho", "la province", "412", "quoc", "nowhereatall", "ha noi 2024", "")
READY = "return document.documentElement.dataset.ready"
CHANGE = """
const [name, value, done] = arguments;
const box = document.getElementById("filters")[name];
document.getElementById("count").textContent = "";
const began = performance.now();
box.value = value;
box.dispatchEvent(new Event("input", { bubbles: true }));
const wait = () => requestAnimationFrame(() => {
  const isBusy = document.getElementById("list").ariaBusy === "true";
  if (isBusy || !document.getElementById("count").textContent) wait();
  else requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
});
wait();
"""
OPEN = """
const [place, done] = arguments;
const began = performance.now();
const list = document.getElementById("list");
list.scrollTop = place * 84;
requestAnimationFrame(() => requestAnimationFrame(() => {
  const row = document.querySelectorAll(".row")[6];
  const number = row.dataset.number;
  row.click();
  const wait = () => requestAnimationFrame(() => {
    if (document.querySelector(".row[aria-selected=true]")?.dataset.number !== number) wait();
    else requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  });
  wait();
}));
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line; exit 1 where a limit is not met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="document pairs of the report")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="times that each filter is set")
    parser.add_argument("--build", type=Path, help="a build to report on instead of a generated one")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        build = options.build or Path(folder) / "build"
        if options.build is None:
            write_build(build, options.documents * sum(BEADS) // 2, SEED)
        started = time.perf_counter()
        page = write_report(build, Path(folder) / "report.html", documents=options.documents)
        body: dict[str, Any] = {"writing_seconds": round(time.perf_counter() - started, 1)}
        body["megabytes"] = round(page.stat().st_size / 1e6, 1)
        print(body, flush=True)
        with browser() as chrome:
            body["opening"] = openings(chrome, page)
            times = session(chrome, options.rounds)
    body["filters"] = {name: dict(counted(one)) for name, one in times.items()}
    body["load"] = round(os.getloadavg()[0], 1)
    for name, figures in {**body["opening"], **body["filters"]}.items():
        print(f"{name:30} {figures['median']:8.1f} {figures['worst']:8.1f} ms")
    settings = {"documents": options.documents, "rounds": options.rounds, "seed": SEED, "limits": LIMITS}
    print(write_record("report", settings, body, options.results).name)
    late = [name for name, figures in body["filters"].items() if figures["median"] > LIMITS["filters"]]
    return int(bool(late) or body["opening"]["first paint"]["median"] > LIMITS["first paint"])


@contextmanager
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in QUIET:
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=str(shutil.which("chromedriver")))
    chrome = webdriver.Chrome(options=options, service=service)
    chrome.set_script_timeout(WAIT_SECONDS)
    try:
        yield chrome
    finally:
        chrome.quit()


def openings(chrome: Any, page: Path) -> dict[str, dict[str, float]]:
    """First paint, and when filters work, of the overview and of the document pairs."""
    from selenium.webdriver.support.ui import WebDriverWait

    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(OPENINGS):
        for view in ("overview", "pairs"):
            chrome.get("about:blank")
            chrome.get(f"{page.as_uri()}#{view}")
            WebDriverWait(chrome, WAIT_SECONDS, 0.02).until(lambda driver: driver.execute_script(READY))
            marks = chrome.execute_script(
                "return [performance.getEntriesByName('first-contentful-paint')[0]?.startTime,"
                "performance.getEntriesByName('ready')[0]?.startTime]"
            )
            for name, milliseconds in zip(("first paint", f"ready: {view}"), marks, strict=True):
                if milliseconds is not None:
                    times[name].append(milliseconds / 1000)
    return {name: dict(counted(one)) for name, one in times.items()}


def session(chrome: Any, rounds: int) -> dict[str, list[float]]:
    """Seconds of each filter, search and opening of a document pair."""
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        for name, value in CHANGES:
            times[f"{name}: {value or 'all'}"].append(chrome.execute_async_script(CHANGE, name, value) / 1000)
        for text in SEARCHES:
            times[f"search: {text or 'nothing'}"].append(chrome.execute_async_script(CHANGE, "text", text) / 1000)
        times["another document pair"].append(chrome.execute_async_script(OPEN, 37 * number + 11) / 1000)
    return dict(times)


if __name__ == "__main__":
    sys.exit(main())
