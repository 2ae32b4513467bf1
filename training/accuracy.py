"""Write the figures of the shipped model into docs/accuracy.md and the README: `python -m training.accuracy`.

Everything is measured here and now on the dev parts, through the code that ships; nothing is copied from a log. The
text between the marks of the section is replaced, the rest of each page stays as it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from accordingto.analyse import Analyser
from accordingto.data import Analysis, Report, Span, Statement
from accordingto.score.figures import Figure, figures
from accordingto.score.gold import Gold, gold
from accordingto.score.tally import Key, tally
from training.data import PARTS, shared, without_that
from training.evaluate import measure, trees

ROOT = Path(__file__).parents[1]
PAGE, README = ROOT / "docs" / "accuracy.md", ROOT / "README.md"
BEGIN, END = "<!-- figures: python -m training.accuracy -->", "<!-- end of figures -->"
CLOSERS = frozenset({".", ",", ";", ":", "?", "!", "%", ")", "]", "''", "”", "’", "n't"})
OPENERS = frozenset({"(", "[", "``", "“", "$", "#"})
PLAIN = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
PUBLISHED = (
    ("BERT-base with the Cofe layer (110 M parameters)", "83.2 / 75.3 / 72.9"),
    ("BERT-base with a CRF", "82.2 / 74.9 / 71.0"),
    ("BERT-base", "81.1 / 74.0 / 68.9"),
)
"""Exact fragment F1 of source / cue / content on PolNeAR's test part, Wang et al. 2021 (CofeNet)."""


def polnear_gold() -> Iterator[Gold]:
    """Yield PolNeAR's dev reports as the measure beside the corpora reads them."""
    for row in measure().load(shared() / "corpora" / "polnear" / "dev"):
        text, statements = row["text"], []
        for s in row["statements"]:
            spans = {part: [(b, e) for b, e in s[part]] for part in PARTS}
            spans["content"] = [without_that(text, piece) for piece in spans["content"]]
            statements.append(Statement(**{part: tuple(Span(*x) for x in spans[part]) for part in PARTS}))
        yield Gold(Report(id=row["id"], text=text, language="en"), tuple(statements))


def found(analyser: Analyser, golds: Sequence[Gold]) -> list[Analysis]:
    """Return the analyses of annotated reports, in order."""
    out = []
    for analysis in analyser.stream(g.report for g in golds):
        assert isinstance(analysis, Analysis), analysis
        out.append(analysis)
    return out


def tallies(golds: Sequence[Gold], analyses: Sequence[Analysis], *, flat: bool) -> list[Counter[Key]]:
    """Return the counts of each report."""
    pairs = zip(golds, analyses, strict=True)
    return [tally(g.report.text, g.statements, a.statements, flat=flat) for g, a in pairs]


# ------------------------------------------------------------------------------------- the published segmentation


def rows_of_cofe() -> dict[str, list[dict]]:
    """Return the rows of PolNeAR dev in the published segmentation, by report and annotator."""
    out: dict[str, list[dict]] = {}
    path = shared() / "corpora" / "quotes" / "polnear" / "valid.txt"
    for line in path.read_text(encoding="utf8").split("\n"):
        if line.strip():
            row = json.loads(line)
            out.setdefault(row["id"], []).append(row)
    return out


def as_text(rows: Iterable[dict]) -> tuple[str, list[list[Span]]]:
    """Return the rows as a report's text, a paragraph each, and where each token stands."""
    text, places = "", []
    for row in rows:
        text += "\n" if text else ""
        spans: list[Span] = []
        glued = True
        for token in row["tokens"]:
            plain = PLAIN.get(token, token)
            if not (glued or plain in CLOSERS or token in CLOSERS or re.fullmatch(r"['’](s|S|re|ve|ll|d|m)?", plain)):
                text += " "
            spans.append(Span(len(text), len(text) + len(plain)))
            text += plain
            glued = token in OPENERS or plain in OPENERS
        places.append(spans)
    return text, places


def fragments(labels: Sequence[str]) -> set[tuple[str, int, int]]:
    """Return the fragments (part, begin, end) of a row of B- and I- tags."""
    out, start, kind = set(), 0, ""
    for i, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            out.add((kind, start, i))
            kind = ""
        if label != "O" and not kind:
            start, kind = i, label[2:]
    return out


def cofe_scores(analyser: Analyser) -> dict[str, float]:
    """Return exact fragment F1 of each part in the published segmentation; rows that stand twice count twice."""
    right, ours, theirs = Counter[str](), Counter[str](), Counter[str]()
    groups = rows_of_cofe()
    texts = {name: as_text(rows) for name, rows in groups.items()}
    reports = (Report(id=name, text=text, language="en") for name, (text, _) in texts.items())
    for analysis in analyser.stream(reports):
        assert isinstance(analysis, Analysis)
        places = texts[analysis.report_id][1]
        outer = [s for s in analysis.statements if s.parent is None]
        for row, spans in zip(groups[analysis.report_id], places, strict=True):
            gold_row = fragments(row["labels"])
            found_row = {
                (part, *tokens)
                for s in outer
                for part in PARTS
                for span in getattr(s, part)
                if (tokens := _tokens(span, spans, row["tokens"], part == "content"))
            }
            for part in PARTS:
                a, b = ({f for f in side if f[0] == part} for side in (gold_row, found_row))
                right[part] += len(a & b)
                theirs[part] += len(a)
                ours[part] += len(b)
    return {p: round(200 * right[p] / max(1, ours[p] + theirs[p]), 1) for p in PARTS}


def _tokens(span: Span, places: Sequence[Span], tokens: Sequence[str], content: bool) -> tuple[int, int] | None:
    """Return the tokens of a row that a span covers; the "that" before a content is part of it there."""
    inside = [i for i, (b, e) in enumerate(places) if b < span.end and e > span.begin]
    if not inside:
        return None
    begin, end = inside[0], inside[-1] + 1
    if content and begin and tokens[begin - 1] == "that":
        begin -= 1
    return begin, end


# --------------------------------------------------------------------------------------------------------- the page


def cue_errors(golds: Sequence[Gold], analyses: Sequence[Analysis]) -> list[str]:
    """Return lines on which cues are missed and which are found where the annotators have none."""
    missed, extra = Counter[str](), Counter[str]()
    for g, a in zip(golds, analyses, strict=True):
        theirs = {x for s in g.statements for x in s.cue}
        ours = {x for s in a.statements if s.parent is None for x in s.cue}
        text = g.report.text
        missed.update(text[b:e].lower() for b, e in theirs - ours)
        extra.update(text[b:e].lower() for b, e in ours - theirs)
    return [
        f"- {what}: {', '.join(f'*{cue}* {n}' for cue, n in counter.most_common(20))}"
        for what, counter in (("missed or with other borders", missed), ("found where there is none, or so", extra))
    ]


def table(rows: Iterable[Figure]) -> list[str]:
    """Return figures as a table."""
    out = ["| | % | 90 % interval | P | R | gold |", "|---|---|---|---|---|---|"]
    for f in rows:
        p, r = (f"{x:.1f}" if x is not None else "" for x in (f.precision, f.recall))
        name = f"{f.layer} {f.name}, {f.measure}"
        out.append(f"| {name} | {f.value:.1f} | {f.low:.1f}–{f.high:.1f} | {p} | {r} | {f.gold:,} |")
    return out


@dataclass(frozen=True)
class Measured:
    """Everything that is measured, once."""

    model: str
    reports: tuple[int, int]
    polnear: list[Figure]
    errors: list[str]
    voa: list[Figure]
    cofe: dict[str, float]
    single: dict[str, float]


def measured(analyser: Analyser) -> Measured:
    """Run the model over the dev parts."""
    polnear, voa = list(polnear_gold()), list(gold(shared() / "corpora" / "voa" / "dev"))
    flat, full = found(analyser, polnear), found(analyser, voa)
    return Measured(
        model=analyser.model,
        reports=(len(polnear), len(voa)),
        polnear=[
            f
            for f in figures(tallies(polnear, flat, flat=True))
            if f.layer in ("part", "statement") and f.name != "parent"
        ],
        errors=cue_errors(polnear, flat),
        voa=figures(tallies(voa, full, flat=False)),
        cofe=cofe_scores(analyser),
        single=trees(analyser),
    )


def page(m: Measured) -> str:
    """Return the section on what is found in a single report."""
    lines = [
        f"Model `{m.model}`; intervals hold a figure in 90 % of samples of as many reports, drawn again.",
        "",
        f"### Parts and statements: PolNeAR dev ({m.reports[0]} reports, outermost statements)",
        "",
        *table(m.polnear),
        "",
        "Cues that differ from the annotators':",
        "",
        *m.errors,
        "",
        "### Parts beside published models",
        "",
        "Exact fragment F1 of source / cue / content. Ours is measured on the dev rows of the published segmentation, "
        "the others stand as published, on the test rows: a comparison of magnitudes.",
        "",
        "| model | source / cue / content |",
        "|---|---|",
        f"| ours (22 M parameters, int8), dev rows | {' / '.join(str(m.cofe[p]) for p in PARTS)} |",
        *(f"| {name}, test rows | {value} |" for name, value in PUBLISHED),
        "",
        f"### Statements, labels, speakers and nesting: Voice of America dev ({m.reports[1]} reports)",
        "",
        *table(m.voa),
        "",
        "### Words: EWT and GUM dev, sentences given",
        "",
        "| what | % |",
        "|---|---|",
        f"| parts of speech right (EWT and GUM, in our words) | {m.single['tags']} |",
        f"| heads right (unlabelled attachment) | {m.single['heads']} |",
        f"| heads and relations right (labelled attachment) | {m.single['relations']} |",
        f"| names, exact spans with type (UNER EWT), F1 | {m.single['names F1']} |",
        f"| head words of mentions with type (GUM), F1 | {m.single['mention F1']} |",
    ]
    return "\n".join(lines)


def summary(m: Measured) -> str:
    """Return the README's table."""

    def of(rows: Sequence[Figure], name: str, measure: str = "F1") -> str:
        return next(f"{f.value:.1f}" for f in rows if f.name == name and f.measure == measure)

    def macro(*names: str) -> str:
        return " / ".join(of(m.voa, name, "macro F1") for name in names)

    voa = f"Voice of America dev, {m.reports[1]} reports"
    lines = [
        "| | measured on | % |",
        "|---|---|---|",
        f"| source / cue / content, exact, F1 | PolNeAR dev, {m.reports[0]} US political reports |"
        f" {' / '.join(of(m.polnear, part) for part in PARTS)} |",
        f"| statement with its source, contents overlapping by 0.3 / 0.8, F1 | {voa} |"
        f" {of(m.voa, 'attributed@0.3')} / {of(m.voa, 'attributed@0.8')} |",
        f"| labels, macro F1: quote / kind / naming | the same | {macro('quote', 'kind', 'naming')} |",
        f"| act / firmness / polarity | | {macro('act', 'firmness', 'polarity')} |",
        f"| distance / ground | | {macro('distance', 'ground')} |",
        f"| which statement stands inside which, F1 | | {of(m.voa, 'parent')} |",
        f"| speaker right on statements found | | {of(m.voa, 'right on matched', 'accuracy')} |",
        f"| names, F1 | EWT dev | {m.single['names F1']} |",
        f"| heads of words right | EWT and GUM dev | {m.single['heads']} |",
    ]
    return "\n".join(lines)


def write(path: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Put the text between the marks of a page."""
    old = path.read_text(encoding="utf8")
    if begin not in old or end not in old:
        raise SystemExit(f"{path} lacks the marks {begin} and {end}: put them where the figures belong")
    head, _, rest = old.partition(begin)
    path.write_text(f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf8")


def main() -> None:
    """Measure and write."""
    m = measured(Analyser())
    write(PAGE, page(m))
    write(README, summary(m))


if __name__ == "__main__":
    main()
