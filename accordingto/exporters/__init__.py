"""Exports of a record, one file a format, found by listing this room."""
