#!/usr/bin/env python3
"""Recomputes every figure of a training's report from the rows that the report brings along, with SciPy instead of our code.

    SPARRING_COURSE=/tmp/course cargo test --test it course::
    python3 benches/recompute.py /tmp/course/session

Needs numpy and scipy. Prints how many figures agree to six digits, and every one that does not; exit code 1 then.
"""
import csv
import math
import sys
from pathlib import Path

import numpy as np
from scipy import stats

STAGES = ["pre", "post", "delayed"]


def rows(folder, name):
    with open(Path(folder) / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def change(a, b):
    """Mean of b - a with its 95 % interval by Student's t."""
    d = np.array(b) - np.array(a)
    low, high = stats.t.interval(0.95, len(d) - 1, loc=d.mean(), scale=stats.sem(d))
    return d.mean(), low, high


def gain(people, key):
    found = {}
    have = {s: {p["person"]: number(p[f"{key}_{s}"]) for p in people} for s in STAGES}
    have = {s: {k: v for k, v in scores.items() if v is not None} for s, scores in have.items()}
    both = sorted(have["pre"].keys() & have["post"].keys(), key=int)
    found["gain.pairs"] = len(both)
    found["gain.only-pre"] = len(have["pre"].keys() - have["post"].keys())
    found["gain.only-post"] = len(have["post"].keys() - have["pre"].keys())
    if len(both) >= 5:
        pre = np.array([have["pre"][p] for p in both])
        post = np.array([have["post"][p] for p in both])
        found["gain.mean-pre"], found["gain.mean-post"] = pre.mean(), post.mean()
        found["gain.raw"], found["gain.raw-low"], found["gain.raw-high"] = change(pre, post)
        found["gain.of-averages"] = (post.mean() - pre.mean()) / (100 - pre.mean())
        open_ = pre < 100
        found["gain.average"] = ((post[open_] - pre[open_]) / (100 - pre[open_])).mean()
        found["gain.ceilings"] = int((~open_).sum())
        average_sd = (pre.std(ddof=1) + post.std(ddof=1)) / 2
        found["gain.d-av"] = (post.mean() - pre.mean()) / average_sd
        df = len(both) - 1
        found["gain.g-av"] = found["gain.d-av"] * (1 - 3 / (4 * df - 1))
        found["gain.d-z"] = (post - pre).mean() / (post - pre).std(ddof=1)
    three = sorted(have["pre"].keys() & have["post"].keys() & have["delayed"].keys(), key=int)
    found["retention.people"] = len(three)
    if len(three) >= 5:
        pre, post, late = (np.array([have[s][p] for p in three]) for s in STAGES)
        found["retention.mean-post"], found["retention.mean-delayed"] = post.mean(), late.mean()
        found["retention.change"], found["retention.change-low"], found["retention.change-high"] = change(post, late)
        if post.mean() > pre.mean():
            found["retention.kept"] = (late.mean() - pre.mean()) / (post.mean() - pre.mean())
    return found


def items(answers, stage):
    own = [a for a in answers if a["stage"] == stage and a["counts"] == "true"]
    names = sorted({a["item"] for a in own})
    sheets = {}
    for a in own:
        sheets.setdefault(a["person"], {})[a["item"]] = a
    complete = {p: s for p, s in sheets.items() if len(s) == len(names)}
    found = {("test.examinees", stage): len(complete), ("test.incomplete", stage): len(sheets) - len(complete)}
    right = np.array([[s[i]["right"] == "true" for i in names] for s in complete.values()], dtype=float)
    if len(complete) < 5:
        return found
    total = right.sum(axis=1)
    p = right.mean(axis=0)
    if len(complete) >= 10:
        k = len(names)
        found[("test.kr20", stage)] = k / (k - 1) * (1 - (p * (1 - p)).sum() / total.var(ddof=0))
    for at, name in enumerate(names):
        found[("item.difficulty", f"{stage}/{name}")] = p[at]
        rest = total - right[:, at]
        if len(complete) >= 10 and 0 < p[at] < 1 and rest.std() > 0:
            found[("item.rest", f"{stage}/{name}")] = stats.pearsonr(right[:, at], rest).statistic
        for s in complete.values():
            option = ("item.option", f"{stage}/{name}/{s[name]['given']}")
            found[option] = found.get(option, 0) + 1
    return found


def main(folder):
    people, answers = rows(folder, "people.csv"), rows(folder, "answers.csv")
    survey, checks, told = rows(folder, "survey.csv"), rows(folder, "check_ins.csv"), rows(folder, "figures.csv")
    own = {("attended", ""): len(people)}
    for stage in STAGES:
        own[("tested", stage)] = sum(number(p[f"test_{stage}"]) is not None for p in people)
        own[("drilled", stage)] = sum(number(p[f"drill_{stage}"]) is not None for p in people)
    # A score in people.csv must be the share of right answers in answers.csv.
    for p in people:
        for stage in STAGES:
            mine = [a for a in answers if (a["person"], a["stage"], a["counts"]) == (p["person"], stage, "true")]
            if mine:
                share = 100 * sum(a["right"] == "true" for a in mine) / len(mine)
                assert math.isclose(share, float(p[f"test_{stage}"]), abs_tol=1e-6), (p, stage, share)
    for kind, key in [("knowledge", "test"), ("skill", "drill")]:
        own.update({(name, kind): value for name, value in gain(people, key).items()})
    for stage in STAGES:
        own.update(items(answers, stage))
    for question in {s["question"] for s in survey}:
        given = [(s["choice"], number(s["times"])) for s in survey if s["question"] == question]
        answered = sum(times for _, times in given if times is not None)
        own[("reaction.answered", question)] = answered
        own[("reaction.response-rate", question)] = 100 * answered / len(people)
        own[("reaction.does-not-apply", question)] = sum(t for c, t in given if c == "does-not-apply")
        own.update({("reaction.choice", f"{question}/{c}"): t for c, t in given if c != "does-not-apply"})
    for c in checks:
        side = f"{c['day']}/{c['by']}"
        for key in [("check-in.answered", side), ("check-in.choice", f"{side}/{c['answer']}")]:
            own[key] = own.get(key, 0) + 1

    agree, wrong, withheld, unchecked = 0, [], [], []
    for figure in told:
        key = (figure["figure"], figure["of"])
        value = number(figure["value"])
        if value is None:
            # What is withheld must not be computable from enough people; the reason is the reader's to see.
            withheld.append((*key, figure["value"]))
            continue
        expected = own.get(key, 0.0 if figure["figure"] in ("item.option", "check-in.choice") else None)
        if figure["figure"] == "outcomes":
            unchecked.append(key)
        elif expected is None:
            wrong.append((*key, value, "not recomputed"))
        elif math.isclose(value, expected, rel_tol=1e-6, abs_tol=2e-6):
            agree += 1
        else:
            wrong.append((*key, value, expected))
    print(f"{agree} of {len(told)} figures agree to six digits; {len(withheld)} withheld; {len(unchecked)} counted from files not here")
    for line in withheld:
        print("withheld:", *line)
    for line in wrong:
        print("DIFFERS:", *line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
