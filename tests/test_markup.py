"""Markup that is a text → plain text."""

from __future__ import annotations

import pytest

from accordingto.markup import plain

CASES = [
    ("One.\nTwo < three & four.", "One.\nTwo < three & four."),
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("<div><div>One.</div>Two.<br>Three.</div>", "One.\n\nTwo.\nThree."),
    ("One &amp; two&nbsp;– <b>th</b>ree.", "One & two – three."),
    ("<ul><li>One.<li>Two.</ul>", "One.\n\nTwo."),
    ("<p>One</p><script>x</script><style>y</style><!-- z --> two", "One\n\ntwo"),
    ("<p>One\n  and\ttwo.</p>", "One and two."),
    ("a\0<b>b</b>\ud800c", "abc"),
    ("<img src='x'>", ""),
    ("<!-- nothing -->", ""),
]


@pytest.mark.parametrize(("markup", "text"), CASES)
def test_plain(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "markup", ["<div>" * 100_000, "<a" * 100_000, "&lt;" * 100_000, "<b><i>" * 50_000, "&" * 100_000]
)
def test_hostile(markup: str) -> None:
    assert len(plain(markup + "One.")) <= len(markup) + 4
