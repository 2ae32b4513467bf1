from __future__ import annotations

import sys

import pytest

from accordingto.analyse import Analyser, _asked
from accordingto.data import Analysis, Cut, Problem, Report
from accordingto.errors import ModelMissing
from accordingto.workers import WorkerDied
from tests.network import RuleNetwork

TEXT = "The minister said troops had left. Rain fell. Brasny said the bridge was open."


def analyser(**kwargs):
    return Analyser(network=RuleNetwork(**kwargs))


def test_statements_rest_on_the_words_of_the_report():
    found = analyser().analyse(Report(id="r", text=TEXT, language="en"))
    pieces = [[TEXT[b:e] for b, e in part] for s in found.statements for part in (s.source, s.cue, s.content)]
    assert pieces == [
        ["The minister"], ["said"], ["troops had left"], ["Brasny"], ["said"], ["the bridge was open"],
    ]  # fmt: skip
    assert found.model == "rules-1"


def test_a_source_stays_in_the_paragraph_of_its_cue():
    text = "Bridge is open: Officials\n\nIlka Brasny said the bridge was open."
    (found,) = analyser().analyse(Report(id="r", text=text, language="en")).statements
    assert [text[b:e] for b, e in found.source] == ["Ilka Brasny"]


def test_nothing_is_found_inside_a_cut():
    cut = Cut(TEXT.index("Brasny"), len(TEXT), "teasers of other stories")
    found = analyser().analyse(Report(id="r", text=TEXT, language="en", cut=(cut,)))
    assert len(found.statements) == 1
    assert all(e <= cut.begin for s in found.statements for part in (s.source, s.cue, s.content) for _, e in part)


def test_other_languages_are_left_alone():
    report = Report(id="r", text="Der Minister sagte am Mittwoch, die Truppen seien nicht in der Stadt gewesen.")
    found = analyser().analyse(report)
    assert (found.language, found.statements) == ("de", ())


@pytest.mark.parametrize(
    "text", ["", " \n\t", "said", "said said said", "\x00", "\ud800 said \ud800", "“" * 300, "." * 999]
)
def test_any_text_has_an_analysis(text):
    assert isinstance(analyser().analyse(Report(id="r", text=text, language="en")), Analysis)


def test_results_come_in_order_whatever_the_grouping():
    reports = [Report(id=str(i), text=TEXT * (1 + i % 7 * 40), language="en" if i % 3 else "fr") for i in range(40)]
    found = list(analyser().stream(reports))
    assert [a.report_id for a in found if isinstance(a, Analysis)] == [r.id for r in reports]
    assert [bool(a.statements) for a in found if isinstance(a, Analysis)] == [bool(i % 3) for i in range(40)]


def test_a_report_that_fails_costs_no_other():
    reports = [Report(id=str(i), text=TEXT + (" Kaboom" if i == 2 else ""), language="en") for i in range(5)]
    found = list(analyser(fails_on="kaboom").stream(reports))
    assert [type(f) for f in found] == [Analysis, Analysis, Problem, Analysis, Analysis]
    assert isinstance(found[2], Problem)
    assert found[2].detail == "ArithmeticError: told to fail"


def test_a_group_gives_what_single_reports_give():
    reports = [Report(id=str(i), text=TEXT * (i + 1), language="en") for i in range(6)]
    one = analyser()
    assert list(one.stream(reports)) == [one.analyse(r) for r in reports]


def test_empty_reports_do_not_gather_without_end():
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield Report(id=str(taken), text="", language="en")

    next(analyser().stream(endless()))
    assert taken < 1000


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"model\.onnx"):
        Analyser(tmp_path)


def test_a_long_report_in_pieces_gives_what_it_gives_whole(monkeypatch):
    text = " ".join(f"Speaker{i} said on Monday that troops had left town {i}." for i in range(60))
    report = Report(id="long", text=text, language="en")
    whole = analyser().analyse(report)
    monkeypatch.setattr(sys.modules["accordingto.analyse"], "PIECE_WORDS", 40)
    assert analyser().analyse(report) == whole
    assert len(whole.statements) == 60


class FakeWorkers:
    """Workers that die on any group with a report of a certain name."""

    def __init__(self, dies_on):
        self.dies_on, self.asked = dies_on, []

    def ask(self, group):
        self.asked.append([r.id for r in group])
        if any(r.id == self.dies_on for r in group):
            raise WorkerDied("a worker process ended")
        return [Analysis(report_id=r.id, language="en") for r in group]


def test_a_report_that_kills_a_worker_costs_no_other():
    workers = FakeWorkers("1")
    found = _asked(workers, [Report(id=str(i), text="", source=f"{i}.txt") for i in range(3)])
    assert [type(one) for one in found] == [Analysis, Problem, Analysis]
    assert isinstance(found[1], Problem)
    assert (found[1].source, found[1].stage) == ("1.txt", "analyse")
    assert workers.asked == [["0", "1", "2"], ["0"], ["1"], ["2"]]


@pytest.mark.parametrize(("number", "words", "started"), [(3, 20, 0), (1, 4000, 0), (9, 4000, 2)])
def test_more_than_a_handful_goes_to_worker_processes(monkeypatch, number, words, started):
    """Nothing is analysed here: what is asked of the workers is answered by a fake."""
    made = []

    class Counted(FakeWorkers):
        def __init__(self, call, number):
            super().__init__("")
            made.extend([call] * number)

        def close(self):
            pass

    module = sys.modules["accordingto.analyse"]
    monkeypatch.setattr(module, "Workers", Counted)
    monkeypatch.setattr(Analyser, "load", lambda self: None)
    monkeypatch.setattr(Analyser, "_one", lambda self, report: Analysis(report_id=report.id, language="en"))
    reports = [Report(id=str(i), text="word " * words) for i in range(number)]
    found = list(Analyser(threads=2).stream(reports))
    assert [a.report_id for a in found if isinstance(a, Analysis)] == [r.id for r in reports]
    assert len(made) == started
