"""The story on one page: `page` gathers it from a record as data, `forms` has one file a form that it is shown in."""

from accordingto.answers import CutCount
from accordingto.brief.page import Brief, Evidence, Line, ProblemCount, Section, gather

__all__ = ("Brief", "CutCount", "Evidence", "Line", "ProblemCount", "Section", "gather")
