"""Mails, newsletters and their attachments, invented."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from accordingto.data import Report
from accordingto.errors import SourceFailed
from tests.readers.reading import OTHER, WORDS, one_report, problems, read, reports


def mail(text: str = WORDS, html: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Zoë Marn <ida@oste.example>"
    message["To"] = "all@oste.example"
    message["Date"] = "Tue, 09 Sep 2031 14:30:00 +0300"
    message["Subject"] = "Fwd: Troops – at Teln"
    message["Message-ID"] = "<1@oste.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_mail() -> None:
    report = one_report(read("eml", bytes(mail())))
    assert report == Report(
        id="1@oste.example", text=WORDS, title="Troops – at Teln", byline="Zoë Marn",
        published="2031-09-09T14:30:00+03:00", published_how="mail Date",
    )  # fmt: skip


def test_sender_of_a_newsletter_is_its_outlet() -> None:
    report = one_report(read("eml", bytes(mail(List_Unsubscribe="<https://oste.example/no>"))))
    assert (report.outlet, report.byline) == ("Zoë Marn", "")


HTML = f"<table><tr><td><p>{WORDS}</p><p>{OTHER}</p></td></tr></table><img src='cid:1'>"


@pytest.mark.parametrize(
    ("text", "html", "wanted"),
    [
        (f"{WORDS}\n\n{OTHER}", HTML, f"{WORDS}\n\n{OTHER}"),
        ("View this mail in your browser.", HTML, f"{WORDS}\n\n{OTHER}"),
        ("", "<p>One &amp; two.</p>", "One & two."),
    ],
)
def test_part_that_says_more(text: str, html: str, wanted: str) -> None:
    assert one_report(read("eml", bytes(mail(text, html)))).text.strip() == wanted


def test_attachments_are_sources_of_their_own() -> None:
    message = mail()
    message.add_attachment(OTHER, filename="the statement.txt")
    message.add_attachment(b'{"text": "One."}\n', maintype="application", subtype="json", filename="../a.jsonl")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    message.add_attachment(b"\x00\x01\x02" * 99, maintype="application", subtype="octet-stream", filename="x.bin")
    message.add_attachment(bytes(mail(OTHER, Reply_To="x@oste.example")), maintype="application", subtype="eml")
    found = read("eml", bytes(message), name="m.eml")
    assert [report.source for report in reports(found)[1:]] == [
        "m.eml/the statement.txt", "m.eml/a.jsonl", "m.eml/attachment 5",
    ]  # fmt: skip
    assert [report.reader for report in reports(found)[1:]] == ["text", "jsonlines", "eml"]
    assert [report.id for report in reports(found)[1:3]] == ["m.eml/the statement.txt", "m.eml/a.jsonl#1"]
    assert problems(found) == [("m.eml/photo.png", "a picture"), ("m.eml/x.bin", "binary")]


def test_forwarded_mail_is_a_source_of_its_own() -> None:
    inner = mail(OTHER)
    inner.replace_header("Message-ID", "<2@oste.example>")
    message = mail()
    message.add_attachment(inner)
    assert [(report.id, report.text.strip()) for report in reports(read("eml", bytes(message)))] == [
        ("1@oste.example", WORDS),
        ("2@oste.example", OTHER),
    ]


def test_mail_of_an_attachment_only() -> None:
    message = mail("")
    message.add_attachment(OTHER, filename="a.txt")
    found = read("eml", bytes(message))
    assert problems(found) == []
    assert [report.text.strip() for report in reports(found)] == [OTHER]


def test_picture_in_the_text_is_no_attachment() -> None:
    message = mail("", HTML)
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<1>")  # type: ignore[union-attr]
    assert problems(read("eml", bytes(message))) == []


def nested(depth: int) -> EmailMessage:
    message = mail(f"{WORDS} {depth}")
    if depth:
        message.add_attachment(nested(depth - 1))
    return message


def test_nested_so_deep_and_no_deeper() -> None:
    found = read("eml", bytes(nested(4)), limit_bytes=100_000)
    assert len(reports(found)) == 3
    assert [reason for _, reason in problems(found)] == ["nested too deeply"]


HOSTILE = [
    (b"From: a@x.example\nTo: b\nSubject: =?utf-9?q?x?=\nDate: never\n\n" + WORDS.encode(), ""),
    (b'From: a\nTo: b\nContent-Type: text/plain; charset="no such"\n\n' + WORDS.encode(), ""),
    (b"From: a\nTo: b\nContent-Transfer-Encoding: base64\n\n\xff\xff not base64 at all", ""),
    (b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(200)), "too deeply"),
    (b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 30_000, "too long"),
    (b"A: b\n" * 2_100_000, "too long"),
]


@pytest.mark.parametrize(("data", "reason"), HOSTILE)
def test_hostile_mail(data: bytes, reason: str) -> None:
    if reason:
        with pytest.raises(SourceFailed, match=reason):
            read("eml", data, limit_bytes=5_000_000)
    else:
        assert read("eml", data)


def test_mail_without_text_or_attachment() -> None:
    assert problems(read("eml", bytes(mail("")))) == [("x", "no text")]


def test_text_too_long_is_said_though_something_is_attached() -> None:
    message = mail(WORDS * 120)
    message.add_attachment(OTHER, filename="a.txt")
    assert problems(read("eml", bytes(message))) == [("x", "too long")]
