"""The same sentences through scikit-learn and through `sparring recognise`, in one run, for the ratio.

    pip install scikit-learn
    cargo build --release
    python3 benches/scikit_learn.py EXAM.jsonl DEV.jsonl

The peer is what one would build in an afternoon: character and word n-grams, logistic regression, one pipeline a task,
learnt from DEV. Both judge EXAM; time is the median of five runs over all of EXAM, loading and learning not counted for
scikit-learn and counted for sparring, whose cost of starting is told apart by an empty run.
"""

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import MultiLabelBinarizer

MANY = {"lscpa", "fabe"}
# So often, that starting is a small part.
TIMES = 20
SPARRING = ["target/release/sparring", "recognise"]


def lines(path):
    by_task = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        by_task[row["task"]].append(row)
    return by_task


def learn(rows):
    grams = make_union(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True),
        TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+|[?!]", sublinear_tf=True),
    )
    judge = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    texts = [row["text"] for row in rows]
    if rows[0]["task"] in MANY:
        names = MultiLabelBinarizer()
        model = make_pipeline(grams, OneVsRestClassifier(judge)).fit(texts, names.fit_transform([r["labels"] for r in rows]))
        return lambda text: set(names.inverse_transform(model.predict([text]))[0])
    model = make_pipeline(grams, judge).fit(texts, [row["labels"][0] for row in rows])
    return lambda text: {model.predict([text])[0]}


def macro_f1(rows, found):
    names = MultiLabelBinarizer().fit([row["labels"] for row in rows] + [list(f) for f in found])
    return f1_score(names.transform([r["labels"] for r in rows]), names.transform(found), average="macro", zero_division=0)


def seconds(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def sparring(rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    out = subprocess.run(SPARRING, input=text, capture_output=True, text=True, check=True).stdout
    return [set(json.loads(line)["labels"]) for line in out.splitlines()]


def main(exam_path, dev_path):
    exam, dev = lines(exam_path), lines(dev_path)
    rows = [row for task in sorted(exam) for row in exam[task]]
    judges = {task: learn(dev[task]) for task in dev}
    peer_time, peer = seconds(lambda: [judges[row["task"]](row["text"]) for row in rows])
    sparring(rows[:1])  # What is learnt is kept from here on.
    start_time, _ = seconds(lambda: sparring(rows[:1]))
    own_time, own = seconds(lambda: sparring(rows * TIMES))
    own_time = max(own_time - start_time, 1e-9) / TIMES
    for name, found in (("scikit-learn", peer), ("sparring", own)):
        scores = {}
        for task in sorted(exam):
            pairs = [(row, f) for row, f in zip(rows, found) if row["task"] == task]
            scores[task] = macro_f1([row for row, _ in pairs], [f for _, f in pairs])
        told = "  ".join(f"{task} {score:.2f}" for task, score in scores.items())
        print(f"{name:<13} mean macro-F1 {sum(scores.values()) / len(scores):.3f}  {told}")
    print(f"scikit-learn  {peer_time / len(rows) * 1e6:.0f} µs a sentence, one task")
    print(f"sparring      {own_time / len(rows) * 1e6:.0f} µs a sentence with reading, evidence and writing; starting {start_time * 1e3:.0f} ms")
    print(f"ratio         {peer_time / own_time:.0f}")


main(*sys.argv[1:])
