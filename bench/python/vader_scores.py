"""Scores the texts on stdin with Python's vaderSentiment: one JSON string per line in, one JSON array per line out.

The array holds compound, neg, neu and pos. JSON can hold what UTF-8 cannot: a lone surrogate is written as its escape.
"""

import json
import sys

import vaderSentiment.vaderSentiment as vader


def plain_sum(values):
    total = 0
    for value in values:
        total += value
    return total


if sys.version_info >= (3, 12):
    # Later Pythons add floats with compensation, which changes a few results.
    vader.sum = plain_sum

scores = vader.SentimentIntensityAnalyzer().polarity_scores
for line in sys.stdin:
    score = scores(json.loads(line))
    print(json.dumps([score["compound"], score["neg"], score["neu"], score["pos"]]))
