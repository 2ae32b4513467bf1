from __future__ import annotations

import pytest

from accordingto.actors.marks import description, restored, unglued, widened, without_s
from accordingto.actors.setting import Setting
from accordingto.data import Span
from accordingto.segment import segment


def setting(text: str) -> Setting:
    return Setting(text, segment(text))


@pytest.mark.parametrize(
    ("source", "kind", "expected"),
    [
        ("The Tidal Watch a Callow-based monitor", "organisation", "The Tidal Watch"),
        ("Tidal Watch the largest aid group in Orl", "organisation", "Tidal Watch"),
        ("Ada Quill a local media activist", "person", "Ada Quill"),
        ("Ada Quill head of the harbour office of Orl", "person", "Ada Quill"),
        ("Norland urging an inquiry", "state", "Norland"),
        ("the League for the Defence of Human Rights", "organisation", "the League for the Defence of Human Rights"),
        ("residents of a village near Orl", "people", "residents of a village near Orl"),
        ("In the northern province activist Oren Tarsk", "person", "In the northern province activist Oren Tarsk"),
        ("Tidal Watch monitoring group", "organisation", "Tidal Watch monitoring group"),
        ("Ada Quill, a pilot,", "person", "Ada Quill, a pilot,"),
    ],
)
def test_a_description_begins_where_the_comma_is_lost(source: str, kind: str, expected: str) -> None:
    text = f"{source} said that it rained."
    found = Span(0, len(source))
    assert source[: description(setting(text), found, kind)] == expected


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("Kenyas", "Kenyas army said no.", "Kenya"),
        ("Nairobis", "Nairobis envoy said no.", "Nairobi"),
        ("RLs", "The RLs envoy said no.", "RL"),
        ("Tarsks", "Oren Tarsk came. Tarsks aides said no.", "Tarsks"),
        ("Tarsks", "Oren Tarsk came. Tarsk left. Tarsks aides said no.", "Tarsk"),
        ("Kenyans", "Kenyans said no.", "Kenyans"),
        ("Kenyas", "Kenya’s army left. Kenyas army said no.", "Kenyas"),
        ("Honduras", "Honduras said no.", "Honduras"),
    ],
)
def test_a_possessive_without_its_apostrophe(word: str, text: str, expected: str) -> None:
    assert without_s(setting(text), word) == expected


def test_a_state_that_owns_without_an_apostrophe_is_its_adjective() -> None:
    here = setting("Kenyas army said no. RL came.")
    assert restored(here, "Kenyas army") == "Kenyan army"
    assert restored(here, "Kenyas") == "Kenya"
    assert restored(here, "the RLs envoy") == "the RL’s envoy"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("HARBOUR CLOSED Local pilots", "Local pilots"),
        ("TIDE/Ada Quill The navy and others", "The navy and others"),
        ("UNICEF Director Ada Quill", "UNICEF Director Ada Quill"),
        ("US NATO envoys", "US NATO envoys"),
        ("The navy", "The navy"),
    ],
)
def test_what_is_glued_before_a_source_is_no_part_of_it(source: str, expected: str) -> None:
    text = f"{source} said no."
    assert text[slice(*unglued(text, Span(0, len(source))))] == expected


def test_a_possessive_takes_the_noun_that_it_needs() -> None:
    text = "Kenyas opposition accused the army. Kenyas plans failed."
    here = setting(text)
    assert text[slice(*widened(here, Span(0, 6), [Span(7, 25)]))] == "Kenyas opposition"
    at = text.index("Kenyas plans")
    assert text[slice(*widened(here, Span(at, at + 6), [Span(at + 7, at + 12)]))] == "Kenyas"
