"""What numbers and dates a text states, and whether two texts state the same ones."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.profiles import get_profile
from aligner.quantities import Quantity, compare_quantities, find_quantities
from aligner.quantities.model import KINDS

CASES = json.loads((Path(__file__).parents[1] / "cases" / "quantities.json").read_text(encoding="utf-8"))
VI_UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
FR_SMALL = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
LANGUAGES = ("vi", "fr", "und")


def shown(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 3:
        return "-".join("_" if part is None else str(part) for part in value)
    if isinstance(value, tuple):
        return f"{value[0]}:{value[1]:02d}" if isinstance(value[1], int) and value[1] < 1 else f"{value[0]}:{value[1]}"
    return str(value)


def expected(entry: dict[str, str]) -> tuple[str, str]:
    value = entry["value"]
    if entry["kind"] == "time":
        hour, minute = value.split(":")
        value = shown((int(hour), int(minute)))
    return entry["kind"], value


def strong(text: str, language: str) -> list[Quantity]:
    return [quantity for quantity in find_quantities(text, language) if not quantity.weak]


def values(text: str, language: str) -> list[object]:
    return [quantity.value for quantity in strong(text, language)]


@pytest.mark.parametrize("case", CASES["pairs"], ids=lambda case: case["label"])
def test_pair(case: dict[str, object]) -> None:
    source, target = find_quantities(str(case["vi"]), "vi"), find_quantities(str(case["fr"]), "fr")
    assert compare_quantities(source, target).same is case["same"]
    assert compare_quantities(target, source).same is case["same"]


@pytest.mark.parametrize("case", CASES["readings"], ids=lambda case: case["label"])
def test_reading(case: dict[str, object]) -> None:
    found = [(quantity.kind, shown(quantity.value)) for quantity in strong(str(case["text"]), str(case["language"]))]
    entries = case["quantities"]
    assert isinstance(entries, list)
    assert found == [expected(entry) for entry in entries]


# ---------------------------------------------------------------- numbers spelled out, by a speller written here


def spell_vi(number: int) -> str:
    """Spell a number below a billion in Vietnamese."""
    groups = []
    for name, size in (("triệu", 10**6), ("nghìn", 10**3), ("", 1)):
        group, number = divmod(number, size)
        if group:
            groups.append(f"{spell_vi_group(group, bool(groups))} {name}".strip())
    return " ".join(groups) or VI_UNITS[0]


def spell_vi_group(number: int, inner: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [VI_UNITS[hundreds], "trăm"] if hundreds or inner else []
    if tens == 0:
        words += ["linh", VI_UNITS[unit]] if unit and words else [VI_UNITS[unit]] if unit else []
    else:
        words += ["mười"] if tens == 1 else [VI_UNITS[tens], "mươi"]
        last = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(unit, VI_UNITS[unit])
        words += [last] if unit else []
    return " ".join(words)


def spell_fr(number: int) -> str:
    """Spell a number below a billion in French."""
    for name, size in (("million", 10**6), ("mille", 10**3)):
        group, rest = divmod(number, size)
        if group:
            plural = "s" if size == 10**6 and group > 1 else ""
            head = name if size == 10**3 and group == 1 else f"{spell_fr(group)} {name}{plural}"
            return f"{head} {spell_fr(rest)}" if rest else head
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = "cent" if hundreds == 1 else f"{FR_SMALL[hundreds]} cent" + ("s" if not rest else "")
        return f"{head} {spell_fr(rest)}" if rest else head
    if number < 20:
        return FR_SMALL[number]
    base = number - number % 10 if number < 70 or 80 <= number < 90 else number - number % 20
    rest = number - base
    if not rest:
        return FR_TENS[base] + ("s" if base == 80 else "")
    link = " et " if rest in (1, 11) and base != 80 else "-"
    return f"{FR_TENS[base]}{link}{FR_SMALL[rest]}"


@given(st.integers(2, 10**9 - 1))
@settings(max_examples=300)
def test_spelled_numbers_are_read_back(number: int) -> None:
    assert [quantity.value for quantity in find_quantities(f"có {spell_vi(number)} cây", "vi")] in (
        [number],
        [[number]],
    )
    assert values(f"il y a {spell_fr(number)} arbres", "fr") == [number]


@pytest.mark.parametrize("number", range(2, 1000))
def test_small_numbers_are_read_back(number: int) -> None:
    assert [quantity.value for quantity in find_quantities(f"có {spell_vi(number)} người", "vi")] == [number]
    assert [quantity.value for quantity in find_quantities(f"avec {spell_fr(number)} personnes", "fr")] == [number]


@given(st.integers(0, 10**12), st.integers(0, 999))
def test_grouped_figures_are_read_back(number: int, decimals: int) -> None:
    grouped = f"{number:,}"
    whole = Decimal(f"{number}.{decimals:03d}9")
    assert values(f"có {grouped.replace(',', '.')} cây", "vi") == [number] or 1000 <= number <= 2999
    for space in (" ", "\u00a0", "\u202f"):
        assert values(f"soit {grouped.replace(',', space)} arbres", "fr") == [number]
    assert values(f"{grouped.replace(',', '.')},{decimals:03d}9 m", "vi") == [whole]
    assert values(f"{grouped.replace(',', ' ')},{decimals:03d}9 m", "fr") == [whole]


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_dates_are_read_back(day: datetime.date) -> None:
    year, month, number = day.year, day.month, day.day
    value = (year, month, number)
    for text in (
        f"ngày {number}/{month}/{year}",
        f"ngày {number} tháng {month} năm {year}",
        f"{number}-{month}-{year}",
    ):
        assert values(text, "vi") == [value]
    names = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ]
    shown_day = "1er" if number == 1 else str(number)
    assert values(f"le {shown_day} {names[month - 1]} {year}", "fr") == [value]
    assert values(f"{number:02d}/{month:02d}/{year}", "fr") == [value]


# ---------------------------------------------------------------- any text

PIECES = st.sampled_from(
    [
        "1",
        "22",
        "3.456",
        "7,8",
        "2024",
        "/",
        "-",
        "–",
        ":",
        ".",
        ",",
        "%",
        "°",
        "$",
        "(",
        ")",
        "ngày",
        "tháng",
        "năm",
        "thứ",
        "quý",
        "hai",
        "ba",
        "mươi",
        "trăm",
        "nghìn",
        "tỷ",
        "rưỡi",
        "phần",
        "một",
        "nửa",
        "gấp",
        "h",
        "giờ",
        "tối",
        "XIV",
        "V",
        "e",
        "er",
        "le",
        "du",
        "au",
        "à",
        "un",
        "deux",
        "vingt",
        "quatre",
        "cent",
        "mille",
        "million",
        "et",
        "demi",
        "tiers",
        "mai",
        "lundi",
        "des",
        "de",
        "dizaines",
        "moins",
        "km2",
        "U23",
        "Covid",
        "NĐ",
        "CP",
        "https://a.vn/1",
        "a@b.vn",
        "̀",
        "�",
        "\x00",
        "İ",
        "²",
        "½",
        "٣",
        "\n",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)
)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=500)
def test_spans_are_exact_and_in_order(text: str, language: str) -> None:
    found = find_quantities(text, language)
    last = 0
    for quantity in found:
        assert last <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.kind in KINDS
        hash((quantity.value, quantity.others))
        last = quantity.end


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_comparison_accounts_for_every_quantity(first: str, second: str) -> None:
    source, target = find_quantities(first, "vi"), find_quantities(second, "fr")
    result = compare_quantities(source, target)
    told = {*result.missing, *(a for a, _ in (*result.matched, *result.changed))}
    assert all(quantity.weak or quantity in told or quantity.kind == "weekday" or quantity.unit for quantity in source)
    assert compare_quantities(source, source).same


LONG = 80_000
HANG = 60
"""Seconds after which a text of this length can only have met a quadratic path; benchmarks/ measure the real time."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece", ["7", "một ", "/", "1/", "1-", "123 ", "hai tỷ ", "A1-", "a@", "mille ", "de milliers "]
)
@pytest.mark.timeout(HANG)
def test_long_hostile_texts_do_not_hang(piece: str, language: str) -> None:
    found = find_quantities(piece * (LONG // len(piece)), language)
    assert compare_quantities(found, found).same


def test_an_extended_profile_adds_words(tmp_path: Path) -> None:
    (tmp_path / "quantities.toml").write_text('[numerals.scales]\n"lố" = 12\n', encoding="utf-8")
    assert values("ba lố bút", "vi") == [3]
    assert [quantity.value for quantity in find_quantities("ba lố bút", get_profile("vi").extended(tmp_path))] == [36]


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="unknown language"):
        find_quantities("1", "xx")
    with pytest.raises(TypeError, match="text must be a string"):
        find_quantities(1)  # type: ignore[arg-type]
