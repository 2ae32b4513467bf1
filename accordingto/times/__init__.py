"""Time expressions of a report and their values; when something was said, and when what is said happened.

In come the report and its sentences (trees and statements help, but need not be there), out come `Time`s whose values
are EDTF: dates, ranges, ranges with an open end. What is counted is counted from the report's own day or from the text,
never from today; what cannot be counted has an empty value. docs/times.md has the ranges chosen and the accuracy.
"""

from accordingto.data import Said
from accordingto.times.calendar import bounds, days, overlap
from accordingto.times.find import find_times, report_day
from accordingto.times.said import happened, said

__all__ = ("Said", "bounds", "days", "find_times", "happened", "overlap", "report_day", "said")
