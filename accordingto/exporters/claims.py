"""Claims with their holders, a claim a line: who asserts, denies, doubts or mentions it, where, on whose word."""

from __future__ import annotations

from typing import BinaryIO

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.table import json_bytes

SUFFIX, TEXT = ".jsonl", True


def write(view: Connection, out: BinaryIO) -> None:
    """Write the claims, those most fought over first."""
    for claim in query.claims(view):
        holders = []
        for one in query.holders(view, claim.claim):
            holder: dict[str, object] = {"report": one.report, "span": list(one.span), "speaker": one.speaker}
            holder |= {"stance": one.stance, "firmness": one.firmness, "value": one.value, "origin": one.origin}
            holders.append(holder | ({"act": one.act} if one.act == "decline" else {}))
        contested = claim.status == "contested"
        line = {"id": claim.claim, "claim": claim.text, "slot": claim.slot, "contested": contested, "holders": holders}
        out.write(json_bytes(line) + b"\n")
