"""Time expressions against gold, ours beside dateparser's search in the same run: `python bench/times.py SHARED`.

GUM: dated expressions (MISC `XML=<date …>`), those of the part named by --part. Texts are put together again from the
tokens; a report's date is the document's `dateCreated`. A gold date and one of ours belong together where they overlap
(one to one, in order). Its value is `when`, or the range `from`–`to`, `notBefore`–`notAfter` where given so; two values
are the same where they cover the same days, whatever the spelling ("2010/2019" and "2010-01-01/2019-12-31"). Two
matters of convention are evened out, and counted beside: GUM marks the ends of "from May to July" one by one, where we
give one range, so that a range of ours over two gold dates is compared end by end; and "since 2011" is `when 2011`
there, a range with an open end here, so that of an open range only the end that is given is compared.

TDG: which words are time expressions, and whether they hang on the report's date or stand by themselves.
"""

from __future__ import annotations

import argparse
import importlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from accordingto.data import Report
from accordingto.segment import segment
from accordingto.times import bounds, find_times

_DATE = re.compile(r"<(/?)date([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+):::"([^"]*)"')
_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]+)?)?)?")


@dataclass(frozen=True, slots=True)
class Dated:
    """A stretch of a text and its value in EDTF; `None` where the value is none that EDTF can say."""

    begin: int
    end: int
    value: str | None


@dataclass(slots=True)
class Document:
    """A text with its gold dates."""

    name: str
    created: str
    text: str = ""
    gold: list[Dated] = field(default_factory=list)


Finder = Callable[[Document], list[Dated]]


def gum(folder: Path) -> Iterator[Document]:
    """Yield the documents of a part of GUM."""
    for path in sorted(folder.glob("*.conllu")):
        document = Document(path.stem.removeprefix("GUM_"), "")
        opened: list[tuple[int, str]] = []
        for line in path.read_text(encoding="utf8").split("\n"):
            if line.startswith("# meta::dateCreated"):
                document.created = line.split("=")[1].strip()
            if line.startswith(("# newpar", "# sent_id")) and document.text:
                document.text = document.text.rstrip(" ") + ("\n\n" if line.startswith("# newpar") else " ")
            columns = line.split("\t")
            if len(columns) == 10 and columns[0].isdigit():
                _token(document, opened, columns)
        document.gold.sort(key=lambda gold: gold.begin)
        yield document


def _token(document: Document, opened: list[tuple[int, str]], columns: Sequence[str]) -> None:
    begin = len(document.text)
    document.text += columns[1]
    for tag in _DATE.finditer(columns[9]):
        if not tag[1]:
            opened.append((begin, tag[2]))
        elif opened:
            first, attributes = opened.pop()
            document.gold.append(Dated(first, len(document.text), _gold_value(dict(_ATTRIBUTE.findall(attributes)))))
    if "SpaceAfter=No" not in columns[9]:
        document.text += " "


def _gold_value(given: dict[str, str]) -> str | None:
    if "when" in given:
        return given["when"] if _POINT.fullmatch(given["when"]) else None
    first = given.get("from") or given.get("notBefore") or ".."
    last = given.get("to") or given.get("notAfter") or ".."
    if not all(end == ".." or _POINT.fullmatch(end) for end in (first, last)):
        return None
    return f"{first}/{last}"


def ours(document: Document) -> list[Dated]:
    """Return what this program finds."""
    report = Report(id=document.name, text=document.text, published=document.created)
    return [Dated(*one.span, one.value) for one in find_times(report, segment(document.text))]


def dateparsers() -> Finder:
    """Return dateparser's search, with the report's date as its base and dates in the past preferred."""
    search: Any = importlib.import_module("dateparser.search").search_dates

    def find(document: Document) -> list[Dated]:
        base = datetime.fromisoformat(document.created)
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
        found, at = [], 0
        for paragraph in document.text.split("\n\n"):
            for words, when in search(paragraph, languages=["en"], settings=settings) or []:
                begin = document.text.find(words, at)
                if begin >= 0:
                    found.append(Dated(begin, begin + len(words), _as_fine(words, when)))
                    at = begin + len(words)
        return found

    return find


def _as_fine(words: str, when: datetime) -> str:
    """Return dateparser's answer as fine as its words are: it fills in month and day from the base."""
    lower = words.lower()
    data = importlib.import_module("dateparser.date").DateDataParser(languages=["en"], settings={"RELATIVE_BASE": when})
    period = data.get_date_data(lower).period or "day"
    value = when.date().isoformat()
    return {"year": value[:4], "month": value[:7]}.get(period, value)


def same(gold: str, found: str) -> bool:
    """Tell whether two values cover the same days."""
    try:
        return bool(found) and bounds(gold) == bounds(found)
    except ValueError:
        return False


def pairs(gold: Sequence[Dated], found: Sequence[Dated]) -> list[tuple[Dated, Dated]]:
    """Return which gold date and which found one overlap, each taken once, in order."""
    out, taken = [], set[int]()
    for one in gold:
        for number, other in enumerate(found):
            if number not in taken and other.begin < one.end and one.begin < other.end:
                taken.add(number)
                out.append((one, other))
                break
    return out


def evened(gold: Sequence[Dated], found: Sequence[Dated]) -> list[Dated]:
    """Return what was found with the two conventions evened out: ranges end by end, and open ends closed."""
    out = []
    for one in found:
        inside = [g for g in gold if g.begin < one.end and one.begin < g.end]
        ends = (one.value or "").split("/")
        if len(ends) == 2 and ".." in ends:
            asked = inside[0].value if inside else None
            out.append(Dated(one.begin, one.end, _closed(one.value or "", asked or "")))
        elif len(ends) == 2 and len(inside) == 2:
            middle = inside[1].begin
            out += [Dated(one.begin, middle, ends[0]), Dated(middle, one.end, ends[1])]
        else:
            out.append(one)
    return out


def _closed(value: str, asked: str) -> str:
    """Return the gold value where the end that an open range gives is its end too, else the end that is given."""
    given = value.removeprefix("../").removesuffix("/..")
    side = 0 if value.endswith("..") else 1
    try:
        agrees = bool(asked) and ".." not in asked and bounds(asked)[side] == bounds(given)[side]
    except ValueError:
        agrees = False
    if ".." in asked:
        return value
    return asked if agrees else given


@dataclass(slots=True)
class Score:
    """Counts over documents."""

    gold: int = 0
    found: int = 0
    met: int = 0
    exact: int = 0
    valued: int = 0
    right: int = 0
    seconds: float = 0.0

    def add(self, document: Document, found: Sequence[Dated], show: bool) -> None:
        """Count a document."""
        together = pairs(document.gold, found)
        self.gold += len(document.gold)
        self.found += len(found)
        self.met += len(together)
        self.exact += sum((a.begin, a.end) == (b.begin, b.end) for a, b in together)
        self.valued += sum(gold.value is not None for gold in document.gold)
        self.right += sum(a.value is not None and same(a.value, b.value or "") for a, b in together)
        if show:
            _show(document, found, together)

    def row(self) -> list[str]:
        """Return the figures of a table's row."""
        precision, recall = self.met / max(self.found, 1), self.met / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        exact = 2 * self.exact / max(self.gold + self.found, 1)
        figures = (precision, recall, f1, exact, self.right / max(self.valued, 1), self.right / max(self.met, 1))
        return [*(f"{100 * figure:.1f}" for figure in figures), f"{self.seconds:.2f}"]


def _show(document: Document, found: Sequence[Dated], together: Sequence[tuple[Dated, Dated]]) -> None:
    def words(one: Dated) -> str:
        return document.text[one.begin : one.end].replace("\n", " ")

    def around(one: Dated) -> str:
        return document.text[max(0, one.begin - 40) : one.end + 20].replace("\n", " ")

    for gold, ours_ in together:
        if gold.value is not None and not same(gold.value, ours_.value or ""):
            values = f"{gold.value} | {ours_.value}"
            print(f"VALUE {document.name} {document.created} | {around(gold)} | {words(ours_)} | {values}")
    for gold in document.gold:
        if gold not in [a for a, _ in together]:
            print(f"MISSED {document.name} | {around(gold)} | {words(gold)} | {gold.value}")
    for one in found:
        if one not in [b for _, b in together]:
            print(f"EXTRA {document.name} | {around(one)} | {words(one)} | {one.value}")


def measure(finder: Finder, documents: Sequence[Document], *, even: bool, show: bool) -> Score:
    """Return the score of a finder."""
    score = Score()
    for document in documents:
        begun = time.process_time()
        found = finder(document)
        score.seconds += time.process_time() - begun
        score.add(document, evened(document.gold, found) if even else found, show)
    return score


def tdg(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Return counts of TDG's time expressions, found and not, by what they are, and of their anchors."""
    counts, anchors = Counter[str](), Counter[str]()
    for piece in path.read_text(encoding="utf8").split("filename:")[1:]:
        head, edges = piece.split("EDGE_LIST")
        lines = head.split("SNT_LIST\n")[1].strip("\n").split("\n")
        text = "\n\n".join(lines)
        starts = [sum(len(line) + 2 for line in lines[:n]) for n in range(len(lines))]
        found = find_times(Report(id="", text=text), segment(text))
        met = set[int]()
        for edge in edges.strip().split("\n"):
            columns = edge.split("\t")
            if len(columns) < 4 or columns[1] != "Timex":
                continue
            place = _tdg_place(columns[0], lines, starts)
            if place is None:
                continue
            words = text[slice(*place)]
            hits = [n for n, t in enumerate(found) if t.span.begin < place[1] and place[0] < t.span.end]
            met.update(hits)
            counts[f"{_sort(words)} {'found' if hits else 'missed'}"] += 1
            if hits:
                gold = {"-": "itself", "0": "report"}.get(
                    columns[2][0] if columns[2].startswith(("-", "0_")) else "", "text"
                )
                anchors[f"{gold}: {found[hits[0]].anchor}"] += 1
        counts["extra"] += len(found) - len(met)
    return counts, anchors


def _tdg_place(node: str, lines: Sequence[str], starts: Sequence[int]) -> tuple[int, int] | None:
    number, first, last = map(int, node.split("_"))
    if number >= len(lines):
        return None
    tokens = lines[number].split(" ")
    if last >= len(tokens):
        return None
    begin = starts[number] + sum(len(token) + 1 for token in tokens[:first])
    return begin, begin + len(" ".join(tokens[first : last + 1]))


def _sort(words: str) -> str:
    lower = words.lower()
    if re.search(
        r"\b(?:now|current|currently|recent|recently|soon|past|future|once|at the moment|nowadays)\b", lower
    ) and not re.search(r"\d|week|month|year|day", lower):
        return "vague"
    if re.search(
        r"\b(?:every|each|daily|weekly|monthly|annual|annually|yearly|per|a (?:week|day|month))\b", lower
    ) and not re.search(r"ago|last", lower):
        return "repeated"
    if re.search(r"(?:minute|hour|day|week|month|year|decade|centur)s?$", lower) and not re.search(
        r"\b(?:last|this|next|past|that|same|following|previous|recent|coming|the)\b", lower
    ):
        return "duration"
    return "dated"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument("--alone", action="store_true", help="leave dateparser out")
    parser.add_argument("--genre", default="", help="documents whose name begins so, such as news")
    args = parser.parse_args()
    corpora = args.shared / "corpora"
    documents = [d for d in gum(corpora / "gum/dep" / args.part) if d.name.startswith(args.genre)]
    columns = ("precision", "recall", "F1", "F1 exact spans", "value, of all gold", "value, of those found", "seconds")
    title = f"GUM {args.part}: {len(documents)} documents, {sum(len(d.gold) for d in documents)} dates"
    table = Table("finder", *columns, title=title)
    table.add_row("accordingto", *measure(ours, documents, even=True, show=args.show).row())
    table.add_row("accordingto, conventions as they are", *measure(ours, documents, even=False, show=False).row())
    if not args.alone:
        table.add_row("dateparser search", *measure(dateparsers(), documents, even=False, show=False).row())
    console = Console(width=140)
    console.print(table)
    counts, anchors = tdg(corpora / "tdg" / f"{args.part}.txt")
    print("TDG", args.part, dict(sorted(counts.items())))
    print("anchors, gold: ours", dict(sorted(anchors.items())))


if __name__ == "__main__":
    main()
