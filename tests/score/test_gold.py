from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from accordingto.errors import UsageError
from accordingto.score.gold import gold

TEXT = """# id: vell-1
# outlet: The Vell Herald
¶
1\tBrasny said no, and no again.
2\tNobody believed him.
¶
3\tIt rained.
"""
ROW = {
    "n": 1, "sent": 1, "source": ["Brasny"], "cue": ["said"], "content": [{"sent": 1, "text": "no", "nth": 2}],
    "quote": "indirect", "speaker": "Brasny", "kind": "person", "naming": "named", "act": "deny", "firmness": "certain",
    "polarity": "-", "distance": "neutral", "ground": "", "parent": None,
}  # fmt: skip


def folder(path: Path, *rows: dict | str, text: str = TEXT) -> Path:
    (path / "a.txt").write_text(text, encoding="utf8")
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def test_text_and_spans(tmp_path: Path) -> None:
    (one,) = gold(
        folder(
            tmp_path,
            ROW,
            ROW | {"n": 2, "sent": 2, "source": ["Nobody"], "cue": ["believed"], "content": ["him"], "parent": 1},
        )
    )
    assert one.report.text == "Brasny said no, and no again. Nobody believed him.\n\nIt rained."
    assert (one.report.id, one.report.outlet) == ("vell-1", "The Vell Herald")
    first, second = one.statements
    assert one.report.text[slice(*first.content[0])] == "no" and first.content[0].begin == 20
    assert second.parent == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW | {"act": "sing"}, "a.jsonl:1: act 'sing' is none of assert"),
        (ROW | {"cue": ["shouted"]}, "not in sentence 1: 'shouted'"),
        (ROW | {"sent": 9}, "no sentence 9"),
        (ROW | {"parent": 7}, "parent 7"),
        (ROW | {"content": []}, "no content"),
        ({k: v for k, v in ROW.items() if k != "kind"}, "field 'kind' is missing"),
        ("{", "no JSON object"),
    ],
)
def test_faults_are_named(tmp_path: Path, row: dict | str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        list(gold(folder(tmp_path, row)))


def test_a_line_of_the_text_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.txt:1"):
        list(gold(folder(tmp_path, ROW, text="no number here\n")))


def test_nothing_annotated(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotated report"):
        list(gold(tmp_path))
