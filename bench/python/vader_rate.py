"""Times Python's vaderSentiment: for each line on stdin, scores all texts once and prints the seconds.

The argument is a file with one JSON string per line. Only the loop over the texts is timed.
"""

import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

with open(sys.argv[1], encoding="utf-8") as file:
    texts = [json.loads(line) for line in file]
scores = SentimentIntensityAnalyzer().polarity_scores
print(sys.version.split()[0], flush=True)
for _ in sys.stdin:
    begin = time.perf_counter()
    for text in texts:
        scores(text)
    print(time.perf_counter() - begin, flush=True)
