"""Foreign names spelled by ear: `Pu-tin` and *Poutine*, *Zelensky* and *Zelenskyy*.

Two spellings are reduced to the classes of their consonants, since transcriptions differ in vowels first; what is not
equal then may still be close letter by letter.
"""

from __future__ import annotations

from functools import lru_cache

from aligner.profiles import get_profile

LONGEST_NAME = 40
"""Longer joined names are not compared letter by letter."""
SURE_SKELETON = 3
"""Consonants from which on an equal skeleton is enough."""
SHORT_SKELETON_CLOSENESS = 0.6
"""Letter closeness asked for besides an equal skeleton of fewer consonants."""
SURE_CLOSENESS = 0.75
"""Letter closeness that is enough without an equal skeleton: one letter in four may differ."""
EAR_CLOSENESS = 0.45
"""Letter closeness asked of a transcription in hyphenated syllables."""
SHORTEST_CLOSE = 5
"""Letters from which on closeness is looked at: shorter names are close by chance."""


def sound_alike(first: str, second: str) -> bool:
    """True where two joined forms may transcribe one foreign name.

    >>> sound_alike("putin", "poutine"), sound_alike("macron", "merkel")
    (True, False)
    """
    if first == second:
        return True
    if max(len(first), len(second)) > LONGEST_NAME or min(len(first), len(second)) < 3:
        return False
    bones, others = skeleton(first), skeleton(second)
    if bones == others and bones:
        if len(bones) >= SURE_SKELETON:
            return True
        return closeness(first, second) >= SHORT_SKELETON_CLOSENESS
    if min(len(first), len(second)) < SHORTEST_CLOSE or bones[:1] != others[:1]:
        return False
    return closeness(first, second) >= SURE_CLOSENESS


def spelled_by_ear(transcribed: str, name: str) -> bool:
    """True where a form in hyphenated syllables may transcribe a name: they begin alike and are not too far apart.

    The hyphens already tell that it is a foreign name; nothing more exact can be asked of such spellings.

    >>> spelled_by_ear("devitbechcam", "davidbeckham"), spelled_by_ear("maradona", "pele")
    (True, False)
    """
    if max(len(transcribed), len(name)) > LONGEST_NAME or skeleton(transcribed)[:1] != skeleton(name)[:1]:
        return False
    return closeness(transcribed, name) >= EAR_CLOSENESS


@lru_cache(maxsize=16384)
def skeleton(joined: str) -> str:
    """Consonant classes of a joined form, vowels dropped, repetitions once.

    >>> skeleton("putin") == skeleton("poutine")
    True
    """
    form = joined
    for letters, sound in _sounds():
        form = form.replace(letters, sound)
    kept = ""
    for char in form:
        if char not in _vowels() and kept[-1:] != char:
            kept += char
    return kept


@lru_cache(maxsize=16384)
def closeness(first: str, second: str) -> float:
    """Share of letters that need no edit, in [0, 1].

    >>> closeness("zelensky", "zelenskyy") > 0.85
    True
    """
    previous = list(range(len(second) + 1))
    for row, char in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            substituted = previous[column - 1] + (char != other)
            current.append(min(previous[column] + 1, current[-1] + 1, substituted))
        previous = current
    return 1 - previous[-1] / max(len(first), len(second), 1)


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[str, str], ...]:
    return tuple((letters, sound) for letters, sound in get_profile("und").settings("names.toml")["sounds"])


@lru_cache(maxsize=1)
def _vowels() -> frozenset[str]:
    return frozenset(get_profile("und").settings("names.toml")["vowels"])
