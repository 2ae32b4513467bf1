"""How fast the desk answers with 10,000 reports: a made-up record is written, and every page is asked for many times.

    python bench/desk.py [--reports 10000] [--record /tmp/desk.db] [--asks 20]

The record is made where the file is missing and used again where it is there. Each page is asked for at several
addresses (other reports, actors, claims, words, parts of the list), none twice in a row; the first answer of a page
after the start is given beside the median and the 95th percentile. The time of the processor stands beside the time on
the clock: where others use the machine, the first is what a page costs.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock
from urllib.parse import quote_plus

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from accordingto import query  # noqa: E402
from accordingto.data import ACTS, Analysis, Event, Mention, Report, Sentence, Span, Statement, Time  # noqa: E402
from accordingto.desk.app import make_app  # noqa: E402
from accordingto.link.meaning import OnnxMeaning  # noqa: E402
from accordingto.link.near import centred  # noqa: E402
from accordingto.link.places import packed_vectors  # noqa: E402
from accordingto.link.shelves import fill  # noqa: E402
from accordingto.record.connection import Connection, open_for_writing  # noqa: E402
from accordingto.record.signatures import Signatures  # noqa: E402
from accordingto.record.writer import Writer  # noqa: E402

OUTLETS, DAYS, ACTORS, WORDS, SENTENCES = 120, 300, 900, 8_000, 15
CLAIMS_A_REPORT = 0.15
WHO = ("the army", "a minister", "the union of drivers", "the bank", "a doctor", "the opposition", "villagers")
DID = ("closed", "denied having seen", "paid for", "attacked", "promised to rebuild", "left", "searched")
WHAT = ("the bridge", "a hospital", "two ships", "the northern border", "the talks", "a school", "the power plant")
TOPICS = [" ".join(three) for three in itertools.product(WHO, DID, WHAT)]
"""What statements are made to mean; others than their words, which are made up letter by letter."""
SPREAD = 0.8
"""Length of what is added to a topic of length 1, so that statements of one topic have a likeness of about 0.6."""
HOST = "127.0.0.1:8420"
TARGET_MS = 200


class Story:
    """Makes up reports: names, words and days come from one seed."""

    def __init__(self) -> None:
        self.rng = random.Random(7)
        self.words = ["".join(self.rng.choices("aeioulnrstdm", k=self.rng.randint(2, 9))) for _ in range(WORDS)]
        self.names = [" ".join(self.rng.choices(self.words, k=2)).title() for _ in range(ACTORS)]
        # A few speak often, most of them seldom.
        self.often = [1 / (rank + 1) for rank in range(ACTORS)]

    def reports(self, number: int) -> Iterator[tuple[Report, Analysis, list[int]]]:
        """Yield reports with what is said in them and the numbers of those who speak."""
        for at in range(number):
            yield self._report(at, at * DAYS // number)

    def _report(self, at: int, day: int) -> tuple[Report, Analysis, list[int]]:
        rng = self.rng
        actors = rng.choices(range(ACTORS), weights=self.often, k=SENTENCES)
        draft = Draft()
        for number, actor in enumerate(actors):
            self._sentence(draft, number, self.names[actor])
            if number % 4 == 0:
                self._happening(draft, number, day)
        report = Report(
            id=f"r{at}",
            outlet=f"Outlet {rng.randrange(OUTLETS)}",
            title=" ".join(rng.choices(self.words, k=7)).capitalize(),
            published=_day(day),
            text=draft.text,
        )
        analysis = Analysis(
            report_id=report.id,
            language="en",
            statements=tuple(draft.statements),
            sentences=tuple(draft.sentences),
            mentions=tuple(draft.mentions),
            times=tuple(draft.times),
            events=tuple(draft.events),
            model="made-up",
        )
        return report, analysis, actors

    def _sentence(self, draft: Draft, number: int, name: str) -> None:
        rng, begin = self.rng, len(draft.text)
        said = " ".join(rng.choices(self.words, k=rng.randint(6, 22)))
        draft.text += f"{name} said on Tuesday that {said}."
        source = Span(begin, begin + len(name))
        statement = Statement(
            source=(source,),
            cue=(Span(source.end + 1, source.end + 5),),
            content=(Span(source.end + 22, len(draft.text) - 1),),
            speaker=name,
            kind="person",
            naming=rng.choices(("named", "anonymous", "role", "collective"), weights=(70, 8, 15, 7))[0],
            act=rng.choices(ACTS, weights=(60, 6, 3, 2, *[2] * (len(ACTS) - 4)))[0],
            scores={"statement": round(rng.random(), 3), "act": round(rng.random(), 3)},
        )
        draft.statements.append(statement)
        draft.mentions.append(Mention(span=source, head=source, type="PER", form="name", chain=number))
        draft.sentences.append(Sentence(span=Span(begin, len(draft.text)), words=(), paragraph=number // 3))
        draft.text += "\n\n" if number % 3 == 2 else " "

    def _happening(self, draft: Draft, number: int, day: int) -> None:
        rng, cue = self.rng, draft.statements[-1].cue[0]
        value = _day(day - rng.randrange(9)) if rng.random() < 0.8 else ""
        draft.times.append(Time(span=Span(cue.end + 1, cue.end + 11), value=value, grain="day", anchor="published"))
        draft.events.append(
            Event(
                trigger=cue,
                type=rng.choice(("ACCUSE", "CONSULT", "ASSAULT", "AGREE")),
                source=(number,),
                target=(max(number - 1, 0),),
                time=len(draft.times) - 1,
                statement=number,
                score=0.5,
            )
        )


@dataclass(slots=True)
class Draft:
    """A report as it is being made up."""

    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def _day(number: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(1_600_000_000 + 86_400 * number))


def write(path: Path, number: int) -> None:
    """Write a record of so many reports, with actors, claims, holders and origins."""
    story, actors = Story(), list[list[int]]()
    # Nobody copies here, and looking for copies would take most of the time.
    with mock.patch.object(Signatures, "sign"), Writer(path) as writer:
        # Nobody minds if a made-up record is lost with the power.
        writer.connection.run("PRAGMA synchronous = OFF")
        run = writer.begin_run("read", ("made-up",), model="made-up")
        for report, analysis, who in story.reports(number):
            writer.write(report, analysis, run=run)
            actors.append(who)
        writer.end_run(run, {})
    connection = open_for_writing(path)
    with connection.transaction():
        _add_actors(connection, story, actors)
        _add_claims(connection, story, number)
        _add_meanings(connection)
    connection.run("ANALYZE")
    connection.close()


def _add_actors(connection: Connection, story: Story, actors: list[list[int]]) -> None:
    connection.run_many(
        "INSERT INTO actor (id, name, kind, why) VALUES (?, ?, 'person', '{}')",
        ((number + 1, name) for number, name in enumerate(story.names)),
    )
    connection.run_many(
        'INSERT INTO alias VALUES (?, ?, 1.0, \'{"rule": "same name"}\')',
        ((number + 1, name) for number, name in enumerate(story.names)),
    )
    connection.run_many(
        "INSERT INTO sighting SELECT m.version, m.\"begin\", m.\"end\", ?, ?, '', '' FROM mention m"
        " WHERE m.version = ? AND m.number = ?",
        (
            (who + 1, story.names[who], version, number)
            for version, all_ in enumerate(actors, start=1)
            for number, who in enumerate(all_)
        ),
    )
    of = {version: actors[version - 1] for (version,) in connection.rows("SELECT id FROM version")}
    rows = list(connection.rows("SELECT id, version, number FROM statement"))
    connection.run_many(
        "INSERT INTO actor_statement VALUES (?, ?)", ((key, of[version][number] + 1) for key, version, number in rows)
    )
    connection.run_many(
        "INSERT INTO actor_chain VALUES (?, ?, ?)",
        ((version, chain, who + 1) for version, all_ in of.items() for chain, who in enumerate(all_)),
    )


def _add_claims(connection: Connection, story: Story, number: int) -> None:
    rng = story.rng
    statements = list(
        connection.rows(
            "SELECT s.id, s.version, s.content_spans, s.speaker, j.actor, v.published FROM statement s"
            " JOIN actor_statement j ON j.statement = s.id JOIN version v ON v.id = s.version"
        )
    )
    for claim in range(int(number * CLAIMS_A_REPORT)):
        size = min(2 + int(rng.paretovariate(1.1) * 3), 600)
        stances = rng.choices(("asserts", "denies", "doubts", "mentions"), weights=(70, 12, 8, 10), k=size)
        contested = "asserts" in stances and ("denies" in stances or "doubts" in stances)
        status = "contested" if contested else "agreed" if size > 3 else "one word only"
        key = connection.run(
            "INSERT INTO claim (name, text, slot, contested, status, weight, digest) VALUES (?, ?, ?, ?, ?, ?, '')",
            (
                f"c{claim}",
                " ".join(rng.choices(story.words, k=9)).capitalize(),
                "",
                int(contested),
                status,
                float(size),
            ),
        )
        origins = [
            connection.run(
                "INSERT INTO origin (name, how, who, why) VALUES (?, 'statement', ?, '{}')",
                (f"o{claim}-{at}", rng.choice(story.names)),
            )
            for at in range(max(1, size // 3))
        ]
        for stance, (statement, version, spans, speaker, actor, said) in zip(
            stances, rng.sample(statements, size), strict=True
        ):
            begin, end = json.loads(spans)[0]
            connection.run(
                'INSERT INTO holder (claim, version, statement, "begin", "end", speaker, actor, stance, act, firmness,'
                " value, origin, said, said_how, score, why)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 'certain', '', ?, ?, 'published', 0.7, '{}')",
                (key, version, statement, begin, end, speaker, actor, stance, rng.choice(origins), said),
            )


def _add_meanings(connection: Connection) -> None:
    """Give each statement a node that is near one of the TOPICS, as the shipped encoder reads these."""
    generator, encoder = np.random.default_rng(7), OnnxMeaning()
    middles = encoder.vectors(TOPICS, [[Span(0, len(topic))] for topic in TOPICS])
    rows = list(connection.rows("SELECT s.id, s.version, s.content FROM statement s"))
    noise = generator.normal(size=(len(rows), middles.shape[1])) * (SPREAD / middles.shape[1] ** 0.5)
    vectors = middles[generator.integers(len(TOPICS), size=len(rows))] + noise.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = generator.permutation(len(rows)).astype(np.int64) * (2**63 // len(rows)) * 2 + generator.integers(2**40)
    connection.run_many(
        "INSERT INTO node VALUES (?, 0, ?, '', 0)", zip(keys.tolist(), packed_vectors(vectors), strict=True)
    )
    connection.run_many(
        'INSERT INTO unit (version, "begin", "end", statement, words, node, attitude, direction, act, firmness, said,'
        " said_how) VALUES (?, 0, 0, ?, ?, ?, '', 0, '', '', '', '')",
        ((version, number, words, key) for (number, version, words), key in zip(rows, keys.tolist(), strict=True)),
    )
    centre = vectors.mean(0)
    packed = base64.b64encode(centre.astype("<f4").tobytes()).decode("ascii")
    connection.run("INSERT INTO middle VALUES (1, ?, ?)", (packed, len(rows)))
    fill(connection, keys, centred(vectors, centre))


def addresses(story: Story, number: int) -> dict[str, list[str]]:
    """Return the addresses that are asked for, by page."""
    rng = random.Random(11)
    words = [rng.choice(story.words) for _ in range(8)]
    return {
        "Story": ["/", "/?again"],
        "Claims": [f"/claims?status=contested&page={page}" for page in range(1, 9)],
        "Claim": [f"/claim?id=c{rng.randrange(int(number * CLAIMS_A_REPORT))}" for _ in range(12)],
        "Actors": [f"/actors?page={page}" for page in range(1, 9)],
        "Actor": [f"/actor?id={rank}" for rank in (1, 2, 5, 10, 30, 90, 200, 500)],
        "Actor, in time": [f"/actor?id={rank}&said=time" for rank in (1, 2, 5, 10, 30, 90, 200, 500)],
        "Timeline": ["/timeline", "/timeline?since=2020-12-01&until=2020-12-31", "/timeline?page=40"],
        "Network": ["/network", "/network?until=2020-12-01"],
        "Sources": ["/sources", "/sources?page=2"],
        "Reports": ["/reports", "/reports?page=100", f"/reports?q={words[0]}"],
        "Report": [f"/report?id=r{rng.randrange(number)}" for _ in range(12)],
        "Search": ["/search", "/search?act=deny", *(f"/search?q={word}" for word in words)],
        "Search by meaning": [
            *(f"/search?like={quote_plus(TOPICS[at * 17 % len(TOPICS)])}" for at in range(8)),
            f"/search?like={quote_plus(TOPICS[0])}&act=deny",
        ],
        "Search, all said": ["/search?q=said&act=deny", "/search?by=a*"],
        "Left out": ["/left-out", "/left-out?outcome=cut"],
        "Copies": ["/copies"],
        "Corrections": ["/corrections"],
    }


def measure(client: TestClient, paths: list[str], asks: int) -> tuple[list[float], list[float]]:
    """Return how long each answer took, and the time of the processor in it, in milliseconds."""
    taken, computed = [], []
    for at in range(asks + 1):
        begun, computing = time.perf_counter(), time.process_time()
        answer = client.get(paths[at % len(paths)])
        taken.append(1000 * (time.perf_counter() - begun))
        computed.append(1000 * (time.process_time() - computing))
        if answer.status_code != 200:
            raise SystemExit(f"{paths[at % len(paths)]} answers {answer.status_code}: {answer.text[-500:]}")
    return taken, computed


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times[1:], n=20)[-1]


def main() -> None:
    """Measure, and print a line a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--record", type=Path, default=Path(tempfile.gettempdir()) / "accordingto-desk-bench.db")
    parser.add_argument("--asks", type=int, default=20)
    asked = parser.parse_args()
    if not asked.record.exists():
        begun = time.perf_counter()
        write(asked.record, asked.reports)
        print(f"written in {time.perf_counter() - begun:.0f} s: {asked.record.stat().st_size / 1e6:.0f} MB")
    begun = time.perf_counter()
    query.keep(asked.record)
    print(f"counts of the whole record, as after linking: {time.perf_counter() - begun:.1f} s")
    slow = []
    with TestClient(make_app(asked.record, hosts=frozenset({HOST})), base_url=f"http://{HOST}") as client:
        print(f"ms, {asked.reports:,} reports, {asked.asks} answers each; of the processor in brackets")
        print(f"{'page':18}{'first':>16}{'median':>16}{'p95':>16}")
        for name, paths in addresses(Story(), asked.reports).items():
            taken, computed = measure(client, paths, asked.asks)
            cells = [
                f"{of(taken):.0f} ({of(computed):.0f})"
                for of in (lambda times: times[0], lambda times: statistics.median(times[1:]), _p95)
            ]
            print(f"{name:18}" + "".join(f"{cell:>16}" for cell in cells))
            if statistics.median(taken[1:]) >= TARGET_MS:
                slow.append(name)
    print(f"over {TARGET_MS} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
