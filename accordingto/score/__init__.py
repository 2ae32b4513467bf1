"""How good the analyser is on reports that somebody annotated: gold folders in, figures with their intervals out."""
