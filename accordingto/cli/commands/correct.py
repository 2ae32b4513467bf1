"""`accordingto correct KIND …`: what is wrong in a record is corrected, in somebody's name, for every later run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accordingto.cli.options import as_option, outlet_option, record_of, record_option
from accordingto.data import FIRMNESSES, LABELS, STANCES

if TYPE_CHECKING:
    from accordingto.answers import HolderRow
    from accordingto.correct import Corrector

NONE = "none"


def _label_options(function: Any) -> Any:
    for label in reversed(tuple(LABELS)):
        function = click.option(f"--{label}", type=click.Choice(LABELS[label]), help=f"Its {label}.")(function)
    return click.option("--speaker", metavar="NAME", help="Who it is, in the fullest form that the report gives.")(
        function
    )


def _part_options(function: Any) -> Any:
    for part in ("content", "cue", "source"):
        function = click.option(f"--{part}", multiple=True, metavar="WORDS", help=f"Its {part}; repeat for pieces.")(
            function
        )
    return function


def _made(corrector: Corrector, numbers: Sequence[int]) -> None:
    for number in numbers:
        click.echo(
            f"correction {number}, by {corrector.by}: take it back with `accordingto corrections --undo {number}`"
        )


def _open(record: Path | None, by: str) -> Corrector:
    from accordingto.correct import Corrector

    return Corrector(record_of(record), by=by)


@click.group()
def command() -> None:
    """Correct what the record says; it holds for every later run, and can be taken back.

    REPORT is a report's id and STATEMENT a statement's number in it, as `find --json` shows them; ACTOR and CLAIM are
    those of `export --to jsonl`. WORDS must stand in the report letter for letter.

    \b
    Examples:
      accordingto correct label herald.html 3 --act assert --speaker "Anton Relk"
      accordingto correct span herald.html 3 --content "it had no troops there"
      accordingto correct reject herald.html 4 --note "a headline of another story"
      accordingto correct merge-actors 3 17 --as Ada
    """


@command.command()
@click.argument("report")
@click.argument("statement", type=int)
@_label_options
@click.option("--parent", metavar="STATEMENT", help=f"The statement that it stands inside; {NONE!r} for none.")
@outlet_option
@as_option
@record_option
def label(
    report: str, statement: int, parent: str | None, outlet: str | None, by: str, note: str, record: Path | None,
    **labels: str | None,
) -> None:  # fmt: skip
    """Set the speaker, labels or parent of a statement."""
    given: dict[str, str | int | None] = {name: value for name, value in labels.items() if value is not None}
    if parent is not None:
        if parent != NONE and not parent.isdecimal():
            raise click.UsageError(f"--parent {parent!r} is no number of a statement, and not {NONE!r}")
        given["parent"] = None if parent == NONE else int(parent)
    if not given:
        raise click.UsageError("nothing to set: name a label, as --act deny")
    with _open(record, by) as corrector:
        numbers = [
            corrector.label(report, statement, name, value, outlet=outlet, note=note) for name, value in given.items()
        ]
        _made(corrector, numbers)


@command.command()
@click.argument("report")
@click.argument("statement", type=int)
@_part_options
@outlet_option
@as_option
@record_option
def span(
    report: str, statement: int, outlet: str | None, by: str, note: str, record: Path | None, **parts: tuple[str, ...]
) -> None:
    """Say where the source, cue or content of a statement stands; of several places the nearest is meant."""
    given = {part: pieces for part, pieces in parts.items() if pieces}
    if not given:
        raise click.UsageError("nothing to set: name a part, as --content WORDS")
    with _open(record, by) as corrector:
        spans = {
            part: [corrector.span_of(report, words, outlet=outlet, statement=statement) for words in pieces]
            for part, pieces in given.items()
        }
        _made(corrector, [
            corrector.span(report, statement, part, pieces, outlet=outlet, note=note) for part, pieces in spans.items()
        ])  # fmt: skip


@command.command()
@click.argument("report")
@click.argument("statement", type=int)
@outlet_option
@as_option
@record_option
def reject(report: str, statement: int, outlet: str | None, by: str, note: str, record: Path | None) -> None:
    """Say that what was taken for a statement is none."""
    with _open(record, by) as corrector:
        _made(corrector, [corrector.reject(report, statement, outlet=outlet, note=note)])


@command.command()
@click.argument("report")
@_part_options
@_label_options
@outlet_option
@as_option
@record_option
def add(
    report: str, source: tuple[str, ...], cue: tuple[str, ...], content: tuple[str, ...], outlet: str | None, by: str,
    note: str, record: Path | None, **labels: str | None,
) -> None:  # fmt: skip
    """Add a statement that was not found: --content, --act, and with a --source --kind and --naming."""
    if not content:
        raise click.UsageError("a statement has a content: --content WORDS")
    given = {name: value for name, value in labels.items() if value is not None}
    with _open(record, by) as corrector:
        first = corrector.span_of(report, content[0], outlet=outlet)
        near = {
            part: [corrector.span_of(report, words, outlet=outlet, near=first.begin) for words in pieces]
            for part, pieces in (("source", source), ("cue", cue), ("content", content))
        }
        _made(corrector, [corrector.add(report, **near, labels=given, outlet=outlet, note=note)])


@command.command()
@click.argument("report")
@click.argument("words")
@click.option(
    "--part/--no-part", "is_part", default=False, help="The words are part of the report.  [default: no part]"
)
@click.option("--reason", default="", metavar="TEXT", help="What they are instead.")
@outlet_option
@as_option
@record_option
def cut(
    report: str, words: str, is_part: bool, reason: str, outlet: str | None, by: str, note: str, record: Path | None
) -> None:
    """Say that WORDS are not part of the report (or, with --part, that they are); it is analysed again."""
    with _open(record, by) as corrector:
        begin, end = corrector.span_of(report, words, outlet=outlet)
        why = {"reason": reason} if reason else {}
        _made(corrector, [corrector.cut(report, begin, end, cut=not is_part, outlet=outlet, note=note, **why)])


@command.command("merge-actors")
@click.argument("actors", metavar="ACTOR ACTOR…", nargs=-1, required=True, type=int)
@click.option("--name", default="", help="What to call them.  [default: the first one's name]")
@as_option
@record_option
def merge_actors(actors: tuple[int, ...], name: str, by: str, note: str, record: Path | None) -> None:
    """Say that several actors are one."""
    with _open(record, by) as corrector:
        _made(corrector, [corrector.merge_actors(actors, name=name, note=note)])


@command.command("split-actor")
@click.argument("actor", type=int)
@click.option("--name", required=True, help="The name of the other actor.")
@click.option("--alias", multiple=True, metavar="NAME", help="A name that is its own; repeatable.")
@click.option("--statement", multiple=True, nargs=2, metavar="REPORT STATEMENT", help="A statement that is its own.")
@click.option("--kind", default="", type=click.Choice(["", *LABELS["kind"]]), help="Its kind.  [default: the same]")
@as_option
@record_option
def split_actor(
    actor: int, name: str, alias: tuple[str, ...], statement: tuple[tuple[str, str], ...], kind: str, by: str,
    note: str, record: Path | None,
) -> None:  # fmt: skip
    """Say that one actor is two: some of its names or statements are of another."""
    if wrong := [number for _, number in statement if not number.isdecimal()]:
        raise click.UsageError(f"{wrong[0]!r} is no number of a statement")
    with _open(record, by) as corrector:
        places = [(report, corrector.outlet_of(report), int(number)) for report, number in statement]
        _made(corrector, [
            corrector.split_actor(actor, name=name, names=alias, statements=places, kind=kind, note=note)
        ])  # fmt: skip


@command.command("merge-claims")
@click.argument("claims", metavar="CLAIM CLAIM…", nargs=-1, required=True)
@click.option("--text", default="", help="The claim in other words.  [default: the first one's]")
@as_option
@record_option
def merge_claims(claims: tuple[str, ...], text: str, by: str, note: str, record: Path | None) -> None:
    """Say that several claims are one."""
    with _open(record, by) as corrector:
        _made(corrector, [corrector.merge_claims(claims, text=text, note=note)])


@command.command("split-claim")
@click.argument("claim")
@click.option("--text", required=True, help="The other claim, as a plain sentence.")
@click.option("--holder", "holders", multiple=True, required=True, type=click.IntRange(min=1), metavar="N",
              help="A holder that is its own: its place in the list of holders, from 1; repeatable.")  # fmt: skip
@as_option
@record_option
def split_claim(claim: str, text: str, holders: tuple[int, ...], by: str, note: str, record: Path | None) -> None:
    """Say that one claim is two: some of its holders hold another."""
    chosen = _holders(record, claim, holders)
    with _open(record, by) as corrector:
        _made(corrector, [corrector.split_claim(claim, text=text, holders=chosen, note=note)])


@command.command()
@click.argument("claim")
@click.argument("holder", type=click.IntRange(min=1))
@click.argument("stance", type=click.Choice([*STANCES, NONE]))
@click.option("--firmness", default="", type=click.Choice(["", *FIRMNESSES]), help="How firmly.  [default: as it is]")
@click.option("--value", default=None, help="Its value for the claim's slot.  [default: as it is]")
@as_option
@record_option
def stance(
    claim: str, holder: int, stance: str, firmness: str, value: str | None, by: str, note: str, record: Path | None
) -> None:
    """Say which stance a HOLDER (its place in the claim's list, from 1) takes on a claim; "none": it holds it not."""
    (row,) = _holders(record, claim, (holder,))
    with _open(record, by) as corrector:
        taken = None if stance == NONE else stance
        _made(corrector, [corrector.stance(claim, row, stance=taken, firmness=firmness, value=value, note=note)])


def _holders(record: Path | None, claim: str, numbers: Sequence[int]) -> list[HolderRow]:
    from accordingto import query
    from accordingto.errors import UsageError
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        found = query.holders(opened, claim)
    if not found.rows or max(numbers) > len(found):
        raise UsageError(f"claim {claim!r} has {len(found)} holders")
    return [found[number - 1] for number in numbers]
