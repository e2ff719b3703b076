"""Prints the real texts in the source archive of vaderSentiment (the argument): one JSON array [kind, text] per line.

4,200 tweets, and sentences from product reviews, film reviews and newspaper editorials (Hutto & Gilbert, ICWSM
2014; MIT licence). They are in an archive within the archive, as lines of id, mean rating and text.
"""

import io
import json
import sys
import tarfile

KINDS = {
    "tweets": "tweets_GroundTruth.txt",
    "products": "amazonReviewSnippets_GroundTruth.txt",
    "films": "movieReviewSnippets_GroundTruth.txt",
    "editorials": "nytEditorialSnippets_GroundTruth.txt",
}

with tarfile.open(sys.argv[1]) as source:
    inner = source.extractfile("vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz").read()
with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
    for kind, name in KINDS.items():
        lines = archive.extractfile(f"hutto_ICWSM_2014/{name}").read().decode("utf-8", "replace").split("\n")
        for line in lines:
            if line:
                print(json.dumps([kind, line.rstrip("\r").split("\t", 2)[2]]))
