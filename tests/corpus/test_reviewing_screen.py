"""The full screen, driven by Textual's own pilot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

pytest.importorskip("textual")

from textual.pilot import Pilot
from textual.widgets import TextArea

from corpus.build import build_corpus
from corpus.reviewing.book import Book
from corpus.reviewing.desk import Desk
from corpus.reviewing.dialogs import HelpDialog, LineDialog, TwoTextsDialog
from corpus.reviewing.drawing import draw_sample
from corpus.reviewing.journal import in_order, live, read_reviews
from corpus.reviewing.painting import DARK, marked
from corpus.reviewing.screen import ReviewScreen
from corpus.reviewing.wording import visible

VI = (
    "Bão số 8 vào Hà Tĩnh\nChiều 14/3, tỉnh Sơn Hà họp về 412.000 hồ sơ đất đai. "
    "Ông Lê Minh Quân phát biểu về 87,5% kế hoạch.\nTỉnh có 79 xã. Trời mưa to.\n"
)
FR = (
    "Le typhon n° 8 touche Ha Tinh\nDans l'après-midi du 14 mars, la province de Son Ha s'est réunie au sujet de "
    "412 000 dossiers fonciers. M. Le Minh Quan a parlé de 85,7 % du plan.\nLa province compte 97 communes. "
    "Il pleut fort.\nSource : https://bao.example/bao-so-8-vao-ha-tinh-post880222.html\n"
)
SMALL, LARGE = (80, 24), (140, 50)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "bao-so-8-vao-ha-tinh-post880222.html.txt").write_text(VI, encoding="utf-8")
    (pages / "le-typhon.txt").write_text(FR, encoding="utf-8")
    build_corpus([pages], tmp_path / "out")
    return tmp_path / "out"


def drive(
    folder: Path,
    steps: Callable[[ReviewScreen, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = SMALL,
    margin: float | None = None,
) -> Desk:
    desk = Desk(Book.open(folder, "Anna"), margin=margin)
    if margin is not None:
        draw_sample(desk.book)

    async def run() -> None:
        app = ReviewScreen(desk)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.scorer_ready)
            await steps(app, pilot)

    asyncio.run(run())
    return desk


def verdicts(folder: Path) -> list[str]:
    return [one.verdict for one in live(in_order(read_reviews(folder)))]


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    for _ in range(600):
        await pilot.pause(0.05)
        if true():
            return
    raise TimeoutError("the screen never came so far")


def lines(app: ReviewScreen) -> list[str]:
    return app.board.text().split("\n")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_one_key_verdicts_undo_and_redo(folder: Path, size: tuple[int, int]) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        first = app.desk.current
        await pilot.press("a", "r", "m", "u", "U", "u", "j", "k")
        assert app.desk.book.standing.status(str(first)) == "accepted"
        await pilot.press("q")

    drive(folder, steps, size)
    assert verdicts(folder) == ["accept", "reject", "place"]


def test_edit_split_merge_note_and_reason(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        await pilot.press("e")
        assert isinstance(app.dialog, TwoTextsDialog)
        app.dialog.query_one("#french", TextArea).text = "Une autre phrase."
        await pilot.press("ctrl+s")
        assert app.news == "edited"
        await pilot.press("s", "ctrl+s")
        assert "split: 1 became 2" in app.news
        await pilot.press("n", *"abc", "enter")
        assert app.news == "noted"
        await pilot.press("R", *"sai", "enter")
        await pilot.press("e", "escape", "n", "escape")
        assert app.dialog is None

    drive(folder, steps)
    records = live(in_order(read_reviews(folder)))
    assert [one.verdict for one in records] == ["edit", "split", "note", "reject"]
    assert records[0].after[0].texts[1] == "Une autre phrase."
    assert (records[2].note, records[3].note) == ("abc", "sai")


def test_filter_jump_bookmark_help_and_shades(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        count = len(app.desk.book.queue)
        await pilot.press("g", str(count), "enter")
        assert app.desk.place == count - 1
        await pilot.press("b", "B")
        assert len(app.desk.book.queue) == 1
        await pilot.press("slash", "end", "ctrl+u", *"flag:number", "enter")
        assert 0 < len(app.desk.book.queue) < count
        await pilot.press("slash", "end", "ctrl+u", *"status:xyz", "enter")
        assert app.news.startswith("Not done")
        await pilot.press("question_mark")
        assert isinstance(app.dialog, HelpDialog)
        await pilot.press("escape", "d")
        assert not app.current_theme.dark
        await pilot.press("slash")
        assert isinstance(app.dialog, LineDialog)
        await pilot.press("escape", "d")
        assert app.dialog is None

    drive(folder, steps)


def test_flags_are_explained_and_their_tokens_marked(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"flag:number", "enter")
        item = app.desk.item
        flags = app.desk.score(item.held.texts).flags
        text = marked(item.held.texts[1], flags, 1, DARK)
        underlined = {text.plain[span.start : span.end] for span in text.spans}
        assert any("97" in token or "85,7" in token for token in underlined)
        assert any(line.startswith(" number ") for line in lines(app))

    drive(folder, steps)


def test_tab_gives_the_arrows_to_the_pages(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        first, before = app.desk.current, lines(app)
        await pilot.press("tab", "down", "down")
        assert app.desk.current == first
        assert lines(app) != before
        await pilot.press("end", "pageup", "pageup", "tab", "down")
        assert app.desk.current != first

    drive(folder, steps)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (5, 2), (200, 60)])
def test_every_line_fits_the_screen(folder: Path, size: tuple[int, int]) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        for keys in (["m"], ["ctrl+down"], ["n", *"abc", "enter"], ["tab"], ["d"]):
            await pilot.press(*keys)
            assert len(lines(app)) == size[1]
            assert all(line.cell_length <= size[0] for line in app.board.lines)
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: len(lines(app)) == 20)

    drive(folder, steps, size)


def test_a_dialog_keeps_the_keys_to_itself(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        first = app.desk.current
        await pilot.press("n", "a", "j", "down", "pagedown", "tab", "tab", "q")
        assert app.desk.current == first
        await pilot.press("enter")
        assert app.desk.book.notes(str(first))[0].note == "ajq"
        await pilot.press("question_mark", "a", "r", "escape", "n", "enter")
        assert not verdicts(folder)[1:]

    drive(folder, steps)


def test_the_sample_is_blind(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        assert "quality" not in app.board.text()
        assert "number" not in app.board.text()
        await pilot.press("m", "slash", *"x", "enter")
        assert "random" in app.news
        await pilot.press("a", "r")

    drive(folder, steps, margin=0.02)
    assert [(one.verdict, one.blind) for one in live(in_order(read_reviews(folder)))] == [
        ("accept", True),
        ("reject", True),
    ]


def test_an_empty_queue_is_no_crash(folder: Path) -> None:
    async def steps(app: ReviewScreen, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"khongco", "enter")
        assert "No pair" in lines(app)[1]
        await pilot.press("a", "r", "e", "s", "m", "n", "escape", "b", "j", "k", "u", "g", "1", "enter", "d", "q")

    drive(folder, steps)


def test_nothing_of_a_page_reaches_the_terminal_as_a_command() -> None:
    assert visible("\x1b]0;x\x07 \u202ea\u2066 đệm e\u0301") == "\ufffd]0;x\ufffd \ufffda\ufffd đệm e\u0301"
