"""Answers every question about a record: a read-only view in, frozen dataclasses out; one file a subject.

Brief, desk, commands and exporters ask here and nowhere else. It answers from the reports as they stand now (the newest
version of each text); it writes nothing and says nothing about what is true.
"""

from accordingto.query.actors import actor, actors, members
from accordingto.query.claims import STATUSES, claim, claims, count_claims, holders, line, origins, stands
from accordingto.query.copies import copies, count_copies, count_unsigned
from accordingto.query.corrections import corrected_fields, corrections
from accordingto.query.days import GRAINS, count_unresolved, happened_by_day, happenings, said_by_day, unresolved
from accordingto.query.events import EventFilter, events
from accordingto.query.extent import extent
from accordingto.query.filters import Filter
from accordingto.query.kept import keep
from accordingto.query.likeness import can_look, warm_up
from accordingto.query.news import news
from accordingto.query.outlets import leans, outlets
from accordingto.query.positions import positions
from accordingto.query.reports import count_cuts, cuts, reports
from accordingto.query.runs import problems, runs
from accordingto.query.statements import COUNTED, ORDERS, count, count_statements, find, speakers, spread
from accordingto.query.tables import (
    TYPES,
    Column,
    TableForm,
    by_report,
    records,
    sentence_around,
    sentences,
    table_form,
    table_names,
    table_rows,
    voices,
)
from accordingto.query.texts import report_text
from accordingto.query.ties import ties
from accordingto.query.times import LANES, moments, timeline
from accordingto.query.topics import opponents, topics
from accordingto.query.versions import page, version_diff, versions

__all__ = (
    "COUNTED",
    "GRAINS",
    "LANES",
    "ORDERS",
    "STATUSES",
    "TYPES",
    "Column",
    "EventFilter",
    "Filter",
    "TableForm",
    "actor",
    "actors",
    "by_report",
    "can_look",
    "claim",
    "claims",
    "copies",
    "corrected_fields",
    "corrections",
    "count",
    "count_claims",
    "count_copies",
    "count_cuts",
    "count_statements",
    "count_unresolved",
    "count_unsigned",
    "cuts",
    "events",
    "extent",
    "find",
    "happened_by_day",
    "happenings",
    "holders",
    "keep",
    "leans",
    "line",
    "members",
    "moments",
    "news",
    "opponents",
    "origins",
    "outlets",
    "page",
    "positions",
    "problems",
    "records",
    "report_text",
    "reports",
    "runs",
    "said_by_day",
    "sentence_around",
    "sentences",
    "speakers",
    "spread",
    "stands",
    "table_form",
    "table_names",
    "table_rows",
    "ties",
    "timeline",
    "topics",
    "unresolved",
    "version_diff",
    "versions",
    "voices",
    "warm_up",
)
