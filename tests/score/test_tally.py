from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from accordingto.data import Span, Statement
from accordingto.score.figures import figures
from accordingto.score.tally import name_words, tally

TEXT = "Brasny said that it was over, and Dorn denied it."
SAID = Statement(source=(Span(0, 6),), cue=(Span(7, 11),), content=(Span(17, 28),), speaker="Ilka Brasny", act="assert")
DENIED = Statement(source=(Span(34, 38),), cue=(Span(39, 45),), content=(Span(46, 48),), speaker="Dorn", act="deny")


def value(found: list, layer: str, name: str, measure: str = "F1") -> float:
    (row,) = [f for f in found if (f.layer, f.name, f.measure) == (layer, name, measure)]
    return row.value


def test_the_same_is_all_right() -> None:
    found = figures([tally(TEXT, [SAID, DENIED], [SAID, DENIED])])
    assert {f.value for f in found if f.name != "parent"} == {100.0}


def test_a_part_counts_when_it_is_exactly_the_same() -> None:
    found = figures([tally(TEXT, [SAID], [replace(SAID, content=(Span(17, 24),))])])
    assert value(found, "part", "source") == 100 and value(found, "part", "content") == 0
    assert value(found, "statement", "content@0.3") == 100 and value(found, "statement", "content@0.8") == 0


def test_a_wrong_source_is_not_attributed() -> None:
    found = figures([tally(TEXT, [SAID], [replace(SAID, source=(Span(34, 38),))])])
    assert value(found, "statement", "content@0.3") == 100 and value(found, "statement", "attributed@0.3") == 0


def test_macro_f1_is_the_mean_over_the_values_that_gold_has() -> None:
    found = figures([tally(TEXT, [SAID, DENIED], [SAID, replace(DENIED, act="assert")])])
    assert value(found, "label", "act", "macro F1") == pytest.approx(100 / 3, abs=0.1)
    assert value(found, "label", "act", "accuracy") == 50


def test_flat_leaves_nested_findings_out() -> None:
    nested = [SAID, replace(DENIED, parent=0)]
    assert value(figures([tally(TEXT, [SAID], nested, flat=True)]), "statement", "content@0.3") == 100
    assert value(figures([tally(TEXT, [SAID], nested)]), "statement", "content@0.3") < 100


def test_intervals_widen_with_disagreement_between_reports() -> None:
    good, bad = tally(TEXT, [SAID], [SAID]), tally(TEXT, [SAID], [])
    (even,) = [f for f in figures([good] * 8) if (f.layer, f.name) == ("part", "cue")]
    (odd,) = [f for f in figures([good, bad] * 4) if (f.layer, f.name) == ("part", "cue")]
    assert even.low == even.high == 100 and odd.low < odd.value < odd.high


def test_nothing_found_is_a_figure_too() -> None:
    assert value(figures([tally(TEXT, [], [])]), "part", "cue") == 0
    assert figures([Counter()])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("the United States", "U.S."), ("President José Brasny", "Jose Brasny"), ("unnamed officials", "officials")],
)
def test_names_are_compared_without_titles_and_accents(ours: str, theirs: str) -> None:
    assert name_words(ours) == name_words(theirs) or {"united", "states"} & name_words(ours)
