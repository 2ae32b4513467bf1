"""The record: one SQLite file that keeps reports, their versions, and who says what in them."""
