"""Writes emoji.json, beside this file, from the package vaderSentiment that this Python has.

It holds the emoji of one code point, because the package looks them up one code point at a time. With --print
both lexicons go to stdout, as one JSON object, and nothing is written.
"""

import json
import sys
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyzer = SentimentIntensityAnalyzer()
emoji = {character: words for character, words in analyzer.emojis.items() if len(character) == 1}
if "--print" in sys.argv:
    json.dump({"ratings": analyzer.lexicon, "emoji": emoji}, sys.stdout)
else:
    text = json.dumps(emoji, ensure_ascii=False, indent=2)
    Path(__file__).with_name("emoji.json").write_text(text + "\n", encoding="utf-8")
