"""Change what a French translation denies: a denial is lost or added, or a word becomes its opposite.

Only changes of meaning count, so that a score is not blamed for missing what is none: a denial is taken away only where
the source denies, added only where neither text does, and a word is swapped only where the sentence is not denied too.
"""

from __future__ import annotations

import random
import re

_SOURCE_DENIES = re.compile(
    r"\b(?:không|chưa|chẳng|đừng|chớ)\b(?! (?:chỉ|những|ngừng|ít|khí|gian|quân|khỏi|sớm))", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:n[’']|ne )((?:[lsmt][’']|(?:le|la|les|se|lui|leur|me|nous|vous) )?(?:en |y )?\w+) (?:pas|plus|jamais)\b"
    r"(?! (?:que|seulement|moins|encore|de|aucune?|rien|personne)\b| (?:qu|d)[’'])"
)
_ANY_DENIAL = re.compile(r"\b(?:n[’']|ne |pas\b|sans\b|aucun|jamais\b|non\b)", re.IGNORECASE)
VERBS = (
    "est sont a ont était étaient avait avaient peut peuvent doit doivent va vont sera seront reste restent permet "
    "permettent compte comptent fait prévoit souhaite veut veulent pourra devra devront"
)
_VERB = re.compile(rf"(?<![\w’'-])(?<!\by )(?<!longitude )({VERBS.replace(' ', '|')})\b(?! (?:que|qu)\b)")
OPPOSITES = """
augmenté/diminué augmente/diminue augmenter/diminuer en_hausse/en_baisse ouvert/fermé ouverture/fermeture ouvrir/fermer
acheter/vendre acheté/vendu avant_le/après_le avant_la/après_la jours_après/jours_avant exportations/importations
victoire/défaite du_Nord/du_Sud au_nord/au_sud a_commencé/a_pris_fin début/la_fin accepté/refusé plus_de/moins_de
plus_d’/moins_d’ facile/difficile tôt/tard interdit/autorisé légal/illégal riches/pauvres chaud/froid amélioré/aggravé
soutient/rejette premier/dernier première/dernière rapide/lent rapidement/lentement positif/négatif supérieur/inférieur
élevé/bas étrangers/nationaux hommes/femmes grand/petit grande/petite nombreux/rares favorable/hostile
légèrement/gravement
"""
"""Words and their opposites, with underscores for spaces."""
_PAIRS = [tuple(pair.replace("_", " ").split("/")) for pair in OPPOSITES.split()]
_OPPOSITE = {word: other for pair in _PAIRS for word, other in (pair, pair[::-1])}
_POLE = re.compile(rf"(?<![\w-])(?<!d[’'])(?:{'|'.join(sorted(_OPPOSITE, key=len, reverse=True))})(?![\w-])")


def lose_denial(source: str, target: str, rng: random.Random) -> str | None:
    """The target without one of its denials; None where there is none, or the source denies nothing."""
    hits = list(_DENIAL.finditer(target))
    if not hits or not _SOURCE_DENIES.search(source):
        return None
    hit = rng.choice(hits)
    return target[: hit.start()] + hit.group(1) + target[hit.end() :]


def add_denial(source: str, target: str, rng: random.Random) -> str | None:
    """The target with one of its verbs denied; None where either side denies already, or no verb is known."""
    verbs = list(_VERB.finditer(target))
    if not verbs or _SOURCE_DENIES.search(source) or _ANY_DENIAL.search(target):
        return None
    verb = rng.choice(verbs)
    opening = "n'" if verb.group()[0] in "aeéo" else "ne "
    return f"{target[: verb.start()]}{opening}{verb.group()} pas{target[verb.end() :]}"


def oppose(source: str, target: str, rng: random.Random) -> str | None:
    """The target with a word in the place of its opposite; None where it holds none, or where either side denies."""
    poles = list(_POLE.finditer(target))
    if not poles or _SOURCE_DENIES.search(source) or _ANY_DENIAL.search(target):
        return None
    pole = rng.choice(poles)
    return target[: pole.start()] + _OPPOSITE[pole.group()] + target[pole.end() :]


DENIALS = (lose_denial, add_denial, oppose)
"""Every way to change what is denied."""
