from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import accordingto
from accordingto.cli import commands, lines, main
from accordingto.record.writer import Writer
from tests.fakes import STORY, FakeAnalyser, analysis_of

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(file.stem for file in Path(commands.__path__[0]).glob("*.py") if file.stem != "__init__")
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    fake = ModuleType("accordingto.analyse")
    fake.Analyser = FakeAnalyser  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "accordingto.analyse", fake)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ACCORDINGTO_RECORD", raising=False)
    return lambda *args, given=b"": CliRunner().invoke(main, [str(arg) for arg in args], input=given)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    with Writer(path) as writer:
        number = writer.begin_run("read", (), model="fake-1")
        for report in STORY:
            writer.write(report, analysis_of(report), run=number)
        writer.end_run(number, {})
    return path


def answers(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout_bytes.split(b"\n") if line]


def test_every_file_is_a_command() -> None:
    assert {"analyse", "brief", "correct", "export", "find", "read"} < set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"accordingto {name}" in result.stdout.split("Example")[1]


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom accordingto.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'trafilatura', 'lxml', 'rich', 'pandas', 'polars'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stderr.strip() == "[]"


def test_read_tells_what_came_of_it(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": STORY[0].text}) + "\nbroken\n")
    result = run("read", source)
    assert result.exit_code == 1
    assert "read" in result.stdout and "2 statements" in result.stdout
    assert [line for line in result.stderr.splitlines() if line.startswith("failed: ")]
    again = run("read", source)
    assert "already known" in again.stdout


def test_read_exits_0_where_nothing_failed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": STORY[0].text}) + "\n")
    assert run("read", tmp_path / "in.jsonl", "--record", "other.db").exit_code == 0
    assert (tmp_path / "other.db").exists()


def test_read_stopped_keeps_what_was_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = sys.modules["accordingto.analyse"]
    monkeypatch.setattr(dying, "Analyser", lambda: FakeAnalyser(dies_on="r1"))
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": f"r{n}", "text": f"Bo|assert|named|{n}"}) + "\n" for n in range(3)))
    result = run("read", source)
    assert result.exit_code == 130
    assert "is kept" in result.stderr
    assert [one.report for one in accordingto.find(record=tmp_path / "story.db")] == ["r0"]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("read",), 2, "SOURCE"),
        (("read", "x", "--record", "no/where/s.db"), 2, "no directory"),
        (("brief",), 2, "no record at story.db"),
        (("find", "--record", "none.db"), 2, "no record at none.db"),
        (("copies", "--record", "none.db"), 2, "no record at none.db"),
        (("reanalyse",), 2, "no record"),
        (("remove", "x"), 2, "no record"),
        (("brief", "a.db", "--record", "b.db"), 2, "two records"),
        (("find", "--act", "shout"), 2, "shout"),
        (("analyse", "none.jsonl"), 2, "none.jsonl"),
        (("brief", "letter.txt"), 2, "no SQLite file"),
        (("read", "x", "--record", "letter.txt"), 2, "no SQLite file"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr(
    run: Run, tmp_path: Path, args: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "letter.txt").write_text("dear reader\n" * 100)
    result = run(*args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bug_is_no_error_of_ours(run: Run, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("accordingto.query.find", broken)
    assert isinstance(run("find", "--record", record).exception, ZeroDivisionError)


def test_record_of_the_environment(run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_RECORD", str(record.rename(tmp_path / "mine.db")))
    assert "Norland" in run("brief").stdout


def test_find_table(run: Run, record: Path) -> None:
    result = run("find", "trains", "night")
    assert "a diplomat" in result.stdout
    assert "Norland" not in result.stdout


def test_find_quoted_words_stand_together(run: Run, record: Path) -> None:
    assert "nothing found" in run("find", "night trains").stderr
    assert "a diplomat" in run("find", "trains went").stdout


def test_find_json(run: Run, record: Path) -> None:
    found = answers(run("find", "--act", "deny", "--by", "norland", "--json", "--limit", "1"))
    assert [(one["speaker"], one["content_words"]) for one in found] == [("Norland", ["moving any brigade"])]


def test_brief_to_a_file(run: Run, record: Path, tmp_path: Path) -> None:
    result = run("brief", record, "--to", "md", "--out", tmp_path / "story.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "story.md").read_text(encoding="utf-8").startswith("# The story so far")


def test_brief_to_an_unwritable_file(run: Run, record: Path, tmp_path: Path) -> None:
    result = run("brief", record, "--out", tmp_path / "no" / "story.md")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_remove(run: Run, record: Path) -> None:
    assert "removed b (1 version)" in run("remove", "b").stdout
    assert run("remove", "b").exit_code == 2


def test_reanalyse(run: Run, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["accordingto.analyse"], "Analyser", lambda: FakeAnalyser("fake-2"))
    assert run("reanalyse").exit_code == 0
    assert {one.model for one in accordingto.find(record=record)} == {"fake-2"}


def test_demo_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--record", tmp_path / "demo.db")
    assert result.exit_code == 0
    assert "The story so far" in result.stdout
    assert f"find --act deny --record {tmp_path / 'demo.db'}" in result.stdout


LINE = {"id": "a", "text": "Bo|assert|named|hello\n"}


def test_analyse_answers_in_the_form_promised(run: Run) -> None:
    (answer,) = answers(run("analyse", given=json.dumps(LINE).encode()))
    assert answer == {
        "id": "a",
        "language": "en",
        "statements": [
            {
                "source": [[0, 2]], "cue": [[2, 3]], "content": [[16, 21]], "quote": "indirect", "speaker": "Bo",
                "kind": "person", "naming": "named", "act": "assert", "firmness": "certain", "polarity": "+",
                "distance": "neutral", "ground": "", "parent": None, "scores": {"statement": 0.75},
            }
        ],
        "mentions": [],
        "times": [],
        "events": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "name", "says"),
    [
        (b"nonsense", None, "not JSON"),
        (b"[1]", None, "not a JSON object"),
        (b'{"text": "x"}', None, '"id"'),
        (b'{"id": "k"}', "k", '"text"'),
        (b'{"id": "k", "text": 3}', "k", '"text"'),
        (b'{"id": "k", "text": "x", "title": 3}', "k", '"title"'),
        (b'{"id": "\xff", "text": "x"}', None, "not UTF-8"),
        (b"[" * 100_000, None, "not JSON"),
        (b'{"id": "k", "text": "' + b"x" * 2000 + b'"}', "k", "too long"),
        (b"x" * 200_000, None, "too long"),
    ],
)
def test_analyse_answers_what_it_cannot_use(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: bytes, name: str | None, says: str
) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_REPORT_BYTES", "1000" if says == "too long" else "1000000")
    good = json.dumps(LINE).encode()
    result = run("analyse", given=b"\n".join((good, b"  ", line, good)))
    before, answer, after = answers(result)
    assert (before["id"], after["id"]) == ("a", "a")
    assert (answer["id"], answer["line"]) == (name, 3)
    assert says in str(answer["error"])
    assert result.exit_code == 1


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0c", "\0", "\\u0000", "\\ud800", "\r"])
def test_analyse_lines_end_at_line_feeds_alone(run: Run, sign: str) -> None:
    raw = '{"id": "a%s", "text": "x%sy"}' % (sign, sign) if sign != "\r" else '{"id": "a", "text": "x"}\r'  # noqa: UP031
    result = run("analyse", given=raw.encode())
    (answer,) = answers(result)
    assert "error" not in answer
    assert answer["id"] == json.loads(raw, strict=False)["id"]


def test_analyse_cuts_only_when_asked(run: Run) -> None:
    given = json.dumps(LINE).encode()
    assert "cut" not in answers(run("analyse", given=given))[0]
    assert answers(run("analyse", "--cut", given=given))[0]["cut"] == []


def test_analyse_reads_long_lines_in_pieces() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size is not None and 0 < size <= lines.PIECE_BYTES
            self.asked += 1
            return b"x" * size if self.asked < 1000 else b""

    ((line, usable),) = lines.answer_lines(Endless(), analyser=FakeAnalyser())  # type: ignore[arg-type]
    assert not usable
    assert b"too long" in line


def test_analyse_streams() -> None:
    taken = 0

    def numbered() -> io.BytesIO:
        return io.BytesIO(b"".join(json.dumps({"id": str(n), "text": ""}).encode() + b"\n" for n in range(5)))

    class Counting(FakeAnalyser):
        def stream(self, reports):  # type: ignore[no-untyped-def]
            nonlocal taken
            for report in reports:
                taken += 1
                yield analysis_of(report)

    answered = lines.answer_lines(numbered(), analyser=Counting())
    next(answered)
    assert taken == 1


def test_analyse_of_one_that_crashes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["accordingto.analyse"], "Analyser", lambda: FakeAnalyser(fails_on="a"))
    (answer,) = answers(run("analyse", given=json.dumps(LINE).encode()))
    assert answer == {"id": "a", "line": 1, "error": "crashed"}


def test_broken_pipe_ends_quietly(record: Path) -> None:
    # The reading end is closed before anything is written to the other.
    reading, writing = os.pipe()
    os.close(reading)
    script = "import sys; from accordingto.cli import main; main(['find', '--json', '--record', sys.argv[1]])"
    done = subprocess.run([sys.executable, "-c", script, record], cwd=ROOT, stdout=writing,
                          stderr=subprocess.PIPE, timeout=120)  # fmt: skip
    os.close(writing)
    assert done.stderr == b""
