"""What a report has told up to where it is read: its names, its statements, and who spoke in those before.

The rules for names, bodies, lists and pronouns read the speakers found so far here; only `speakers` writes them.
Positions are code points, statements go by their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accordingto.actors.antecedents import Places
from accordingto.actors.mentioned import Mentioned
from accordingto.actors.setting import Setting
from accordingto.data import Statement, Syntax


class Heard:
    """The statements of one report with the speakers found so far."""

    def __init__(
        self, setting: Setting, mentioned: Mentioned, statements: Sequence[Statement], syntax: Syntax | None = None
    ) -> None:
        self.setting, self.text, self.statements = setting, setting.text, statements
        self.mentioned = mentioned
        self.found = [""] * len(statements)
        contents = [span for s in statements for span in s.content]
        self.places = Places(setting.begins, syntax, contents)
        self.told: list[int] = []  # the statements before the one that is looked at, in the order of the text

    def at(self, i: int) -> int:
        """Return where a statement begins to speak: at its source, else its cue, else its content."""
        s = self.statements[i]
        return s.source[0].begin if s.source else s.cue[0].begin if s.cue else s.content[0].begin

    def pronoun(self, i: int) -> str:
        """Return the first piece of a statement's source in small letters; empty where it has none."""
        source = self.statements[i].source
        return self.text[source[0].begin : source[0].end].lower() if source else ""

    def quoted(self, i: int) -> bool:
        """Tell whether the source of a statement stands in what another one quotes word by word."""
        parent, at = self.statements[i].parent, self.at(i)
        if parent is None or (outer := self.statements[parent]).quote == "indirect":
            return False
        if outer.quote == "direct":
            return True
        begin = next((b for b, e in outer.content if b <= at < e), at)
        said = self.text[begin:at]
        return said.count("“") > said.count("”") or said.count('"') % 2 == 1

    def before(self, at: int) -> Iterator[int]:
        """Yield the statements told before a position, the last one first."""
        return (j for j in reversed(self.told) if self.at(j) < at)
