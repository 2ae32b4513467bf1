"""The state that speaks in a government, a capital or a people: "Quill's administration", "Orlo", "the Norlandish".

In come a source's words and kind, out comes the state's name, or nothing where it is no state.
"""

from __future__ import annotations

import re

from accordingto.actors.introductions import office
from accordingto.actors.marks import restored
from accordingto.actors.names import POSSESSIVE
from accordingto.actors.setting import HEADS, Setting, government, without_article
from accordingto.states import folded, state_named, state_of_people

_GOVERNMENT_OF = re.compile(
    r"(?:the\s+)?(?:government|administration|cabinet)\s+of\s+(?:the\s+)?(?P<who>[A-Z].*)\Z", re.I
)
_OWN_GOVERNMENT = re.compile(
    r"(?P<who>(?:[A-Z][\w.-]+\s+)*(?:Minister|President|Premier|Chancellor)\s+[A-Z].*)[’']s?\s+"
    r"(?:government|administration|cabinet|regime)\Z"
)


def governing(written: str) -> re.Match[str] | None:
    """Return "the government of Norland" or "Prime Minister Quill's cabinet" with `who` governs, else nothing."""
    return _GOVERNMENT_OF.match(written) or _OWN_GOVERNMENT.match(written)


def state_speaking(setting: Setting, written: str, kind: str) -> str:
    """Return the state for its name, its capital or its people; not for who is named like a place."""
    written = restored(setting, written)
    if kind == "state" and (whose := governing(written)):
        return _governed(setting, whose["who"])
    plain = without_article(POSSESSIVE.sub("", written)).strip("()")
    if kind == "people" and not plain[:1].isupper():
        return ""
    state = government(plain)
    if kind == "people" and state_of_people(plain):
        return ""
    return "" if any(name.words[-1] == plain for name in setting.longer.get(folded(plain), ())) else state


def _governed(setting: Setting, who: str) -> str:
    """Return whose "the government of Norlandish Prime Minister Ada Quill" or "Quill's administration" is."""
    tokens = [POSSESSIVE.sub("", word) for word in who.split()]
    if state := next((state for word in tokens if (state := state_of_people(word) or state_named(word))), ""):
        return state
    last = next((name for name in setting.names if name.words[-1] == tokens[-1]), None)
    office_held = setting.office_of(setting.whole(last)) if last else office("")
    return office_held.state or (setting.plain_state() if office_held.noun in HEADS else "")
