"""Who did what to whom, where and when, in the root codes of PLOVER: `find` is the whole of it."""

from accordingto.events.find import Scored, find, score, told
from accordingto.events.head import Head, load

__all__ = ("Head", "Scored", "find", "load", "score", "told")
