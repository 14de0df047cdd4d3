"""The report: what it is made of, without a browser; and the page itself in headless Chromium."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from corpus.build import build_corpus
from corpus.reporting import NoBuildError, write_report
from corpus.reporting.charts import Bar, bars, columns, waterfall
from corpus.reporting.marks import AGREES, DIFFERS, anchor_marks, explained_flags, fault_marks
from corpus.reporting.page import source_hash
from corpus.reporting.search import folded_words, word_index
from corpus.reporting.sentences import page_sentences
from corpus.reporting.views import document_view
from corpus.schema import DOCUMENTS
from corpus.store import read_rows, write_table

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (BROWSER and DRIVER and find_spec("selenium")),
    reason="no browser here; apt-get install chromium chromium-driver, pip install selenium",
)
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,950",
)

MARKUP = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
HOSTILE_VI = (
    f"Tỉnh Sơn Hà họp {MARKUP} về đất đai\nChiều 14/3, tỉnh Sơn Hà họp về 412.000 hồ sơ đất đai. "
    "Ông Lê Minh Quân phát biểu về 87,5% kế hoạch 😀 của năm 2024. " + "dài" * 5_000 + "\n"
)
HOSTILE_FR = (
    f"La province de Son Ha se réunit {MARKUP} au sujet des terres\n"
    "Dans l'après-midi du 14 mars, la province de Son Ha s'est réunie au sujet de 421 000 dossiers fonciers. "
    "M. Le Minh Quan a parlé de 87,5 % du plan 😀 de 2024. " + "long" * 5_000 + "</script><script>alert(1)</script>\n"
)
RECORDS = [
    {"id": "vi-1", "language": "vi", "text": HOSTILE_VI, "url": "https://bao.example/a-post1.html", "title": MARKUP},
    {
        "id": "fr-1",
        "language": "fr",
        "text": HOSTILE_FR,
        "url": "javascript:document.title='owned'",
        "source_url": "https://bao.example/a-post1.html",
    },
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sample_pages: Path) -> Path:
    """A build of the sample pages and a hostile pair."""
    folder = tmp_path_factory.mktemp("report")
    pages = folder / "hostile.jsonl"
    pages.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    build_corpus([sample_pages, pages], folder / "out")
    for path in (folder / "out" / "dataset" / "documents").glob("*.parquet"):
        rows = read_rows([path])
        for row in rows:  # cleaning takes such characters out of a page; a dataset may come from elsewhere
            row["source_title"] = (row["source_title"] or "").replace("<img", "\u202e<img")
        write_table(path, rows, DOCUMENTS)
    write_report(folder / "out")
    return folder / "out"


def page_of(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def block(page: str, name: str) -> Any:
    found = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page)
    assert found, name
    return json.loads(zlib.decompress(base64.b64decode(found[1]), -15))


def block_of(page: Page) -> list[list[Any]]:
    """The documents of the index of an open page."""
    packed = page.run("return document.getElementById('index').textContent")
    documents: list[list[Any]] = json.loads(zlib.decompress(base64.b64decode(packed), -15))["documents"]
    return documents


def shown_documents(page: str) -> list[dict[str, Any]]:
    names = re.findall(r'id="(chunk-\d+)"', page)
    return [document for name in names for document in block(page, name)]


def test_every_sentence_of_every_document_pair_is_shown(built: Path) -> None:
    documents = {one["id"]: one for one in shown_documents(page_of(built))}
    rows = read_rows(sorted((built / "dataset" / "documents").glob("*.parquet")))
    assert documents.keys() == {row["id"] for row in rows}
    for row in rows:
        for side, text in (("a", row["source_text"]), ("b", row["target_text"])):
            shown = [part for bead in documents[row["id"]]["beads"] for part in bead.get(side, ())]
            cut = sum(bead.get("cut", (0, 0))["ab".index(side)] for bead in documents[row["id"]]["beads"])
            assert sum(len("".join(part.split())) for part in shown) + cut == pytest.approx(
                len("".join(text.split())), abs=0 if not cut else len(shown)
            )


def test_rows_keep_their_scores_flags_and_texts(built: Path) -> None:
    beads = {bead["id"]: bead for one in shown_documents(page_of(built)) for bead in one["beads"] if "id" in bead}
    for row in read_rows(sorted((built / "dataset" / "vi-fr").glob("*.parquet"))):
        bead = beads[row["id"]]
        assert bead["q"] == round(row["quality"], 3)
        assert bead["kind"] == row["alignment_type"]
        assert {kind for kind, _ in bead.get("flags", ())} == set(row["flags"])
        if "cut" not in bead:
            assert bead["a"] == row["source_sentences"]


def test_rejected_pairs_say_why(built: Path) -> None:
    left_out = [b for one in shown_documents(page_of(built)) for b in one["beads"] if b["state"] == "left out"]
    assert left_out
    assert all(bead["reason"] for bead in left_out)


def test_worst_document_pairs_come_first_and_the_rest_is_left_out(built: Path, tmp_path: Path) -> None:
    whole = block(page_of(built), "index")["documents"]
    path = write_report(built, tmp_path / "few.html", documents=3)
    few = path.read_text(encoding="utf-8")
    assert [one[0] for one in block(few, "index")["documents"]] == [one[0] for one in whole[:3]]
    assert "the 3 worst document pairs are shown" in few


def test_the_same_bytes_whatever_the_workers(built: Path, tmp_path: Path) -> None:
    path = write_report(built, tmp_path / "again.html", workers=2)
    assert path.read_bytes() == (built / "report.html").read_bytes()


def test_no_text_becomes_markup_and_the_policy_names_the_code(built: Path) -> None:
    page = page_of(built)
    assert "owned" not in page
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == len(styles) == 1
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0])
    assert policy.startswith("default-src 'none'")
    assert f"script-src '{source_hash(scripts[0])}';" in policy
    assert f"style-src '{source_hash(styles[0])}';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\s(on\w+|style)=", re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", scripts[0])


def test_no_build_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match="no build here"):
        write_report(tmp_path)


def test_sentences_between_known_ones_are_found_or_guessed() -> None:
    text = "Un. Deux. Trois. Quatre."
    known = {1: (4, 9)}
    assert [s.text for s in page_sentences(text, known, 4, "fr")] == ["Un.", "Deux.", "Trois.", "Quatre."]
    fewer = page_sentences(text, known, 3, "fr")
    assert [s.text for s in fewer] == ["Un.", "Deux.", "Trois. Quatre."]
    assert not fewer[2].exact
    more = page_sentences(text, known, 6, "fr")
    assert len(more) == 6
    assert "".join(s.text for s in more) == "Un.Deux.Trois.Quatre."


def test_rows_that_a_person_merged_or_cut_stand_in_their_place() -> None:
    document = {
        "source_document": "s",
        "target_document": "t",
        "source_text": "A b. C d. E f.",
        "target_text": "G h. I j. K l.",
        "alignment": [bead_row(0, 0), bead_row(1, 1), bead_row(2, 2)],
    }
    merged = pair_row([0, 1], [[0, 4], [5, 9]], [0, 1], [[0, 4], [5, 9]])
    view = document_view(document, [merged], {})
    assert [(bead.source, bead.state) for bead in view.beads] == [((0, 1), "edited"), ((2,), "left out")]
    halves = [pair_row([2], [[10, 11]], [2], [[10, 11]]), pair_row([2], [[12, 14]], [2], [[12, 14]])]
    view = document_view(document, halves, {})
    assert [bead.texts[0] for bead in view.beads] == [("A b.",), ("C d.",), ("E",), ("f.",)]


def bead_row(source: int, target: int) -> dict[str, Any]:
    return {"source": [source], "target": [target], "probability": 0.5, "moved": False}


def pair_row(
    source: list[int], source_spans: list[list[int]], target: list[int], target_spans: list[list[int]]
) -> dict[str, Any]:
    texts = ["A b. C d. E f."[start:end] for start, end in source_spans]
    return {
        "id": "x",
        "source_index": source,
        "target_index": target,
        "source_spans": source_spans,
        "target_spans": target_spans,
        "source_sentences": texts,
        "target_sentences": texts,
        "translation": {"vi": " ".join(texts), "fr": " ".join(texts)},
        "alignment_type": f"{len(source)}-{len(target)}",
        "quality": 0.5,
        "alignment_probability": 0.5,
        **dict.fromkeys(("score_length", "score_numbers", "score_names", "score_lexical"), 1.0),
        "flags": [],
        "review_status": "edited",
    }


def test_anchors_agree_or_differ_and_are_counted_in_utf16_units() -> None:
    source, target = "😀 Ông Lê Văn Tám nhận 79 con bò.", "😀 M. Le Van Tam a reçu 97 bœufs."
    marks = anchor_marks(source, target)
    units = [text.encode("utf-16-le") for text in (source, target)]
    texts = {
        (mark.side, mark.kind): (units[mark.side][2 * mark.start : 2 * mark.end].decode("utf-16-le"), mark.state)
        for mark in marks
    }
    assert texts[0, "m"] == ("Lê Văn Tám", AGREES)
    assert texts[1, "n"] == ("97", DIFFERS)
    assert all(mark.state == 0 for mark in anchor_marks(source, ""))


def test_flags_get_their_detail_back() -> None:
    source, target = "Tỉnh có 79 xã.", "La province compte 97 communes."
    flags = explained_flags(["number", "repetition"], source, target)
    assert [(flag.kind, bool(flag.detail)) for flag in flags] == [("number", True), ("repetition", False)]
    assert {mark.side for mark in fault_marks(flags, (source, target))} == {0, 1}


def test_words_are_found_without_their_marks() -> None:
    assert folded_words("Ðiện ĐẤT nước\u0301 l'Œuvre")[1:] == ["dat", "nuoc", "l", "oeuvre"]
    index = word_index([["b", "a"], [], ["b"] * 3])
    assert index == {"words": "a b", "places": ["0", "0 2"]}


def test_charts_escape_labels_and_hide_control_characters() -> None:
    drawn = bars("x", [Bar("<b>\u202e&", 3, choice=("publisher", '"><script>'))])
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "\u202e" not in drawn
    assert bars("none", []).count("<rect") == 0
    assert columns("x", [Bar("a", 0), Bar("b", 2)], {}).count('class="bar') == 2


def test_a_waterfall_steps_down_from_all_to_kept() -> None:
    drawn = waterfall("lines", 10, [("short", 4)], ("kept", 6))
    bar = re.findall(r'class="bar (\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    (_, zero, whole), (_, loss_start, loss), (_, kept_start, kept) = [(n, float(x), float(w)) for n, x, w in bar]
    assert kept_start == zero
    assert loss_start == pytest.approx(kept_start + kept, abs=0.02)
    assert loss + kept == pytest.approx(whole, abs=0.02)
    assert [tone for tone, _, _ in bar] == ["plain", "loss", "good"]


class Page:
    """The report in a browser, with the few things that a reader does."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: str) -> Any:
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 20).until(lambda _: self.run(f"return {condition}"))

    def set(self, name: str, value: str) -> str:
        """Set a filter; returns what is told of the result."""
        self.run(
            "const box = document.getElementById('filters')[arguments[0]]; box.value = arguments[1];"
            "document.getElementById('count').textContent = '';"
            "box.dispatchEvent(new Event('input', {bubbles: true}))",
            name,
            value,
        )
        return str(self.wait("document.getElementById('count').textContent"))

    def clear(self) -> None:
        self.run("document.getElementById('count').textContent = ''; document.getElementById('filters').reset()")
        self.wait("document.getElementById('count').textContent")

    def requests(self) -> set[str]:
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in QUIET:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=str(DRIVER)))
    yield chrome
    chrome.quit()


@pytest.fixture
def opened(driver: Any, built: Path) -> Iterator[Page]:
    page = Page(driver)
    driver.get("about:blank")
    page.requests()
    driver.get_log("browser")
    address = (built / "report.html").as_uri()
    driver.get(f"{address}#pairs")
    page.wait("document.documentElement.dataset.ready")
    yield page
    assert page.requests() == {address}
    assert driver.get_log("browser") == []
    assert page.run("return document.title") == "Parallel corpus, Vietnamese and French"


@needs_browser
def test_page_opens_with_the_worst_document(opened: Page, built: Path) -> None:
    first = block(page_of(built), "index")["documents"][0]
    assert opened.run("return document.querySelector('.row[aria-selected=true]').dataset.number") == "0"
    beads = opened.wait("document.querySelectorAll('.bead').length")
    assert beads == first[5]
    paths = opened.run("return [...document.querySelectorAll('.lines path')].map((path) => path.getAttribute('d'))")
    assert len(paths) == beads
    assert not any("NaN" in path for path in paths)
    assert opened.run("return [...document.querySelectorAll('.language')].map((one) => one.textContent)") == [
        "Tiếng Việt · Vietnamese",
        "Français · French",
    ]


@needs_browser
def test_filters_and_search_narrow_the_list(opened: Page, built: Path) -> None:
    documents = shown_documents(page_of(built))
    total = len(documents)
    assert opened.set("flag", "number").startswith(
        f"{sum(any('number' in dict(b.get('flags', ())) for b in one['beads']) for one in documents)} of {total} "
    )
    assert opened.wait("document.querySelectorAll('.bead.other').length") > 0
    opened.clear()
    low = opened.set("high", "50")
    beads = sum(bead.get("q", 2) <= 0.5 for one in documents for bead in one["beads"])
    assert low.endswith(f" {beads} beads")
    opened.clear()
    assert opened.set("state", "left out").startswith(
        f"{sum(any(b['state'] == 'left out' for b in one['beads']) for one in documents)} of {total} "
    )
    opened.clear()
    assert opened.set("text", "ONERR dat").startswith(f"1 of {total} ")
    assert opened.set("text", "nowhereatall").startswith(f"0 of {total} ")
    assert opened.run("return !document.getElementById('nothing').hidden")
    opened.clear()
    publisher = next(one["publisher"] for one in documents if one["publisher"])
    count = sum(one["publisher"] == publisher for one in documents)
    assert opened.set("publisher", publisher).startswith(f"{count} of {total} ")


@needs_browser
def test_a_filter_changes_the_open_document_as_opening_it_would(opened: Page) -> None:
    drawn = "return document.querySelector('.beads').innerHTML.replace(/ current| tabindex=.-?[0-9]+./g, '')"
    idle = "document.getElementById('list').ariaBusy === 'false'"
    before = opened.run(drawn)
    word = opened.run("return document.querySelector('.text p').textContent.match(/\\p{L}{3,}/u)[0]")
    opened.set("text", word)
    opened.wait(f"document.querySelectorAll('.beads .searched').length && {idle}")
    opened.set("high", "50")
    opened.wait(idle)
    refined = opened.run(drawn)
    assert refined != before
    number = opened.run("return document.querySelector('.row[aria-selected=true]')?.dataset.number ?? '0'")
    address = opened.run("return location.hash")
    opened.run("location.hash = 'overview'")
    opened.wait("!document.getElementById('overview').hidden")
    index = block_of(opened)
    opened.run(f"location.hash = 'pair/{index[int(number)][0]}'")
    opened.wait("!document.getElementById('pairs').hidden")
    assert opened.wait(f"({drawn.removeprefix('return ')}) && true")
    assert opened.run(drawn) == refined, address
    opened.clear()
    opened.wait(f"!document.querySelectorAll('.beads .searched').length && {idle}")
    assert opened.run(drawn) == before


@needs_browser
def test_the_number_of_a_bead_brings_it_into_sight(opened: Page) -> None:
    button = opened.wait("document.querySelector('#evidence h3 button')")
    button.click()
    number = int(button.text.split()[1]) - 1
    place = f"document.querySelector('.bead[data-bead=\"{number}\"]').getBoundingClientRect()"
    assert opened.run(f"return {place}.top >= 0 && {place}.bottom <= innerHeight")


@needs_browser
def test_pointing_at_a_bead_shows_its_evidence(opened: Page) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    opened.set("text", "412 421")
    opened.run("document.querySelector('.row').click()")
    opened.wait("document.querySelectorAll('.bead.flagged .number.differs').length")
    flagged = opened.driver.find_element("css selector", ".bead.flagged .number.differs")
    opened.run("arguments[0].scrollIntoView({block: 'center'})", flagged)
    ActionChains(opened.driver).move_to_element(flagged).perform()
    opened.wait("document.querySelector('.bead.flagged.current .number.differs')")
    evidence = opened.run("return document.getElementById('evidence').innerText")
    assert "number" in evidence
    assert "412" in evidence
    assert "alignment probability" in evidence
    before = opened.run("return document.querySelector('.bead.current').dataset.bead")
    ActionChains(opened.driver).send_keys("p").perform()
    opened.run("document.querySelector('.bead').focus()")
    after = opened.wait("document.querySelector('.bead.current').dataset.bead")
    assert (before, after) != ("0", None)
    assert "Bead 1 of" in opened.run("return document.getElementById('evidence').innerText")


@needs_browser
def test_hostile_page_is_shown_as_text(opened: Page) -> None:
    opened.set("text", "onerror")
    opened.run("document.querySelector('.row').click()")
    opened.wait("document.querySelector('#document h2').textContent.includes('onerror')")
    shown = opened.run("return document.getElementById('document').textContent")
    assert "<script>document.title='owned'</script>" in shown
    assert "<img src=x onerror=" in shown
    assert opened.run("return document.querySelectorAll('#document img, #document script, #list img').length") == 0
    assert opened.run("return document.querySelector('#document .unseen').textContent") == "202E"
    assert "more characters" in shown
    assert opened.run("return [...document.querySelectorAll('#document a')].map((a) => a.protocol)") == ["https:"]
    assert opened.run("return document.documentElement.scrollWidth <= innerWidth")


@needs_browser
@pytest.mark.parametrize("width", [390, 800, 1400])
def test_no_word_of_a_text_is_out_of_sight_at_any_width(opened: Page, width: int) -> None:
    screen = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        opened.run("document.querySelector('.row').click()")
        opened.wait("document.querySelector('.bead .text .name') && document.querySelector('.bead .text .number')")
        shown = opened.run(
            "const bare = (text) => text.replace(/\\s/g, '');"
            "return [...document.querySelectorAll('.bead .text:not(.empty)')].map((one) => "
            "[bare(one.innerText), bare(one.textContent)])"
        )
        assert shown
        assert all(seen == there != "" for seen, there in shown)
        assert opened.run("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        opened.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@needs_browser
def test_keys_and_bars_lead_through_the_report(opened: Page) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(opened.driver).send_keys("j").perform()
    opened.wait("document.querySelector('.row[aria-selected=true]')?.dataset.number === '1'")
    ActionChains(opened.driver).send_keys("?").perform()
    assert opened.wait("document.getElementById('help').open")
    opened.run("document.getElementById('help').close()")
    ActionChains(opened.driver).send_keys("o").perform()
    opened.wait("!document.getElementById('overview').hidden")
    opened.run(
        "document.querySelector('.choice[data-filter=flag]').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    opened.wait("!document.getElementById('pairs').hidden")
    assert opened.run("return document.getElementById('filters').flag.value") != "*"
