"""Turns a form of the desk into a correction: fields in, the record corrected, an address to go back to out.

Each form names what it is about as the page showed it; `accordingto.correct` quotes the words and writes it down with
who and when. Raises UsageError where a field is missing or wrong, RecordBusy where the record is being written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs

from accordingto import query
from accordingto.answers import HolderRow
from accordingto.correct import CUT_BY_HAND, Corrector
from accordingto.errors import UsageError
from accordingto.record.view import view

Fields = Mapping[str, Sequence[str]]
LONGEST_BYTES = 64 * 1024
"""A form is a few hundred bytes; whole paragraphs may be in it as words."""
MOST_FIELDS = 500
NOT_ONE = "none"


def parsed(body: bytes) -> Fields:
    """Return the fields of a form. Raises UsageError where it is too long or no form."""
    try:
        return parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="surrogatepass"
        )
    except ValueError as error:
        raise UsageError(f"this form cannot be read ({error}): go back and send it again") from error


def corrected(record: Path, fields: Fields, *, by: str = "") -> str:
    """Carry a form out in the name of `by` (of the user of the computer); return the address to go back to."""
    what = _one(fields, "what")
    if what not in _KINDS:
        raise UsageError(f"a form cannot ask for {what!r}: it is none of {', '.join(_KINDS)}")
    with Corrector(record, by=by) as corrector:
        _KINDS[what](corrector, fields, record)
    return _back(_one(fields, "back"))


def _label(corrector: Corrector, fields: Fields, record: Path) -> None:
    # A select offers "firmness=probable", a field for the speaker has its words beside it.
    field, _, value = _one(fields, "label").partition("=")
    if field == "speaker":
        value = _one(fields, "speaker").strip()
    corrector.label(
        _one(fields, "report"), _number(fields, "statement"), field, value, outlet=_one(fields, "outlet"),
        note=_one(fields, "note"),
    )  # fmt: skip


def _reject(corrector: Corrector, fields: Fields, _: Path) -> None:
    corrector.reject(
        _one(fields, "report"), _number(fields, "statement"), outlet=_one(fields, "outlet"), note=_one(fields, "note")
    )


def _span(corrector: Corrector, fields: Fields, _: Path) -> None:
    report, outlet, statement = _one(fields, "report"), _one(fields, "outlet"), _number(fields, "statement")
    words = _one(fields, "words").strip()
    spans = [corrector.span_of(report, words, outlet=outlet, statement=statement)] if words else []
    corrector.span(report, statement, _one(fields, "part"), spans, outlet=outlet, note=_one(fields, "note"))


def _add(corrector: Corrector, fields: Fields, _: Path) -> None:
    report, outlet = _one(fields, "report"), _one(fields, "outlet")
    content = corrector.span_of(report, _one(fields, "content").strip(), outlet=outlet)
    parts = {
        part: [corrector.span_of(report, words, outlet=outlet, near=content.begin)]
        for part in ("source", "cue")
        if (words := _one(fields, part).strip())
    }
    labels = {name: value for name in ("act", "kind", "naming", "speaker") if (value := _one(fields, name).strip())}
    corrector.add(
        report, content=[content], source=parts.get("source", []), cue=parts.get("cue", []), labels=labels,
        outlet=outlet, note=_one(fields, "note"),
    )  # fmt: skip


def _cut(corrector: Corrector, fields: Fields, _: Path) -> None:
    report, outlet = _one(fields, "report"), _one(fields, "outlet")
    if _one(fields, "begin"):
        begin, end = _number(fields, "begin"), _number(fields, "end")
    else:
        begin, end = corrector.span_of(report, _one(fields, "words").strip(), outlet=outlet)
    corrector.cut(
        report, begin, end, cut=_one(fields, "cut") == "yes", reason=_one(fields, "reason").strip() or CUT_BY_HAND,
        outlet=outlet, note=_one(fields, "note"),
    )  # fmt: skip


def _stance(corrector: Corrector, fields: Fields, record: Path) -> None:
    claim = _one(fields, "claim")
    (holder,) = _holders(record, claim, fields.get("holder", ())[:1])
    stance = _one(fields, "stance")
    corrector.stance(claim, holder, stance=None if stance == NOT_ONE else stance, note=_one(fields, "note"))


def _merge_claims(corrector: Corrector, fields: Fields, _: Path) -> None:
    claims = [_one(fields, "claim"), _one(fields, "other").strip()]
    corrector.merge_claims(claims, text=_one(fields, "text").strip(), note=_one(fields, "note"))


def _split_claim(corrector: Corrector, fields: Fields, record: Path) -> None:
    claim = _one(fields, "claim")
    holders = _holders(record, claim, fields.get("holder", ()))
    corrector.split_claim(claim, text=_one(fields, "text").strip(), holders=holders, note=_one(fields, "note"))


def _merge_actors(corrector: Corrector, fields: Fields, record: Path) -> None:
    other = _one(fields, "other").strip()
    with view(record) as opened:
        number = query.actor(opened, int(other) if other.isdecimal() else other).actor
    corrector.merge_actors([_number(fields, "actor"), number], note=_one(fields, "note"))


def _split_actor(corrector: Corrector, fields: Fields, _: Path) -> None:
    corrector.split_actor(
        _number(fields, "actor"), name=_one(fields, "name").strip(), names=fields.get("alias", ()),
        note=_one(fields, "note"),
    )  # fmt: skip


def _undo(corrector: Corrector, fields: Fields, _: Path) -> None:
    corrector.undo(_number(fields, "number"), note=_one(fields, "note"))


_KINDS: Mapping[str, Callable[[Corrector, Fields, Path], None]] = {
    "label": _label,
    "reject": _reject,
    "span": _span,
    "add": _add,
    "cut": _cut,
    "stance": _stance,
    "merge claims": _merge_claims,
    "split claim": _split_claim,
    "merge actors": _merge_actors,
    "split actor": _split_actor,
    "undo": _undo,
}


def holder_key(holder: HolderRow) -> str:
    """Return what a form calls a holder of a claim by."""
    begin, end = holder.span
    # Hexadecimal, so that any id fits into a form whatever signs it has.
    names = (holder.report, holder.outlet, holder.speaker)
    return ".".join((*(name.encode("utf-8", "surrogatepass").hex() for name in names), f"{begin}", f"{end}"))


def _holders(record: Path, claim: str, keys: Sequence[str]) -> list[HolderRow]:
    wanted = set(keys)
    with view(record) as opened:
        found = [holder for holder in query.holders(opened, claim) if holder_key(holder) in wanted]
    if not found or len(found) < len(wanted):
        raise UsageError(f"claim {claim!r} does not have these holders any more: go back and look at it again")
    return found


def _one(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _number(fields: Fields, name: str) -> int:
    text = _one(fields, name)
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise UsageError(f"the form has no number {name!r} but {text!r}: go back and send it again")
    return int(text)


def _back(address: str) -> str:
    """Return an address of this desk: one slash, then no second one or its like, which would name another host."""
    return address if address[:1] == "/" and address[1:2] not in ("/", "\\") and address.isprintable() else "/"
