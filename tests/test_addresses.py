from __future__ import annotations

import pytest

from accordingto.addresses import address_of, is_address, is_private, led_to, site_of
from accordingto.errors import SourceFailed


@pytest.mark.parametrize(
    ("source", "is_one"),
    [("https://oste.example/a", True), (" HTTP://oste.example", True), ("ftp://oste.example/a", True),
     ("a.html", False), ("c:\\a.html", False), ("//oste.example/a", False), ("saved/https:/a", False),
     ("*://", False), ("", False)],
)  # fmt: skip
def test_what_is_an_address(source: str, is_one: bool) -> None:
    assert is_address(source) is is_one


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (" HTTPS://Oste.Example ", "https://oste.example/"),
        ("https://oste.example:443/a#part", "https://oste.example/a"),
        ("http://oste.example.:8080/a?b=c#", "http://oste.example:8080/a?b=c"),
        ("https://öste.example/ä", "https://xn--ste-rna.example/ä"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]/"),
    ],
)
def test_form(source: str, address: str) -> None:
    assert address_of(source) == address


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("file:///etc/passwd", "not an address that is read"),
        ("https://", "not an address"),
        ("https://oste.example:x/", "not an address"),
        ("https://[::1", "not an address"),
        ("https://" + "x" * 80 + ".example/", "not an address"),
        ("https://oste.example/" + "x" * 9000, "not an address"),
    ],
)
def test_what_cannot_be_asked_for(source: str, reason: str) -> None:
    with pytest.raises(SourceFailed) as caught:
        address_of(source)
    assert caught.value.reason == reason


def test_password_is_not_repeated() -> None:
    with pytest.raises(SourceFailed, match="a password") as caught:
        address_of("https://ida:secret@oste.example/a")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("b", "https://oste.example/a/b"),
        ("/b#x", "https://oste.example/b"),
        ("//teln.example", "https://teln.example/"),
    ],
)
def test_redirect(location: str, address: str) -> None:
    assert led_to("https://oste.example/a/", location) == address


def test_site() -> None:
    assert site_of("https://oste.example:8443/a?b") == "https://oste.example:8443"


@pytest.mark.parametrize(
    ("url", "private"),
    [("http://127.0.0.1/", True), ("http://10.0.0.1:80/", True), ("http://[::1]/", True),
     ("http://169.254.169.254/", True), ("http://8.8.8.8/", False), ("http://no.such.host.invalid/", False)],
)  # fmt: skip
def test_private(url: str, private: bool) -> None:
    assert is_private(url) is private
