"""One file a head: its labels, and how its scores are decoded."""
