"""Actors in a report: who its names, roles and pronouns stand for."""
