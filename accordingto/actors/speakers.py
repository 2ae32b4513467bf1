"""Who a statement's source is, in the fullest form that its report gives: names, pronouns, "the columnist".

In come a report's sentences and statements, out comes a name a statement, by rules over the report's names and roles
(`setting`). A capital or a people that speaks is its state. Where nothing is found the source stands as written,
without article and clause. Actors across reports are not joined here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from accordingto.actors.introductions import office
from accordingto.actors.mentioned import Mentioned
from accordingto.actors.names import POSSESSIVE, Name, words
from accordingto.actors.roles import roles
from accordingto.actors.setting import Setting, government, without_article
from accordingto.data import Mention, Sentence, Span, Statement
from accordingto.states import folded, state_of, state_of_people

NAME_WORDS = 4
"""A longer piece of a list is no bare name."""
SENTENCES_BACK = 6
"""How far back a pronoun looks for who was last named."""
FIRST, LAST = 2.5, 2.5
"""What it counts for "he" that a name begins the sentence before, and that its bearer was speaking last."""
CHAINED = 3.0
"""What it counts that the model has put pronoun and name into one chain."""

_CLAUSE = re.compile(
    r"\s*[,;(–—]|\s+(?:who|which|whose|that|to be|speaking|citing|released|issued|published|seen|set)\b|\s+-\s", re.I
)
_BEHIND = re.compile(r"\b(?:of|at|from|in|for|with|and|on|to|by|under|near|the|a|an)\s+\Z", re.I)
_LIST = re.compile(r",\s*(?:and\s+)?|\s+(?:and|nor|along with)\s+")
_GLOSS = re.compile(r"(?:he|she|it|they)\s*[(\[]([^)\]]+)[)\]]", re.I)
_OWNED = re.compile(r"(his|her|their|its)\s+(?=\w)", re.I)
_ROW = re.compile(r"(?:both|these|those|(?:all|the)\s+(?:two|three))\s+\w+(?:s|men|women)\Z", re.I)
_AND = re.compile(r"\s(?:and|nor)\s")
_APPOSED = re.compile(r"\A[^,]+?\s*,\s+(?:an?|one of)\s")
_ALIKE = re.compile(r"\A(?P<one>[^\W\d_][\w.-]+) and (?P<other>[^\W\d_][\w.-]+) (?P<noun>[a-z]+s)\Z")
_LEAD = re.compile(r"\A(?:both|neither|either|nor|council members|host country|along with)\s+", re.I)
_NOUN = re.compile(r"\A(?:(?:its|his|her|their|our|the|that|this)\s)?(?:[a-z][\w’'-]*\s){0,2}?([a-z][a-z-]{3,})\Z")
_ANY = re.compile(r"\A(?:an?|another|any|no|some|one|most|many|several|local)\s", re.I)
_DESCRIBED = re.compile(r"\A(?:[\w’'&.-]+\s+)*?(?:[\w’'-]+-(?:based|run|owned|led|backed)\s+)")
_FROM = re.compile(r"\b(?:by|from|of|at|issued by|released by)\s+(?:the\s+)?", re.I)
_WHEN = re.compile(r"\s+(?:this|last|on|in|next)\s.*\Z")
_ISSUED = re.compile(r"\b(?:issued|released|published|posted|produced) (?:\w+ )?by (?:the )?", re.I)
_OUTLETS = {"news", "agency", "magazine", "newspaper", "website", "channel", "network", "outlet", "daily", "weekly"}
_PLURALS = {"people", "police", "men", "women", "children", "many", "some"}
_PERSON = {"he", "she", "his", "her", "him", "who"}
_SELF = {"i", "we", "my", "our", "me", "us"}
_THING = {"it", "its"}
_MANY = {"they", "their", "them"}
_GROUPS = {"people", "state", "organisation", "armed_group"}
_BODIES = {"state", "organisation", "armed_group", "media", "document"}
_OF_A_STATE = {
    *("court", "appeals court", "central bank", "supreme court", "congress", "ruling party", "opposition parties"),
    *("government", "authorities", "officials", "lawmakers", "police", "army", "military", "parliament"),
}
_VAGUE = {"many", "some", "most", "several", "few", "both", "all", "other"}
_PREPOSITIONS = {"of", "in", "for", "at", "from", "to", "between", "by", "on", "with"}
_WOMEN, _MEN = {"she", "her"}, {"he", "his", "him"}
_RECENT = {"recent", "new", "latest", "several", "confidential", "separate", "joint", "another", "one", "this", "that"}


def speakers(
    text: str, sentences: Sequence[Sentence], statements: Sequence[Statement], mentions: Sequence[Mention] = ()
) -> list[str]:
    """Return the speaker of each statement; empty where it has no source. Several are joined by "; ".

    `mentions`, where a model has found them, tell the names of people from those of places and bodies.
    """
    return _Resolver(Setting(text, sentences, mentions), Mentioned(mentions), statements).all()


class _Resolver:
    """The speakers of one report as they are found, in the order of the text."""

    def __init__(self, setting: Setting, mentioned: Mentioned, statements: Sequence[Statement]) -> None:
        self.setting, self.text, self.statements = setting, setting.text, statements
        self.mentioned = mentioned
        self.found = [""] * len(statements)
        self.told: list[int] = []  # the statements before the one that is looked at, in the order of the text

    def all(self) -> list[str]:
        order = sorted(range(len(self.statements)), key=self._at)
        for i in order:
            self.found[i] = self._one(i)
            self.told.append(i)
        for i in order:  # a parent may stand behind its child: "…", I think, he said
            if self._pronoun(i) in _SELF:
                self.found[i] = self._one(i) or " ".join(self.text[b:e] for b, e in self.statements[i].source)
        return self.found

    def _at(self, i: int) -> int:
        s = self.statements[i]
        return s.source[0].begin if s.source else s.cue[0].begin if s.cue else s.content[0].begin

    def _pronoun(self, i: int) -> str:
        source = self.statements[i].source
        return self.text[source[0].begin : source[0].end].lower() if source else ""

    def _one(self, i: int) -> str:
        s = self.statements[i]
        if not s.source:
            return ""
        written = " ".join(self.text[b:e] for b, e in s.source)
        pronoun = self._pronoun(i)
        if bracket := _GLOSS.fullmatch(written):
            inside = self.setting.inside(s.source[0].begin, s.source[0].end)
            return self.setting.whole(inside[-1]) if inside else bracket[1]
        if pronoun in _SELF:
            return self._outer(i, pronoun)
        if pronoun in _PERSON | _THING | _MANY | {"which"}:
            return self._antecedent(i, pronoun) or written
        if len(s.source) > 1:
            each = [self._piece(i, piece) for piece in s.source]
            return "; ".join(dict.fromkeys(name for name in each if name))
        return self._piece(i, s.source[0])

    def _piece(self, i: int, source: Span) -> str:
        """Return who one piece of a source is."""
        s, written = self.statements[i], self.text[source.begin : source.end]
        if len(several := self._several(source, s.kind)) > 1:
            return "; ".join(several)
        if (s.kind == "person" or s.naming == "named" or len(written.split()) == 1) and (
            name := self._person(source, s.kind)
        ):
            return name
        if state := self._government(written, s.kind):
            return state
        if _ROW.match(written) and (row := self._row(i, written)):
            return row
        if s.kind in ("people", "person") and (holder := self._holder(source, s.kind)):
            return holder
        if (owned := _OWNED.match(written)) and (owner := self._antecedent(i, owned[1].lower())):
            plain = self._plain(written[owned.end() :])
            if s.kind == "state":
                owner = self.setting.office_of(owner).state or owner
            return f"{owner}’s {plain}"
        return self._body(written, s.kind, source.begin)

    def _government(self, written: str, kind: str) -> str:
        """Return the state for its name, its capital or its people; not for who is named like a place."""
        plain = without_article(POSSESSIVE.sub("", written)).strip("()")
        if kind == "people" and not plain[:1].isupper():
            return ""
        state = government(plain)
        if kind == "people" and state_of_people(plain):
            return ""
        return "" if any(name.words[-1] == plain for name in self.setting.longer.get(folded(plain), ())) else state

    def _several(self, source: Span, kind: str) -> list[str]:
        """Return the names of a bare list of names ("Orlo, Venn and the United States"), else nothing."""
        whole = _LEAD.sub("", self.text[source.begin : source.end])
        if not _AND.search(whole) or _APPOSED.match(whole) or self._is_one(source):
            return []
        if alike := self._alike(whole):
            return alike
        parts = [without_article(_LEAD.sub("", part)) for part in _LIST.split(whole) if part.strip()]
        parts = [part for part in parts if not part.startswith("or ")]
        if len(parts) > 1 and re.match(r"others?\b", parts[-1]) and all(map(self._is_name, parts[:-1])):
            found = {str(name): name for name in self.setting.inside(*source)}
            known = [self.setting.whole(found[p]) if p in found else p for p in parts]
            return [government(name) or name for name in known[:-1]] + parts[-1:]
        if len(parts) < 2 or not (all(map(self._is_name, parts)) or self._is_row(parts, kind)):
            return []
        if kind == "person" and sum(any(w.lower() in roles().sorts for w in part.split()) for part in parts):
            return []
        found = {str(name): name for name in self.setting.inside(*source)}
        return [
            self.setting.whole(found[p])
            if p in found and self.setting.is_person(found[p])
            else self._body(p, "", source.begin)
            for p in parts
        ]

    def _row(self, i: int, written: str) -> str:
        """Return who "both states", "those officials", "the two leaders" are: the last several of the kind."""
        for j in reversed(self.told):
            many = self.found[j].count(";") + 1
            asked = 2 if re.search(r"\b(?:both|two|neither)\b", written, re.I) else 3 if " three " in written else 0
            if many > 1 and self._at(j) < self._at(i) and self.statements[j].kind == self.statements[i].kind:
                return self.found[j] if asked in (0, many) else ""
        return ""

    def _is_one(self, source: Span) -> bool:
        """Tell whether each "and" of a source lies inside a name, or the whole is one that the report abbreviates."""
        joints = list(_AND.finditer(self.text, source.begin, source.end))
        plain = self._plain(self.text[source.begin : source.end])
        if any(plain.endswith(long) for long in self.setting.short.values() if _AND.search(long)):
            return True
        return all(self.mentioned.is_one_name(m.start() - 1, m.end() + 1) for m in joints)

    def _alike(self, whole: str) -> list[str]:
        """Return who "the Norlandish and Orlovian governments" or "Norlandish and Orlovian envoys" are."""
        m = _ALIKE.match(without_article(whole))
        if not m or not (state_of(m["one"]) and state_of(m["other"])):
            return []
        if m["noun"] == "governments":
            return [state_of(m["one"]), state_of(m["other"])]
        return [f"{m['one']} {m['noun']}", f"{m['other']} {m['noun']}"]

    def _is_row(self, parts: Sequence[str], kind: str) -> bool:
        """Tell whether the parts of a list are each someone: "relief workers", "the Norlandish army", "Orlo"."""
        if kind == "person" or any(_CLAUSE.search(part) or len(part.split()) > NAME_WORDS for part in parts):
            return False
        first = parts[0].split()
        if parts[-1].islower() and len(parts[-1].split()) == 1 and len(first) > 1:
            return False  # "the harbour guards and pilots" share what stands before them
        if first[0].lower() in _VAGUE or any(word in _PREPOSITIONS for part in parts[:-1] for word in part.split()):
            return False
        return all(len(part.split()) > 1 or part[:1].isupper() or part.endswith("s") for part in parts)

    def _is_name(self, part: str) -> bool:
        """Tell whether a piece of a list is a name by itself: capitals, and no more than particles between them."""
        some = part.split()
        known = words().particles | {"of", "for", "the"}
        return (
            0 < len(some) <= NAME_WORDS and all(w[:1].isupper() or w in known for w in some) and some[0][:1].isupper()
        )

    def _outer(self, i: int, pronoun: str) -> str:
        """Return who speaks where "I" or "we" stands: the one around it, or the body that it speaks for."""
        parent = self.statements[i].parent
        speaker = self.found[parent] if parent is not None else ""
        if pronoun in ("we", "our", "us") and self.statements[i].kind in ("state", "organisation", "armed_group"):
            held = self.setting.office_of(speaker)
            own = held.state if self.statements[i].kind == "state" else held.body or held.state
            return own or speaker
        return speaker

    def _antecedent(self, i: int, pronoun: str) -> str:
        """Return who was last speaking, of the kind that the pronoun can stand for, else who was last named."""
        at, parent = self._at(i), self.statements[i].parent
        sentence = self.setting.sentence(at)
        floor = self.setting.begins[max(0, sentence - SENTENCES_BACK)] if self.setting.begins else 0
        if pronoun in _PERSON:
            return self._who(i, pronoun, floor)
        if pronoun in _THING | {"which"} and (near := self._thing(i, self.setting.begins[sentence], at)):
            return near
        if self.statements[i].kind == "people" and (noun := self._nominal(i, floor)):
            return noun
        for j in reversed(self.told):
            if self._at(j) < floor:
                break
            if j != parent and self._at(j) < at and self.found[j] and self._fits(pronoun, i, j):
                return self.found[j]
        return self._thing(i, floor, at) if pronoun in _THING or self.statements[i].kind == "state" else ""

    def _nominal(self, i: int, floor: int) -> str:
        """Return who "they" or "she" are that the report does not name: the last description in the chain."""
        for mention in reversed(self.mentioned.before(self.statements[i].source[0], "nominal")):
            if mention.span.begin < floor:
                break
            head = self.text[slice(*mention.head)].lower()
            if (head.endswith("s") or head in _PLURALS) == (self._pronoun(i) in _MANY):
                return self._body(self.text[slice(*mention.span)], "people", mention.span.begin)
        return ""

    def _thing(self, i: int, begin: int, end: int) -> str:
        """Return the state or body that is named in a stretch and can be what "it" stands for; the first subject."""
        kind = self.statements[i].kind
        parent = self.statements[i].parent
        outer = self.found[parent] if parent is not None else ""
        found: list[str] = []
        for name in self.setting.inside(begin, end):
            state = government(str(name)) if not state_of_people(str(name)) else ""
            if kind == "state" and state and not _BEHIND.search(self.text[max(begin, name.begin - 12) : name.begin]):
                found.append(state)
        if kind != "state":
            found = [b.name for b in self.setting.bodies if begin <= b.begin < end]
        found = [name for name in found if name != outer]
        return found[-1] if found else ""

    def _who(self, i: int, pronoun: str, floor: int) -> str:
        """Return who "he" or "she" is: of the people named before, the nearest that speak or stand first."""
        at, parent = self._at(i), self.statements[i].parent
        outer = self.found[parent] if parent is not None else ""
        here = self.setting.sentence(at)
        spoken = {}
        for j in self.told:
            if floor <= self._at(j) < at and self._speaks_alone(j) and j != parent:
                spoken[self.found[j]] = self._at(j)
        best, most = "", -1e9
        seen: set[str] = set()
        named = [name for name in self.setting.inside(floor, at) if self.setting.is_person(name)]
        chained = {m.head.end for m in self.mentioned.before(self.statements[i].source[0], "name")}
        kin = {self.setting.whole(name) for name in named if name.end in chained}
        candidates = [(name.begin, self.setting.whole(name)) for name in named]
        candidates += [(where, who) for who, where in spoken.items()]
        for begin, who in candidates:
            if " " not in who and who not in spoken and not self.setting.office_of(who).noun:
                continue
            gender = self.setting.gender(who)
            if (gender == "f" and pronoun in _MEN) or (gender == "m" and pronoun in _WOMEN):
                continue
            away = here - self.setting.sentence(begin)
            behind = bool(_BEHIND.search(self.text[max(0, begin - 8) : begin]))
            first = begin - self.setting.begins[self.setting.sentence(begin)] < 3
            score = -1.0 * away + 2.0 * (who in spoken) - 1.0 * behind + FIRST * (first and away < 2)
            if who in spoken:
                score = max(score, LAST - 0.5 * (here - self.setting.sentence(spoken[who])))
            score -= 4.0 * (who == outer and len(candidates) > 1)
            score += CHAINED * (who in kin)
            score += 0.001 * begin / max(1, at) - 0.3 * (who in seen)
            seen.add(who)
            if score > most:
                best, most = who, score
        return best

    def _speaks_alone(self, j: int) -> bool:
        """Tell whether a statement before has one person for its speaker."""
        who = self.found[j]
        lower = [word for word in who.split() if word.islower() and word not in words().particles]
        single = " " not in who and self.statements[j].kind != "person"
        return (
            bool(who)
            and self.statements[j].kind in ("person", "people")
            and ";" not in who
            and not lower
            and not single
        )

    def _fits(self, pronoun: str, i: int, j: int) -> bool:
        """Tell whether the source of statement j can be who the pronoun of statement i stands for."""
        other, several, kind = self.statements[j], ";" in self.found[j], self.statements[i].kind
        if self._pronoun(j) in _SELF:
            return False
        if kind in ("armed_group", "organisation", "media", "document") and other.kind in _BODIES | {"people"}:
            return other.kind == kind
        if pronoun in _THING | {"which"}:
            return other.kind in _BODIES
        if kind == "people":
            return other.kind == "people" or (several and other.kind == "person")
        return several or other.kind in _GROUPS

    def _person(self, source: Span, kind: str) -> str:
        """Return the name of a person that a source is, in its fullest form, or who "the columnist" is."""
        inside = self.setting.inside(*source)
        people = [name for name in inside if self.setting.is_person(name)]
        clause = _CLAUSE.search(self.text, source.begin, source.end)
        first = [name for name in people if clause is None or name.end <= clause.start()]
        own = [n for n in first if not _BEHIND.search(self.text[source.begin : n.begin]) and not self._owns(n)]
        if kind != "person":
            # A surname alone is who has it, whatever was taken for the kind of source.
            if len(own) == 1 and own[0].begin == source.begin and own[0].end == source.end and len(own[0].words) == 1:
                whole = self.setting.whole(own[0])
                return "" if whole == own[0].words[0] else whole
            # A ministry or a place named in a person's stead is no person: only who is introduced as one.
            own = [n for n in own if self.setting.office_of(self.setting.whole(n)).noun and n.end == source.end]
            return self.setting.whole(own[-1]) if own and kind in ("people", "state") else ""
        if own:
            return self.setting.whole(own[-1])
        later = [name for name in people if clause and name.begin >= clause.start() and not self._owns(name)]
        if later and self._is_role(self.text[source.begin : clause.start() if clause else source.end]):
            return self.setting.whole(later[0])
        return self._holder(source) or (self.setting.whole(first[-1]) if first else "")

    def _owns(self, name: Name) -> bool:
        return bool(re.match(r"[’']s?\s+\S", self.text[name.end : name.end + 6]))

    def _is_role(self, some: str) -> bool:
        return any(word.strip(",").lower() in roles().sorts for word in some.split())

    def _holder(self, source: Span, kind: str = "person") -> str:
        """Return who "the columnist", "Norland's leader", "the railway official" is, where the report names them."""
        clause = _CLAUSE.search(self.text, source.begin, source.end)
        role = self.text[source.begin : clause.start() if clause else source.end]
        if not re.match(r"(?:the|that|this|his|her|its|their)\s|\w+[’']s?\s", role, re.I) or not self._is_role(role):
            return ""
        if role.split()[-1].lower() not in roles().sorts and not re.search(r"\b(?:of|at|for)\b", role):
            return ""
        if kind == "people" and office(role).sort == "resident":
            return ""  # of students and farmers a report has several
        return self.setting.holder(role, source.begin)

    def _body(self, written: str, kind: str, at: int) -> str:
        """Return a source that is no named person: in full, without article, description and clause."""
        plain = self._plain(written)
        if (noun := _NOUN.match(plain)) and kind != "people" and not _ANY.match(written):
            word = noun[1]
            known = self.setting.body(word, at) if kind in _BODIES else ""
            if known and folded(known) != word:
                return known
            if called := self._called(at, len(written), kind):
                return called
            if kind in ("armed_group", "organisation", "media") and (last := self._last_of(kind, at)):
                return last
        if plain.islower() and re.match(r"the\s", written, re.I) and (fuller := self._said_before(plain, kind, at)):
            return fuller
        if plain.lower() in _OF_A_STATE and (state := self.setting.plain_state()):
            return f"{self.setting.adjective(state)} {plain.lower()}"
        if kind in ("organisation", "armed_group", "media", "document"):
            plain = self._undescribed(plain, kind, written)
        plain = self.setting.in_full(plain) or self._spelt_out(plain)
        in_full = words().in_full.get(plain) or self._longest(plain, kind)
        return in_full or plain

    def _spelt_out(self, plain: str) -> str:
        """Return words with each abbreviation of the report in full: "NRL officials", "Brasny’s NRL"."""
        out = []
        for word in plain.split():
            bare = POSSESSIVE.sub("", word)
            out.append((self.setting.in_full(bare) or bare) + word[len(bare) :])
        return " ".join(out)

    def _said_before(self, plain: str, kind: str, at: int) -> str:
        """Return the speaker before whose noun "the owner" or "the report" takes up again."""
        noun = plain.split()[-1].lower()
        for j in reversed(self.told):
            some = self.found[j].lower().split()
            if self.statements[j].kind == kind and noun in some and len(some) > len(plain.split()) and self._at(j) < at:
                return self.found[j]
        return ""

    def _called(self, at: int, length: int, kind: str) -> str:
        """Return the last name before that the model has put into one chain with "the group" at `at`."""
        if kind not in ("armed_group", "organisation", "media"):
            return ""
        found = [m for m in self.mentioned.before(Span(at, at + length), "name") if m.type == "ORG"]
        most = Counter(self.text[slice(*m.head)] for m in found).most_common(1)
        return self._body(most[0][0], kind, at) if most else ""

    def _last_of(self, kind: str, at: int) -> str:
        """Return the last speaker of a kind that has a name."""
        for j in reversed(self.told):
            if self.statements[j].kind == kind and self.found[j] and self._at(j) < at and self.found[j][:1].isupper():
                return self.found[j]
        before = [one for one in self.setting.bodies if one.begin < at and one.called & {"group", "outfit", "movement"}]
        return before[-1].name if before and kind == "armed_group" else ""

    def _longest(self, plain: str, kind: str) -> str:
        """Return a body's whole name for its beginning ("Dune Shore" of "Dune Shore & Associates")."""
        if kind not in _BODIES or not plain[:1].isupper():
            return ""
        known = words().bodies.get(plain.lower(), "")
        if known:
            return known
        found = [b.name for b in self.setting.bodies if b.name.startswith(plain + " ") and b.name != plain]
        return found[0] if found and len(plain.split()) > 1 else ""

    def _undescribed(self, plain: str, kind: str, written: str = "") -> str:
        """Return the name in a description: "aid group Northern Relief", "Callow-based trade union Oars"."""
        some = plain.split()
        while len(some) > 1 and (
            some[0].lower() in _RECENT or re.search(r"-(?:based|run|owned|led|backed)\Z", some[0])
        ):
            some = some[1:]
        while (
            kind == "armed_group"
            and some[0][:1].isupper()
            and len(some) > 1
            and some[-1] in ("group", "terror", "terrorist", "militant")
        ):
            some = some[:-1]
        outlets = _OUTLETS if kind == "media" else {"magazine", "newspaper"}
        while len(some) > 1 and some[-1] in outlets and not state_of(" ".join(some[:-1])):
            some = some[:-1]  # "Orlo Weekly magazine"
        if kind == "document":
            whole = " ".join(some)
            if len(some) > 1 and some[-1] == "statement" and all(word[:1].isupper() for word in some[:-1]):
                return " ".join(some[:-1])
            if (m := _ISSUED.search(written)) and written[m.end() : m.end() + 1].isupper():
                return self._undescribed(self._plain(written[m.end() :]), "organisation")
            if m := _FROM.search(whole):
                behind = _WHEN.sub("", whole[m.end() :])
                if behind[:1].isupper() and some[0].lower() in (
                    "data",
                    "analysis",
                    "report",
                    "statement",
                    "study",
                    "survey",
                ):
                    return self._undescribed(behind, "organisation")
            return whole
        run = len(some)
        while run and (
            some[run - 1][:1].isupper() or (some[run - 1] in ("of", "for", "the", "and", "&") and run < len(some))
        ):
            run -= 1
        while run < len(some) and some[run] in ("of", "for", "the", "and", "&"):
            run += 1
        if 0 < run < len(some) and some[run - 1].islower():
            return " ".join(some[run:])
        lower = [i for i, word in enumerate(some) if word[:1].isupper() and not state_of(POSSESSIVE.sub("", word))]
        if lower and some[-1].islower() and lower[0] > 0 and any(word.islower() for word in some[: lower[0]]):
            return " ".join(some[lower[0] :])
        return " ".join(some)

    def _plain(self, written: str) -> str:
        """Return a source without article, clause and possessive."""
        clause = _CLAUSE.search(written)
        head = written[: clause.start()] if clause and clause.start() else written
        head = POSSESSIVE.sub("", without_article(head.strip())) if head else written
        return re.sub(r"\s+", " ", head).strip() or written
