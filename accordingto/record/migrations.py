"""Brings the tables of a record from nothing, or from any older version, to what this version writes.

One function a step; its name is written to the table `migration` in the same transaction, so a step is done or not
done. Steps are only ever added at the end, and none is changed once a version with it is out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from accordingto.errors import NotARecord
from accordingto.record.connection import Connection

APPLICATION_ID = 0x41634F72
"""What `file` and SQLite see in the header of a record ("AcOr")."""


def s0001_reports(connection: Connection) -> None:
    """Runs, reports with every version of their text, what was cut, what was skipped and what failed."""
    for sql in (
        "CREATE TABLE run (id INTEGER PRIMARY KEY, command TEXT NOT NULL, sources TEXT NOT NULL, model TEXT NOT NULL,"
        " begun TEXT NOT NULL, ended TEXT, counts TEXT NOT NULL DEFAULT '{}')",
        "CREATE TABLE report (id INTEGER PRIMARY KEY, name TEXT NOT NULL, outlet TEXT NOT NULL, UNIQUE (name, outlet))",
        "CREATE TABLE version (id INTEGER PRIMARY KEY,"
        " report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, number INTEGER NOT NULL,"
        " current INTEGER NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, text TEXT NOT NULL, title TEXT NOT NULL,"
        " byline TEXT NOT NULL,"
        " published TEXT NOT NULL, published_how TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL,"
        " kind TEXT NOT NULL, source TEXT NOT NULL, reader TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run,"
        " model TEXT NOT NULL DEFAULT '', analysed_run INTEGER REFERENCES run,"
        " UNIQUE (report, number), UNIQUE (report, hash))",
        "CREATE UNIQUE INDEX version_current ON version (report) WHERE current",
        "CREATE INDEX version_published ON version (published) WHERE current",
        'CREATE TABLE cut (version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, "begin" INTEGER NOT NULL,'
        ' "end" INTEGER NOT NULL, reason TEXT NOT NULL)',
        "CREATE INDEX cut_version ON cut (version)",
        "CREATE TABLE problem (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, source TEXT NOT NULL,"
        " outcome TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL)",
        "CREATE INDEX problem_source ON problem (source)",
    ):
        connection.run(sql)


def s0002_statements(connection: Connection) -> None:
    """Sentences, and statements with their spans, words, labels and scores.

    The spans of a part are JSON in the statement's row (`[[begin, end], …]`): they are always read with their
    statement and never looked up by place, and a row a piece would be five rows a statement. The view `piece` shows
    them one a row with their words. The words also stand in the row itself: search needs them there (SQLite before
    3.43 cannot take an entry out of an index without them), and so does a person with an SQLite browser.
    """
    parts = ", ".join(f"{part} TEXT NOT NULL, {part}_spans TEXT NOT NULL" for part in ("source", "cue", "content"))
    begin, end = "json_extract(j.value, '$[0]')", "json_extract(j.value, '$[1]')"
    labels = ("quote", "kind", "naming", "act", "firmness", "polarity", "distance", "ground")
    for sql in (
        "CREATE TABLE sentence (version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, number INTEGER NOT NULL,"
        ' "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, paragraph INTEGER NOT NULL,'
        " PRIMARY KEY (version, number)) WITHOUT ROWID",
        "CREATE TABLE statement (id INTEGER PRIMARY KEY,"
        f" version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, number INTEGER NOT NULL, {parts},"
        f" speaker TEXT NOT NULL, {', '.join(f'{label} TEXT NOT NULL' for label in labels)},"
        " parent INTEGER, scores TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (version, number))",
        "CREATE INDEX statement_speaker ON statement (speaker)",
        "CREATE INDEX statement_act ON statement (act)",
        "CREATE VIEW piece AS "
        + " UNION ALL ".join(
            f'SELECT s.id AS statement, \'{part}\' AS part, j.key AS number, {begin} AS "begin", {end} AS "end",'
            f" substr(v.text, {begin} + 1, {end} - {begin}) AS words"
            f" FROM statement s JOIN version v ON v.id = s.version, json_each(s.{part}_spans) j"
            for part in ("source", "cue", "content")
        ),
    ):
        connection.run(sql)


def s0003_search(connection: Connection) -> None:
    """Full-text search over reports and statements, kept in step by triggers whoever writes."""
    tokens = "porter unicode61 remove_diacritics 2"
    for table, columns in (("version", ("title", "text")), ("statement", ("speaker", "source", "cue", "content"))):
        names = ", ".join(columns)
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
        out = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.id, {old});"
        into = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.id, {new});"
        for sql in (
            f"CREATE VIRTUAL TABLE {table}_fts USING fts5"
            f" ({names}, content='{table}', content_rowid='id', tokenize='{tokens}')",
            f"CREATE TRIGGER {table}_into AFTER INSERT ON {table} BEGIN {into} END",
            f"CREATE TRIGGER {table}_out AFTER DELETE ON {table} BEGIN {out} END",
            f"CREATE TRIGGER {table}_over AFTER UPDATE OF {names} ON {table} BEGIN {out} {into} END",
        ):
            connection.run(sql)


def s0004_copies(connection: Connection) -> None:
    """Signatures of the current versions, the bands that they are looked up by, and the copies among them.

    A band is an integer of 64 bits, the key of its own index. `passages` is JSON, `[[begin, end, begin, end], …]`, in
    the text of `first` and of `second`. A signature has outlet and day (a number; NULL where it is not known) beside
    it, so that a lookup need not go through the texts. What an older version recorded is signed when a run begins, not
    here: a reader that brings a record up to date should not have to wait for it.
    """
    signed = "INTEGER NOT NULL REFERENCES signature ON DELETE CASCADE"
    for sql in (
        "CREATE TABLE signature (version INTEGER PRIMARY KEY REFERENCES version ON DELETE CASCADE,"
        " method TEXT NOT NULL, words INTEGER NOT NULL, outlet TEXT NOT NULL, day INTEGER)",
        f"CREATE TABLE band (hash INTEGER NOT NULL, version {signed}, PRIMARY KEY (hash, version)) WITHOUT ROWID",
        "CREATE INDEX band_version ON band (version)",
        f"CREATE TABLE copy (first {signed}, second {signed}, kind TEXT NOT NULL, share_first REAL NOT NULL,"
        " share_second REAL NOT NULL, passages TEXT NOT NULL, PRIMARY KEY (first, second)) WITHOUT ROWID",
        "CREATE INDEX copy_second ON copy (second)",
    ):
        connection.run(sql)


def s0005_page(connection: Connection) -> None:
    """What a page holds besides its text: dates with how sure they are, datelines, credits, why a kind was chosen.

    `seen` is when somebody saved the page, empty where that is not known: the run that read the first version tells it.
    A credit whose words stand outside the text has 0 for both ends.
    """
    columns = ("published_sure", "updated", "updated_how", "updated_sure", "seen", "seen_how", "kind_why")
    version = "INTEGER NOT NULL REFERENCES version ON DELETE CASCADE"
    for sql in (
        *(f"ALTER TABLE version ADD COLUMN {column} TEXT NOT NULL DEFAULT ''" for column in columns),
        "CREATE TABLE dateline (version INTEGER PRIMARY KEY REFERENCES version ON DELETE CASCADE,"
        ' "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, place TEXT NOT NULL, day TEXT NOT NULL)',
        f'CREATE TABLE credit (version {version}, "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL,'
        " agency TEXT NOT NULL, words TEXT NOT NULL)",
        "CREATE INDEX credit_version ON credit (version)",
    ):
        connection.run(sql)


def s0006_mentions(connection: Connection) -> None:
    """Mentions, times and events of a report; arguments are JSON lists of the numbers of mentions."""
    of = "version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, number INTEGER NOT NULL"
    key = "PRIMARY KEY (version, number)) WITHOUT ROWID"
    span = '"begin" INTEGER NOT NULL, "end" INTEGER NOT NULL'
    for sql in (
        f"CREATE TABLE mention ({of}, {span}, head_begin INTEGER NOT NULL, head_end INTEGER NOT NULL,"
        f" type TEXT NOT NULL, form TEXT NOT NULL, chain INTEGER NOT NULL, {key}",
        f"CREATE TABLE time ({of}, {span}, value TEXT NOT NULL, grain TEXT NOT NULL, anchor TEXT NOT NULL, {key}",
        f"CREATE TABLE event ({of}, {span}, type TEXT NOT NULL, mode TEXT NOT NULL, source TEXT NOT NULL,"
        " target TEXT NOT NULL, place INTEGER, time INTEGER, negated INTEGER NOT NULL, statement INTEGER,"
        " status TEXT NOT NULL,"
        f" why TEXT NOT NULL, score REAL NOT NULL, {key}",
    ):
        connection.run(sql)


def s0007_actors(connection: Connection) -> None:
    """Actors across reports, the names that they go by and why, and which statements and mentions are theirs.

    `body` is the actor that it speaks for or belongs to (a ministry, that of its spokesman; a state, that of its
    ministry). `why` is JSON: the reasons and their words. `actor_chain` joins a chain of mentions to an actor. A
    sighting is a place where an actor's name stands, with the words of the role that it is given there and the state
    that the role is of (by the context, where the words name none). `actor_key` is what names are looked up by.
    """
    actor = "INTEGER NOT NULL REFERENCES actor ON DELETE CASCADE"
    version = "INTEGER NOT NULL REFERENCES version ON DELETE CASCADE"
    for sql in (
        "CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,"
        " body INTEGER REFERENCES actor ON DELETE SET NULL, why TEXT NOT NULL)",
        "CREATE INDEX actor_name ON actor (name)",
        "CREATE INDEX actor_body ON actor (body)",
        f"CREATE TABLE alias (actor {actor}, name TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL,"
        " PRIMARY KEY (actor, name)) WITHOUT ROWID",
        "CREATE INDEX alias_name ON alias (name COLLATE NOCASE)",
        "CREATE TABLE actor_statement (statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,"
        f" actor {actor}, PRIMARY KEY (statement, actor)) WITHOUT ROWID",
        "CREATE INDEX actor_statement_actor ON actor_statement (actor)",
        f"CREATE TABLE actor_chain (version {version}, chain INTEGER NOT NULL, actor {actor},"
        " PRIMARY KEY (version, chain)) WITHOUT ROWID",
        "CREATE INDEX actor_chain_actor ON actor_chain (actor)",
        f'CREATE TABLE sighting (version {version}, "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, actor {actor},'
        " name TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,"
        ' PRIMARY KEY (version, "begin", "end", actor)) WITHOUT ROWID',
        "CREATE INDEX sighting_actor ON sighting (actor)",
        f"CREATE TABLE actor_key (key TEXT NOT NULL, actor {actor}, PRIMARY KEY (key, actor)) WITHOUT ROWID",
        "CREATE INDEX actor_key_actor ON actor_key (actor)",
    ):
        connection.run(sql)


def s0008_claims(connection: Connection) -> None:
    """Claims, who takes which stance on them where, and the origins that the words come from.

    `name` of a claim and of an origin is the id in exports; it stays the same from run to run. A holder without a
    statement is the report in its own voice. `said` is EDTF with `said_how`; `why` is JSON: what led to the judgement.
    `status` and `weight` (how much a claim is fought over, the larger the more) are worked out when it is linked, so
    that a page of claims is one lookup; by `digest` it is seen whether a claim has changed.
    """
    for sql in (
        "CREATE TABLE claim (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, text TEXT NOT NULL, slot TEXT NOT NULL,"
        " contested INTEGER NOT NULL, status TEXT NOT NULL, weight REAL NOT NULL, digest TEXT NOT NULL)",
        "CREATE INDEX claim_status ON claim (status, weight)",
        "CREATE TABLE origin (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, how TEXT NOT NULL, who TEXT NOT NULL,"
        " why TEXT NOT NULL)",
        "CREATE TABLE holder (id INTEGER PRIMARY KEY, claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,"
        " version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,"
        " statement INTEGER REFERENCES statement ON DELETE CASCADE,"
        ' "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker TEXT NOT NULL,'
        " actor INTEGER REFERENCES actor ON DELETE SET NULL, stance TEXT NOT NULL, act TEXT NOT NULL,"
        " firmness TEXT NOT NULL, value TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin, said TEXT NOT NULL,"
        " said_how TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL)",
        "CREATE INDEX holder_claim ON holder (claim)",
        "CREATE INDEX holder_version ON holder (version)",
        "CREATE INDEX holder_statement ON holder (statement)",
        "CREATE INDEX holder_actor ON holder (actor)",
        "CREATE INDEX holder_origin ON holder (origin)",
    ):
        connection.run(sql)


def s0009_corrections(connection: Connection) -> None:
    """What people correct: appended, never changed, never deleted (triggers see to that), undone by a further row.

    `anchor` and `value` are JSON; an anchor quotes words of a report (named by id and outlet, not by a row), so that it
    outlives every analysis and every linking. The other tables are derived: `uncorrected` keeps what the model said of
    a version whose statements are corrected, `uncorrected_cut` its cuts, `corrected` says which field of a statement is
    by which correction, `touch` on what each correction bears and what it says of it (corrections that say different
    things of one `target` compete; the latest is `applied`), `effect` what was done to actors and claims, so that it
    can be taken back.
    """
    version = "INTEGER PRIMARY KEY REFERENCES version ON DELETE CASCADE"
    never = "BEGIN SELECT raise(ABORT, 'corrections are appended, never changed: undo one instead'); END"
    for sql in (
        "CREATE TABLE correction (id INTEGER PRIMARY KEY, made TEXT NOT NULL, made_by TEXT NOT NULL,"
        " kind TEXT NOT NULL, report TEXT NOT NULL, outlet TEXT NOT NULL, anchor TEXT NOT NULL, value TEXT NOT NULL,"
        " note TEXT NOT NULL, undoes INTEGER REFERENCES correction)",
        "CREATE INDEX correction_report ON correction (report, outlet)",
        "CREATE INDEX correction_undoes ON correction (undoes)",
        f"CREATE TRIGGER correction_kept BEFORE DELETE ON correction {never}",
        f"CREATE TRIGGER correction_unchanged BEFORE UPDATE ON correction {never}",
        f"CREATE TABLE uncorrected (version {version}, statements TEXT NOT NULL, held_rows TEXT NOT NULL,"
        " events TEXT NOT NULL)",
        f"CREATE TABLE uncorrected_cut (version {version}, cuts TEXT NOT NULL)",
        "CREATE TABLE corrected (statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,"
        " field TEXT NOT NULL, correction INTEGER NOT NULL REFERENCES correction,"
        " PRIMARY KEY (statement, field)) WITHOUT ROWID",
        "CREATE TABLE touch (correction INTEGER NOT NULL REFERENCES correction, target TEXT NOT NULL,"
        " says TEXT NOT NULL, PRIMARY KEY (correction, target)) WITHOUT ROWID",
        "CREATE INDEX touch_target ON touch (target)",
        "CREATE TABLE effect (id INTEGER PRIMARY KEY, correction INTEGER NOT NULL REFERENCES correction,"
        " done TEXT NOT NULL, place TEXT NOT NULL, held_key TEXT NOT NULL, before TEXT NOT NULL)",
    ):
        connection.run(sql)


def s0010_pages(connection: Connection) -> None:
    """Pages as they were fetched, packed with zlib; `url` is what was asked for, `final` what answered."""
    for sql in (
        "CREATE TABLE page (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, url TEXT NOT NULL,"
        " final TEXT NOT NULL, content_type TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,"
        " fetched TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL, packed BLOB NOT NULL)",
        "CREATE INDEX page_url ON page (url)",
        "CREATE INDEX page_run ON page (run)",
        "CREATE INDEX version_source ON version (source)",
    ):
        connection.run(sql)


def s0011_units(connection: Connection) -> None:
    """What linking keeps, so that a new report need not be compared with texts again.

    A unit is a place that may hold a stance; units of one day with the same words share a node. `vector` (384 numbers
    of 8 bits) and `near` (the keys and scores of its neighbours) are Base64; `middle` is what vectors are seen from.
    `passage` has the passages (`[[begin, end, begin, end], …]`) that two reports have from one text. `linked` says
    which analysis of which versions is linked, and by which method.
    """
    version = "INTEGER NOT NULL REFERENCES version ON DELETE CASCADE"
    for sql in (
        "CREATE TABLE node (id INTEGER PRIMARY KEY, day INTEGER NOT NULL, vector TEXT NOT NULL, near TEXT NOT NULL)",
        f'CREATE TABLE unit (id INTEGER PRIMARY KEY, version {version}, "begin" INTEGER NOT NULL,'
        ' "end" INTEGER NOT NULL, statement INTEGER REFERENCES statement ON DELETE CASCADE, words TEXT NOT NULL,'
        " node INTEGER NOT NULL REFERENCES node, attitude TEXT NOT NULL, direction INTEGER NOT NULL, act TEXT NOT NULL,"
        " firmness TEXT NOT NULL, said TEXT NOT NULL, said_how TEXT NOT NULL)",
        "CREATE INDEX unit_version ON unit (version)",
        "CREATE INDEX unit_node ON unit (node)",
        "CREATE INDEX unit_statement ON unit (statement)",
        "CREATE TABLE middle (id INTEGER PRIMARY KEY CHECK (id = 1), vector TEXT NOT NULL, nodes INTEGER NOT NULL)",
        f"CREATE TABLE passage (first {version}, second {version}, spans TEXT NOT NULL, PRIMARY KEY (first, second))"
        " WITHOUT ROWID",
        "CREATE INDEX passage_second ON passage (second)",
        "CREATE TABLE linked (version INTEGER PRIMARY KEY REFERENCES version ON DELETE CASCADE,"
        " run INTEGER NOT NULL, method TEXT NOT NULL)",
    ):
        connection.run(sql)


def s0012_said(connection: Connection) -> None:
    """When each statement was made; of times, the days that they are looked up by.

    `number` of `said` is that of the statement, `time` that of the time beside its cue. `first` and `last` are days,
    both empty where the time is not established; a side that is open reaches to the report's day or to the other side.
    """
    for sql in (
        "ALTER TABLE time ADD COLUMN first TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE time ADD COLUMN last TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE said (version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, number INTEGER NOT NULL,"
        " value TEXT NOT NULL, how TEXT NOT NULL, time INTEGER, first TEXT NOT NULL, last TEXT NOT NULL,"
        " PRIMARY KEY (version, number)) WITHOUT ROWID",
        "CREATE INDEX time_first ON time (first, last) WHERE value <> ''",
        "CREATE INDEX said_first ON said (first, last) WHERE value <> ''",
    ):
        connection.run(sql)


def s0013_shelves(connection: Connection) -> None:
    """What search by meaning looks through: on each shelf some nodes, with the signs of their vectors, in Base64."""
    connection.run("CREATE TABLE shelf (id INTEGER PRIMARY KEY, held TEXT NOT NULL)")


def s0014_kept(connection: Connection) -> None:
    """Counts over the whole record, as JSON rows; triggers throw them away when anything changes that they count.

    By `version_time` the newest statements are found without sorting all.
    """
    connection.run("CREATE INDEX version_time ON version (published = '', published DESC) WHERE current")
    connection.run("CREATE TABLE kept (question TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID")
    tables = (
        *("report", "version", "statement", "event", "time"),
        *("actor", "actor_statement", "actor_chain", "sighting", "holder", "origin"),
    )
    for table in tables:
        for change in ("INSERT", "UPDATE", "DELETE"):
            connection.run(
                f"CREATE TRIGGER kept_{table}_{change.lower()} AFTER {change} ON {table}"
                " WHEN EXISTS (SELECT 1 FROM kept) BEGIN DELETE FROM kept; END"
            )


def s0015_about(connection: Connection) -> None:
    """Which unit of its report a unit only names, and which side acts in the words of a node.

    `about` is the id of a unit ("denied those allegations" is about what was alleged), NULL where words speak for
    themselves. `side` is 0 where no side is named.
    """
    connection.run("ALTER TABLE unit ADD COLUMN about INTEGER")
    connection.run("ALTER TABLE node ADD COLUMN side INTEGER NOT NULL DEFAULT 0")


def s0016_places(connection: Connection) -> None:
    """What the name of a place stands for: "place", "government" or "others"; "" where nobody has told."""
    connection.run("ALTER TABLE mention ADD COLUMN stands_for TEXT NOT NULL DEFAULT ''")


def s0017_told(connection: Connection) -> None:
    """What the words of a node are compared by besides their vector, in the form of `link/likeness.py`.

    From here on `near` has keys alone.
    """
    connection.run("ALTER TABLE node ADD COLUMN told TEXT NOT NULL DEFAULT ''")


STEPS: tuple[Callable[[Connection], None], ...] = (
    *(s0001_reports, s0002_statements, s0003_search, s0004_copies, s0005_page),
    *(s0006_mentions, s0007_actors, s0008_claims, s0009_corrections, s0010_pages, s0011_units),
    *(s0012_said, s0013_shelves, s0014_kept, s0015_about, s0016_places, s0017_told),
)


def applied(connection: Connection) -> tuple[str, ...]:
    """Return the names of the steps that the record has been through.

    Raises NotARecord where the file is another database, or where a newer version has been at it.
    """
    tables = {name for (name,) in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "migration" not in tables:
        if tables:
            raise NotARecord(str(connection.path), "it is an SQLite file of something else")
        return ()
    mark = connection.row("PRAGMA application_id")
    if mark is None or mark[0] != APPLICATION_ID:
        raise NotARecord(str(connection.path), "it is an SQLite file of something else")
    done = tuple(name for (name,) in connection.rows("SELECT name FROM migration ORDER BY name"))
    if unknown := sorted(set(done) - {step.__name__ for step in STEPS}):
        raise NotARecord(
            str(connection.path),
            f"a newer version of accordingto made it (unknown step {unknown[-1]}): update accordingto",
        )
    return done


def migrate(connection: Connection) -> tuple[str, ...]:
    """Do the steps that are still to do; return their names. Each is one transaction with its own entry."""
    taken: list[str] = []
    for step in STEPS:
        if step.__name__ in applied(connection):
            continue
        with connection.transaction():
            # Another process may have done it while this one waited.
            if step.__name__ in applied(connection):
                continue
            connection.run("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
            connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
            step(connection)
            connection.run("INSERT INTO migration VALUES (?, ?)", (step.__name__, datetime.now(UTC).isoformat()))
        taken.append(step.__name__)
    return tuple(taken)


def pending(connection: Connection) -> bool:
    """Tell whether an older version made the record; NotARecord as in `applied`, and where the file is empty."""
    done = applied(connection)
    if not done:
        raise NotARecord(str(connection.path), "it is empty: nothing has been read into it")
    return len(done) < len(STEPS)
