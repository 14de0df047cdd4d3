"""Damage faithful pairs in every way that translations of the news go wrong, for fitting and testing scores."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from benchmarks.denials import DENIALS

Pair = tuple[str, str]
Damage = Callable[[Sequence[Pair], int, Sequence[Pair], random.Random], Pair | None]

_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-zà-öø-ÿœ,] )(?:[A-ZÀ-ÖØ-Þ][\w’'-]{2,})(?: [A-ZÀ-ÖØ-Þ][\w’'-]{2,})*")
_NUMERALS = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "vingt")
_NUMERAL = re.compile(rf"(?<![\w-])(?:{'|'.join(_NUMERALS)})(?![\w-])", re.IGNORECASE)
LEAST_CUT = 6
"""Target words from which a sentence can be cut and still look like a translation."""

ENGLISH = (
    "The government said it would announce new measures next week.",
    "According to the report, most of the farmers have not received any support yet.",
    "He was taken to the hospital after the accident, but his life is not in danger.",
    "The company plans to build two factories in the province over the next three years.",
    "Local authorities have asked people to stay at home until the storm is over.",
    "Students from all over the country took part in the competition this year.",
    "Prices are expected to rise again because of the lack of rain.",
    "The police are looking for the driver who left the scene.",
)
SPANISH = (
    "El gobierno anunció que las obras de la carretera empezarán el próximo año.",
    "Los agricultores de la provincia no han recibido todavía ninguna ayuda.",
    "Según la policía, el conductor se encuentra en el hospital desde ayer.",
    "Las autoridades piden a la población que no salga de sus casas.",
)
ARTEFACTS = (
    "Français {}",
    "English {}",
    "{} Comment (0)",
    "<p>{}</p>",
    "{}&nbsp;&nbsp;",
    "![]() | {}",
    "DNUM_{n}ABZ {}",
    "{} Source : https://example.vn/tin-tuc-{n}.html",
    "{} No data",
    "<strong>{}",
    "{} &amp; {{name}}",
    "{} Read more",
)


def _shuffled(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    far = [place for place in range(len(pairs)) if abs(place - number) > 1]
    return (pairs[number][0], pairs[rng.choice(far)][1]) if far else None


def _neighbour(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    place = number + 1 if number + 1 < len(pairs) else number - 1
    return (pairs[number][0], pairs[place][1]) if place >= 0 else None


def _unrelated(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    return pairs[number][0], rng.choice(others)[1]


def _truncated(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    words = pairs[number][1].split()
    if len(words) < LEAST_CUT:
        return None
    kept = len(words) - round(rng.uniform(0.3, 0.5) * len(words))
    return pairs[number][0], " ".join(words[:kept])


def _clause_lost(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """The part behind (or before) a comma is gone; the sentence still ends as one."""
    clauses = pairs[number][1].split(", ")
    if len(clauses) < 2 or len(pairs[number][1].split()) < 2 * LEAST_CUT:
        return None
    place = rng.randrange(1, len(clauses))
    kept = ", ".join(clauses[:place]).rstrip(" .") + "."
    return (pairs[number][0], kept) if len(kept) < 0.7 * len(pairs[number][1]) else None


def _sentence_lost(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    if number + 1 >= len(pairs):
        return None
    return f"{pairs[number][0]} {pairs[number + 1][0]}", pairs[number + rng.randrange(2)][1]


def _sentence_added(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    if number + 1 >= len(pairs):
        return None
    added = rng.choice([pairs[number + 1], rng.choice(others)])[1]
    return pairs[number][0], f"{pairs[number][1]} {added}"


def _number(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    hits = list(_FIGURE.finditer(target))
    if not hits:
        return None
    hit = rng.choice(hits)
    while True:
        new = "".join(rng.choice("0123456789") for _ in hit.group())
        if new != hit.group() and (len(new) == 1 or new[0] != "0"):
            return source, target[: hit.start()] + new + target[hit.end() :]


def _number_word(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    hits = list(_NUMERAL.finditer(target))
    if not hits:
        return None
    hit = rng.choice(hits)
    new = rng.choice([word for word in _NUMERALS if word != hit.group().lower()])
    new = new.capitalize() if hit.group()[0].isupper() else new
    return source, target[: hit.start()] + new + target[hit.end() :]


def _name(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    hits = list(_NAME.finditer(target))
    names = [hit.group() for _, text in others for hit in _NAME.finditer(text) if hit.group() not in target]
    if not hits or not names:
        return None
    hit = rng.choice(hits)
    return source, target[: hit.start()] + rng.choice(names) + target[hit.end() :]


def _untranslated(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    return pairs[number][0], pairs[number][0]


def _unaccented(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    text = unicodedata.normalize("NFD", pairs[number][0].replace("đ", "d").replace("Đ", "D"))
    return pairs[number][0], "".join(char for char in text if not unicodedata.combining(char))


def _half_translated(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    left, right = target.split(), source.split()
    if len(left) < LEAST_CUT or len(right) < LEAST_CUT:
        return None
    cut = rng.uniform(0.4, 0.8)
    return source, " ".join(left[: int(cut * len(left))] + right[int(cut * len(right)) :])


def _language(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    sentence = rng.choice(ENGLISH + SPANISH)
    words = pairs[number][1].split()
    if rng.random() < 0.5:
        return pairs[number][0], sentence
    return pairs[number][0], " ".join(words[: len(words) // 2] + sentence.split()[2:])


def _negation(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A denial is lost or added, or a word becomes its opposite: one of those that apply."""
    source, target = pairs[number]
    changed = [text for change in DENIALS if (text := change(source, target, rng)) is not None]
    return (source, rng.choice(changed)) if changed else None


def _tail(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    words = target.rstrip(' .!?»"').split()
    return source, target + (" " + " ".join(words[-rng.randint(2, 4) :])) * rng.randint(2, 6)


def _twice(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    return (source, f"{target} {target}") if len(target.split()) >= LEAST_CUT else None


def _artefact(pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    source, target = pairs[number]
    pattern = rng.choice(ARTEFACTS)
    return source, pattern.replace("{}", target).replace("{n}", str(rng.randrange(10, 99)))


KINDS: dict[str, Damage] = {
    "shuffled": _shuffled,
    "neighbour": _neighbour,
    "unrelated": _unrelated,
    "truncated": _truncated,
    "clause lost": _clause_lost,
    "sentence lost": _sentence_lost,
    "sentence added": _sentence_added,
    "number": _number,
    "number word": _number_word,
    "name": _name,
    "untranslated": _untranslated,
    "unaccented": _unaccented,
    "half translated": _half_translated,
    "language": _language,
    "negation": _negation,
    "tail": _tail,
    "twice": _twice,
    "artefact": _artefact,
}
"""Every kind of damage: a function of the document's pairs, the place, the pairs of other documents, and chance."""


def corrupted(
    pairs: Sequence[Pair], number: int, others: Sequence[Pair], rng: random.Random
) -> Iterator[tuple[str, Pair]]:
    """One damaged version of a pair for every kind that applies to it, with the kind's name."""
    for kind, damage in KINDS.items():
        bad = damage(pairs, number, others, rng)
        if bad is not None and bad != pairs[number]:
            yield kind, bad
