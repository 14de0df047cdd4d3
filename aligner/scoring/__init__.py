"""Scores of pairs: named features, flags with their tokens, and the quality that the features add up to."""
