"""Runs over a record, and what was skipped or failed in them."""

from __future__ import annotations

import json
from dataclasses import fields

from accordingto.answers import ProblemRow, RunRow
from accordingto.record.connection import Connection
from accordingto.table import Table


def problems(view: Connection, *, outcome: str = "") -> Table[ProblemRow]:
    """Return what was skipped and what failed, once each, without what a later run got right."""
    rows = view.rows(
        "SELECT p.source, p.outcome, p.stage, p.reason, p.detail, max(p.run) FROM problem p WHERE ? IN ('', p.outcome)"
        " AND NOT EXISTS (SELECT 1 FROM version v WHERE v.source = p.source AND v.analysed_run > p.run)"
        " GROUP BY p.source, p.outcome, p.stage, p.reason, p.detail ORDER BY max(p.id)",
        (outcome,),
    )
    names = [field.name for field in fields(ProblemRow)]
    found = tuple(ProblemRow(**dict(zip(names, row, strict=True))) for row in rows)
    return Table(rows=found, total=len(found))


def runs(view: Connection) -> Table[RunRow]:
    """Return the runs over the record, in order."""
    found = tuple(
        RunRow(
            run=run,
            command=command,
            sources=tuple(json.loads(sources)),
            model=model,
            begun=begun,
            ended=ended or "",
            counts=json.loads(counted),
        )
        for run, command, sources, model, begun, ended, counted in view.rows(
            "SELECT id, command, sources, model, begun, ended, counts FROM run ORDER BY id"
        )
    )
    return Table(rows=found, total=len(found))
