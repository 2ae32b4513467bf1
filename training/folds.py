"""Five folds over the annotated reports of `voa`, train and dev together: `python -m training.folds`.

The dev part is small; here every report is read by a model that has not learned from it. A base is trained without
`voa`, and from it a short run for each fold with the others' reports; the reports of all folds are then scored as one,
with the decoder that ships. These models have seen less of everything than the one that ships: they say how far the
dev part's figures are chance, not what ships. About an hour on two cores; runs that are finished are not made again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from accordingto.analyse import Analyser
from accordingto.data import Analysis
from accordingto.score.figures import figures
from accordingto.score.gold import Gold, gold
from training.accuracy import PAGE, found, table, tallies, write
from training.data import FOLDS, fold_of, shared
from training.evaluate import TorchNetwork
from training.fit import Config, base_files, fit
from training.model import Network

BEGIN, END = "<!-- folds: python -m training.folds -->", "<!-- end of folds -->"
RUNS = Path(__file__).parent / "runs"
BASE = Config(name="folds", epochs=2, voa="none", tree_times=0, raw_share=0.1)
SHORT = Config(start="folds/final", epochs=1, share=0.15, full_times=12, tree_times=0, raw_share=0.1, label_epochs=0)
RATES = {"encoder_rate": 1e-4, "head_rate": 5e-4, "average": 0.98}
"""Half those of the base, as for every run that begins from another."""


def run(config: Config) -> Network:
    """Return the network that a run ends with, training it where that has not been done."""
    folder = RUNS / config.name
    if not (folder / "final.pt").exists():
        fit(config, folder)
    net = Network()
    net.load_state_dict(torch.load(folder / "final.pt", weights_only=True, map_location="cpu"))
    return net


def main() -> None:
    """Train what is not there yet, score, and write the section of docs/accuracy.md."""
    files = base_files()
    run(BASE)
    reports = [g for part in ("train", "dev") for g in gold(shared() / "corpora" / "voa" / part)]
    golds, analyses = list[Gold](), list[Analysis]()
    for number in range(FOLDS):
        some = [g for g in reports if fold_of(g.report.id) == number]
        golds += some
        net = run(replace(SHORT, name=f"fold-{number}", voa=str(number), **RATES))
        analyses += found(Analyser(files, network=TorchNetwork(net)), some)
    rows = table(figures(tallies(golds, analyses, flat=False)))
    write(PAGE, "\n".join([f"{len(golds)} reports in {FOLDS} folds.", "", *rows]), BEGIN, END)


if __name__ == "__main__":
    main()
