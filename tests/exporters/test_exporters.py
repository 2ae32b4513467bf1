from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accordingto import exporters, query
from accordingto.correct import Corrector
from accordingto.errors import UsageError
from accordingto.exporters.csv import guarded, unguarded
from accordingto.record.connection import Connection
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.desk.stories import hostile
from tests.exporters.records import TEXT, full

RECORDS = ("full", "empty", "hostile")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    Writer(folder / "empty.db").close()
    return {"full": full(folder / "full.db"), "hostile": hostile(folder / "hostile.db"), "empty": folder / "empty.db"}


@pytest.fixture
def opened(paths: dict[str, Path]) -> Iterator[Connection]:
    with view(paths["full"]) as opened:
        yield opened


def written(name: str, opened: Connection, table: str = "") -> bytes:
    out = io.BytesIO()
    if table:
        exporters.load_for_tables(name).write_table(opened, out, table=table)
    else:
        exporters.load(name).write(opened, out)
    return out.getvalue()


def rows(opened: Connection, table: str) -> list[dict[str, Any]]:
    return list(query.records(opened, table))


@pytest.mark.parametrize("name", exporters.own())
def test_contract(name: str) -> None:
    exporter = exporters.load(name)
    assert exporter.SUFFIX.startswith(".") and isinstance(exporter.TEXT, bool)
    assert ": " in exporters.summary(name)


@pytest.mark.parametrize("name", exporters.own())
@pytest.mark.parametrize("record", RECORDS)
def test_any_record_is_written_twice_alike(name: str, record: str, paths: dict[str, Path]) -> None:
    with view(paths[record]) as opened:
        first = written(name, opened)
        assert written(name, opened) == first
    if exporters.load(name).TEXT:
        first.decode("utf-8")


@pytest.mark.parametrize("name", [one for one in exporters.own() if hasattr(exporters.load(one), "write_table")])
@pytest.mark.parametrize("table", query.table_names())
def test_every_table_is_written(name: str, table: str, paths: dict[str, Path]) -> None:
    for path in paths.values():
        with view(path) as opened:
            assert written(name, opened, table) or not rows(opened, table)


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(UsageError, match="jsonl"):
        exporters.load("xls")
    with pytest.raises(UsageError, match="csv, jsonl, parquet"):
        exporters.load_for_tables("graphml")
    with pytest.raises(UsageError, match="statements"):
        query.table_form("sentences")


def test_jsonl_gives_every_row_back(opened: Connection) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in written("jsonl", opened).split(b"\n")[:-1]:
        row = json.loads(line)
        found.setdefault(row.pop("table"), []).append(row)
    assert found == {table: held for table in query.table_names() if (held := rows(opened, table))}


def test_spans_of_every_table_are_pieces_of_the_text(opened: Connection) -> None:
    texts = {(row["report"], row["outlet"]): row["text"] for row in rows(opened, "reports")}
    for table in ("mentions", "times", "events", "holders"):
        assert rows(opened, table)
        for row in rows(opened, table):
            assert texts[row["report"], row["outlet"]][row["begin"] : row["end"]] == row["words"]


@pytest.mark.parametrize("library", ["csv", "pandas", "polars"])
def test_csv_is_read_back(library: str, opened: Connection) -> None:
    raw = written("csv", opened, "statements")
    held = [row["speaker"] for row in rows(opened, "statements")]
    if library == "csv":
        found = [row["speaker"] for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))]
    else:
        frame = pytest.importorskip(library).read_csv(io.BytesIO(raw))
        found = [str(one) for one in frame["speaker"].to_list()]
    assert [unguarded(one) for one in found] == held
    assert "'=Bo" in found


def test_csv_of_all_tables(opened: Connection) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("csv", opened)))
    assert archive.namelist() == [f"{table}.csv" for table in query.table_names()]
    reports = list(csv.DictReader(io.StringIO(archive.read("reports.csv").decode("utf-8-sig"), newline="")))
    assert TEXT in [row["text"] for row in reports]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-5 %", "@me", "\t=x", "'=x", "''=x", "＝1", "=", "+", "-", "plain",
                                  "'quoted'", "", "5", "=\n"])  # fmt: skip
def test_no_cell_is_a_formula_and_every_cell_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert len(cell) < 2 or guarded(cell)[0] not in "=+-@\t＝"


def test_parquet_is_read_back(opened: Connection) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for table in query.table_names():
        found = parquet.read_table(io.BytesIO(written("parquet", opened, table))).to_pylist()
        kinds = {column.name: column.type for column in query.table_form(table).columns}
        decoded = [
            {name: json.loads(cell) if kinds[name] == "json" else cell for name, cell in row.items()} for row in found
        ]
        assert decoded == rows(opened, table)


def test_parquet_without_its_library_says_how_to_install_it(
    opened: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'accordingto\[tables\]'"):
        written("parquet", opened, "reports")


def test_annotations_find_their_words_again(opened: Connection) -> None:
    document = json.loads(written("webannotation", opened))
    items = document["first"]["items"]
    assert document["total"] == len(items) == len(rows(opened, "statements"))
    texts = [row["text"] for row in rows(opened, "reports")]
    for item in items:
        for target in item["target"]:
            quote, position = target["selector"]
            (text,) = [
                text
                for text in dict.fromkeys(texts)
                if text[position["start"] : position["end"]] == quote["exact"]
                and text[: position["start"]].endswith(quote["prefix"])
                and text[position["end"] :].startswith(quote["suffix"])
            ]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    assert any("Åström" in target["selector"][0]["exact"] and target["selector"][1]["start"] == 2
               for item in items for target in item["target"])  # fmt: skip


def test_annotations_name_the_one_they_stand_in(opened: Connection) -> None:
    items = json.loads(written("webannotation", opened))["first"]["items"]
    names = {item["id"] for item in items}
    assert len(names) == len(items)
    links = [body["source"] for item in items for body in item["body"] if body.get("purpose") == "linking"]
    assert links and set(links) <= names


def test_ftm_is_valid(opened: Connection) -> None:
    model = pytest.importorskip("followthemoney").model
    lines = [json.loads(line) for line in written("ftm", opened).split(b"\n")[:-1]]
    ids = {line["id"] for line in lines}
    assert len(ids) == len(lines)
    kinds: dict[str, int] = {}
    for line in lines:
        entity = model.get_proxy(line, cleaned=False)
        entity.schema.validate(line)
        kinds[entity.schema.name] = kinds.get(entity.schema.name, 0) + 1
        for name, values in line["properties"].items():
            prop = entity.schema.get(name)
            assert prop is not None and not prop.stub
            cleaned = [prop.type.clean(value, proxy=entity) for value in values]
            assert None not in cleaned, (name, values)
            if prop.type.name == "entity":
                assert set(values) <= ids
    assert kinds["Article"] == len(rows(opened, "reports")) and kinds["Note"] == len(rows(opened, "statements"))
    assert {"Person", "PublicBody", "Mention", "Event", "UnknownLink"} <= set(kinds)


def test_plover_records(opened: Connection) -> None:
    lines = [json.loads(line) for line in written("plover", opened).split(b"\n")[:-1]]
    assert len(lines) == len(rows(opened, "events"))
    (line,) = (line for line in lines if line["evidence"]["report"] == "å")
    assert (line["event"], line["date"], line["eventLoc"], line["said_by"]) == (
        "ASSAULT",
        "2026-03-03",
        "Sæl",
        "Per Åström",
    )
    army = TEXT.index("Norland’s army")
    assert line["source"] == [
        {"actorText": "Norland’s army", "begin": army, "end": army + 14, "actor": "Army of Norland", "kind": "state"}
    ]
    assert line["text"] == TEXT.split("\n")[0]
    assert TEXT[line["evidence"]["begin"] : line["evidence"]["end"]] == line["eventText"] == "shelled"


def test_graph_is_read_back(opened: Connection) -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.read_graphml(io.BytesIO(written("graphml", opened)), force_multigraph=True)
    kinds = [data["type"] for _, data in graph.nodes(data=True)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "actor": len(rows(opened, "actors")), "claim": len(rows(opened, "claims")),
        "speaker": query.speakers(opened).total,
        "outlet": query.count(opened, "outlet").total,
    }  # fmt: skip
    stances = [data for *_, data in graph.edges(data=True) if data["type"] == "stance"]
    assert len(stances) == len(rows(opened, "holders"))
    assert ("actor 102", "actor 101") in [
        (a, b) for a, b, data in graph.edges(data=True) if data["type"] == "speaks for"
    ]
    assert all("type" in data for _, data in graph.nodes(data=True))


def test_training_data_passes_the_check_of_annotations(paths: dict[str, Path], tmp_path: Path) -> None:
    with Corrector(paths["full"], by="Ada") as corrector:
        number = corrector.label("å", 0, "act", "warn")
    try:
        with view(paths["full"]) as opened:
            archive = zipfile.ZipFile(io.BytesIO(written("scheme", opened)))
            count = len(rows(opened, "statements"))
    finally:
        with Corrector(paths["full"], by="Ada") as corrector:
            corrector.undo(number)
    archive.extractall(tmp_path)
    heads = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt")]
    assert sum("# corrected: 1\n" in head for head in heads) == 1
    lines = [json.loads(line) for path in tmp_path.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert "warn" in [line["act"] for line in lines if line["speaker"] == "Per Åström"]
    left = sum(int(line.split()[3]) for head in heads for line in head.split("\n") if line.startswith("# left out"))
    assert len(lines) + left == count
    tool = Path(os.environ.get("ACCORDINGTO_SHARED", "../shared")) / "tools" / "check_annotation.py"
    if not tool.exists():
        pytest.skip("the check of annotations is not here")
    done = subprocess.run([sys.executable, tool, tmp_path, "--offsets", tmp_path / "offsets.json"], capture_output=True,
                          text=True, timeout=60)  # fmt: skip
    assert done.returncode == 0 and " 0 faults" in done.stdout, done.stdout
