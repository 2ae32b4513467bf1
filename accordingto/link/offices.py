"""Roles that reports give, compared: whether they can be one person's, and whether they name the same body or state."""

from __future__ import annotations

from collections.abc import Iterable

from accordingto.actors.introductions import Office, office
from accordingto.link.naming import body_key

_GOVERNING = {"state", "military"}
_PRIVATE = {"resident", "care", "press"}
"""Classes of roles that one person hardly has both of."""


def held(role: str, state: str) -> Office:
    """Return what a role says; where it names no state, it is of `state`."""
    found = office(role)
    return found if found.state or not state else office(f"{state} {role}")


def clash(one: Iterable[Office], other: Iterable[Office]) -> bool:
    """Tell whether two sets of roles can hardly be one person's: of other states, or a minister and a shopkeeper."""
    a, b = [o for o in one if not o.former], [o for o in other if not o.former]
    if not a or not b or agree(a, b):
        return False
    states = ({o.state for o in a if o.state and o.speaks}, {o.state for o in b if o.state and o.speaks})
    if all(states) and not states[0] & states[1]:
        return True
    sorts = ({o.sort for o in a}, {o.sort for o in b})
    return any(x <= _GOVERNING and y <= _PRIVATE for x, y in (sorts, sorts[::-1]))


def agree(one: Iterable[Office], other: Iterable[Office]) -> bool:
    """Tell whether two sets of roles name the same body, or the same state and kind of work."""
    a, b = list(one), list(other)
    bodies = {body_key(o.body) for o in a if o.body} & {body_key(o.body) for o in b if o.body}
    states = {(o.state, o.speaks) for o in a if o.state} & {(o.state, o.speaks) for o in b if o.state}
    return bool(bodies or states)
