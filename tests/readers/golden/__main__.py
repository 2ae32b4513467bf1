"""Writes the golden files anew."""

from __future__ import annotations

from tests.readers.golden.files import IN, OUT, PACKED, as_text

OUT.mkdir(exist_ok=True)
for name, make in PACKED.items():
    (IN / name).write_bytes(make())
for old in OUT.iterdir():
    old.unlink()
for path in sorted(IN.iterdir()):
    (OUT / f"{path.name}.json").write_text(as_text(path), encoding="utf-8")
