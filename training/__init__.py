"""Training of the shipped model: data, model, fit, evaluate, export. Needs torch; the package never imports it."""
