"""Scores of pairs: named features, flags with their tokens, and the quality that the features add up to.

========  ==========================================================================================================
module    holds
========  ==========================================================================================================
reading   the words, quantities and names of both texts, and how they compare
coverage  units of content and their counterparts on the other side
content   what the units say together: related or not, the heaviest stretch without a counterpart
language  stretches in another language
polarity  denials lost or added, antonyms
surface   repetition, residue, punctuation
gates     strings that a text must hold for a pattern to match
evidence  all of it in one value
features  the named features, each in [0, 1]
flags     the flags, each with its tokens and spans
model     the fitted model that makes quality of features (``model.toml``)
document  what the rest of a document says of a bead
========  ==========================================================================================================
"""
