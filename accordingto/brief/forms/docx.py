"""The brief as a Word document: headings, lists, a table and links, written as plain WordprocessingML.

Nothing but zipfile and lxml: a document of so few parts needs no library, and what is written is seen here whole.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from accordingto.brief import wording
from accordingto.brief.page import Brief, Line, ProblemCount, Section
from accordingto.shown import badge_of, mark_of, shown, xml_safe

COLOURS = {"deny": "B3261E", "doubt": "835300", "decline": "5D6066"}
SAYS = "1F5BA6"
SIDES = {"blue": SAYS, "red": COLOURS["deny"], "yellow": COLOURS["doubt"]}
"""By the colour of a mark."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def render(brief: Brief, *, width: int = 0, colour: bool = False) -> bytes:
    """Return the brief as a document; it has neither width nor theme."""
    links: list[str] = []
    body = etree.Element(_w("body"))
    body.extend(_blocks(brief, links))
    document = etree.Element(_w("document"), nsmap={"w": W, "r": R})
    document.append(body)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _relations([(f"{R}/officeDocument", "word/document.xml", "")])),
            ("word/document.xml", _bytes(document)),
            ("word/styles.xml", Path(__file__).with_name("docx-styles.xml").read_bytes()),
            ("word/_rels/document.xml.rels", _relations([
                (f"{R}/styles", "styles.xml", ""), *((f"{R}/hyperlink", url, "External") for url in links)
            ])),
        ):  # fmt: skip
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return out.getvalue()


def _blocks(brief: Brief, links: list[str]) -> Iterator[etree._Element]:
    yield _paragraph("Title", _run("The story so far"))
    yield _paragraph("", _run(f"{wording.period(brief)} · {wording.extent(brief)}"))
    for words in (wording.copies_of(brief), wording.next_steps(brief)):
        if words:
            yield _paragraph("", _run(words))
    yield _paragraph("", _run(wording.RULE, "i"))
    if brief.contested:
        yield from _contested(brief)
    for section in brief.sections:
        yield _paragraph("Heading1", _run(f"{section.title} ({section.total:,})"))
        yield from _lines(section, brief, named=True)
    if brief.timeline:
        yield _paragraph("Heading1", _run(wording.WHEN))
    for dated in brief.timeline:
        who = f"{shown(dated.who)}: " if dated.who else ""
        told = _run(f"{who}{wording.words_of(dated, brief)}")
        cites = _run(f" {wording.cites_of(dated)}", colour=COLOURS["decline"])
        yield _paragraph("Line", _run(f"{wording.when_of(dated.value)}  ", "b"), told, cites)
    if brief.speakers:
        yield _paragraph("Heading1", _run("Who speaks"))
        yield _speakers(brief)
        if brief.speakers_left:
            yield _paragraph("Note", _run(f"… and {wording.number_of(brief.speakers_left, 'speaker')} more"))
    if brief.actors:
        yield _paragraph("Heading1", _run(wording.WHO))
    for actor in brief.actors:
        yield _paragraph("Line", _run(f"{shown(actor.name)}: ", "b"), _run(wording.actor_of(actor)))
    if brief.voices:
        yield _paragraph("Heading1", _run("Who says what"))
    for voice in brief.voices:
        yield _paragraph("Heading2", _run(f"{shown(voice.title)} ({voice.total:,})"))
        yield from _lines(voice, brief, named=False)
    if brief.evidence:
        yield _paragraph("Heading1", _run("Reports"))
    for one in brief.evidence:
        yield _paragraph(
            "Line", _run(f"[{one.number}] "), _link(wording.evidence_of(one, brief), shown(one.url), links)
        )
    yield from _left_out(brief)
    if brief.models:
        yield _paragraph("Heading1", _run("Read by"))
        yield from (_paragraph("Note", _run(shown(line))) for line in wording.card_of(brief) or brief.models)


def _contested(brief: Brief) -> Iterator[etree._Element]:
    yield _paragraph("Heading1", _run(f"Contested ({brief.claims.get('contested', len(brief.contested)):,})"))
    for claim in brief.contested:
        yield _paragraph("Heading2", _run(shown(claim.text)))
        for mark, names, counted in wording.sides_of(claim):
            sign = _run(f"{mark.sign} {mark.word}  ", "b", colour=SIDES.get(mark.colour, COLOURS["decline"]))
            yield _paragraph("Line", sign, _run(shown(names)), _run(f"  {counted}", colour=COLOURS["decline"]))
        if claim.differs_in:
            values = " · ".join(shown(value) for value in claim.values)
            yield _paragraph("Note", _run(f"{shown(claim.differs_in)}: {values}"))
    yield _paragraph("Note", _run(f"{wording.claims_of(brief)}."))


def _lines(section: Section, brief: Brief, *, named: bool) -> Iterator[etree._Element]:
    yield from (_paragraph("Line", *_said(line, brief, named=named)) for line in section.lines)
    if section.left:
        yield _paragraph("Note", _run(f"… and {section.left:,} more"))


def _said(line: Line, brief: Brief, *, named: bool) -> Iterator[etree._Element]:
    mark = mark_of(line.act, polarity=line.polarity, has_source=bool(line.who))
    yield _run(f"{mark.sign} {mark.word}  ", "b", colour=COLOURS.get(line.act, SAYS))
    if named:
        badge = badge_of(line.kind, line.naming)
        yield _run((f"{badge} " if badge else "") + wording.who_of(line), "i" if line.naming == "anonymous" else "b")
        yield _run(": ")
    yield _run(wording.words_of(line, brief))
    if notes := wording.notes_of(line):
        yield _run(f" ({notes})", colour=COLOURS["decline"])
    yield _run(f" {wording.cites_of(line)}", colour=COLOURS["decline"])


def _speakers(brief: Brief) -> etree._Element:
    table = etree.Element(_w("tbl"))
    form = etree.SubElement(table, _w("tblPr"))
    etree.SubElement(form, _w("tblStyle"), {_w("val"): "Grid"})
    grid = etree.SubElement(table, _w("tblGrid"))
    for wide in (2600, 1200, 1000, 1000, 3200):
        etree.SubElement(grid, _w("gridCol"), {_w("w"): str(wide)})
    rows: list[Iterable[str]] = [("speaker", "statements", "reports", "outlets", "how")]
    rows += [
        (shown(one.speaker), f"{one.statements:,}", f"{one.reports:,}", f"{one.outlets:,}", wording.acts_of(one.acts))
        for one in brief.speakers
    ]
    for number, row in enumerate(rows):
        element = etree.SubElement(table, _w("tr"))
        for cell in row:
            paragraph = _paragraph("Cell", _run(cell, *(() if number else ("b",))))
            etree.SubElement(element, _w("tc")).append(paragraph)
    return table


def _left_out(brief: Brief) -> Iterator[etree._Element]:
    if not (brief.cuts or brief.skipped or brief.failed or brief.unfinished):
        return
    yield _paragraph("Heading1", _run("What was left out"))
    if brief.cuts:
        yield _paragraph("Line", _run(f"cut: {wording.cut_of(brief.cuts, brief)}"))
    for outcome, problems in (("skipped", brief.skipped), ("failed", brief.failed)):
        yield from (_paragraph("Line", _run(_problem(outcome, one))) for one in problems)
    if brief.unfinished:
        runs = wording.number_of(brief.unfinished, "run")
        yield _paragraph("Line", _run(f"{runs} did not come to the end: read the same sources again to go on"))


def _problem(outcome: str, problem: ProblemCount) -> str:
    rest = problem.number - len(problem.sources)
    sources = ", ".join(shown(source) for source in problem.sources) + (f" and {rest:,} more" if rest else "")
    return f"{outcome}: {shown(problem.reason)}, {problem.number:,} – {sources}"


def _paragraph(style: str, *runs: etree._Element) -> etree._Element:
    paragraph = etree.Element(_w("p"))
    if style:
        form = etree.SubElement(paragraph, _w("pPr"))
        etree.SubElement(form, _w("pStyle"), {_w("val"): style})
    paragraph.extend(runs)
    return paragraph


def _run(words: str, *marks: str, colour: str = "") -> etree._Element:
    run = etree.Element(_w("r"))
    if marks or colour:
        form = etree.SubElement(run, _w("rPr"))
        for mark in marks:
            etree.SubElement(form, _w(mark))
        if colour:
            etree.SubElement(form, _w("color"), {_w("val"): colour})
    text = etree.SubElement(run, _w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = xml_safe(words)
    return run


def _link(words: str, url: str, links: list[str]) -> etree._Element:
    """Return words as a link where the address is one of the web; else the words."""
    if not url.startswith(("https://", "http://")):
        return _run(words)
    links.append(xml_safe(url))
    # The first relation is that of the styles.
    link = etree.Element(_w("hyperlink"), {f"{{{R}}}id": f"rId{len(links) + 1}"})
    link.append(_run(words, "u", colour=SAYS))
    return link


def _relations(relations: Iterable[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"})
    for number, (kind, target, mode) in enumerate(relations, start=1):
        values = {"Id": f"rId{number}", "Type": kind, "Target": target}
        etree.SubElement(
            root, f"{{{PACKAGE}/relationships}}Relationship", values | ({"TargetMode": mode} if mode else {})
        )
    return _bytes(root)


def _content_types() -> bytes:
    space = f"{PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{space}}}Default", Extension="rels", ContentType=relations)
    for part, kind in (("/word/document.xml", "document.main"), ("/word/styles.xml", "styles")):
        etree.SubElement(root, f"{{{space}}}Override", PartName=part, ContentType=f"{word}.{kind}+xml")
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _w(name: str) -> str:
    return f"{{{W}}}{name}"
