"""Links across reports: actors, claims, stances, origins, lines; `link` is run after each reading."""
