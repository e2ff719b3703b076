"""The scores of the texts on stdin by Python's vaderSentiment: a JSON string a line in, a JSON array a line out.

Out come compound, neg, neu and pos. JSON keeps what UTF-8 cannot hold: a lone surrogate comes as its escape.
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
