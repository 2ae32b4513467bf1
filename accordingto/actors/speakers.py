"""Who a statement's source is, in the fullest form that its report gives: names, pronouns, "the columnist".

In come a report's sentences and statements, out comes a name a statement, by rules over the report's names and roles
(`setting`). A capital or a people that speaks is its state. Where nothing is found the source stands as written,
without article and clause. Actors across reports are not joined here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from accordingto.actors.antecedents import SENTENCES_BACK, SUBJECTS, Asked, Candidate, Places, best, features, weights
from accordingto.actors.introductions import office
from accordingto.actors.mentioned import Mentioned
from accordingto.actors.names import POSSESSIVE, Name, words
from accordingto.actors.roles import roles
from accordingto.actors.setting import HEADS, Setting, government, without_article
from accordingto.data import Mention, Sentence, Span, Statement, Syntax
from accordingto.states import folded, state_named, state_of, state_of_people

NAMED_AFTER = 2
"""Sentences behind a role in which its holder may be named."""
NAME_WORDS = 4
"""A longer piece of a list is no bare name."""

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
_NOUN = re.compile(r"\A(?:(?:its|his|her|their|our|the|that|this)\s)?(?:[a-z][\w’'-]*\s){0,3}?([a-z][a-z-]{3,})\Z")
_ANY = re.compile(r"\A(?:an?|another|any|no|some|one|most|many|several|local)\s", re.I)
_DESCRIBED = re.compile(r"\A(?:[\w’'&.-]+\s+)*?(?:[\w’'-]+-(?:based|run|owned|led|backed)\s+)")
_GOVERNMENT_OF = re.compile(
    r"(?:the\s+)?(?:government|administration|cabinet)\s+of\s+(?:the\s+)?(?P<who>[A-Z].*)\Z", re.I
)
_OWN_GOVERNMENT = re.compile(
    r"(?P<who>(?:[A-Z][\w.-]+\s+)*(?:Minister|President|Premier|Chancellor)\s+[A-Z].*)[’']s?\s+"
    r"(?:government|administration|cabinet|regime)\Z"
)
_FROM = re.compile(r"\b(?:by|from|of|at|issued by|released by)\s+(?:the\s+)?", re.I)
_WHEN = re.compile(r"\s+(?:this|last|on|in|next)\s.*\Z")
_ISSUED = re.compile(r"\b(?:issued|released|published|posted|produced) (?:\w+ )?by (?:the )?", re.I)
_OUTLETS = {"news", "agency", "magazine", "newspaper", "website", "channel", "network", "outlet", "daily", "weekly"}
_PLURALS = {"people", "police", "men", "women", "children", "many", "some"}
_WHO = {"who", "which", "that", "whom"}
"""A piece of a source that only takes up another one."""
_PERSON = {"he", "she", "his", "her", "him", "who"}
_SELF = {"i", "we", "my", "our", "me", "us"}
_THING = {"it", "its"}
_MANY = {"they", "their", "them"}
_ACTING = {"PER", "ORG", "LOC"}
_WRITTEN = {"OBJECT", "ABSTRACT"}
_BODIES = {"state", "organisation", "armed_group", "media", "document"}
_OF_A_STATE = {
    *("court", "appeals court", "central bank", "supreme court", "congress", "ruling party", "opposition parties"),
    *("government", "authorities", "officials", "lawmakers", "police", "army", "military", "parliament"),
}
_OWN_BODIES = {
    *(
        "ministry",
        "department",
        "agency",
        "office",
        "organization",
        "organisation",
        "group",
        "company",
        "party",
        "team",
    ),
    *("association", "institute", "union", "network", "movement", "committee", "commission"),
}
_WRITERS = {"person", "state", "organisation", "armed_group"}
_REPORTS = {
    "report",
    "study",
    "survey",
    "poll",
    "document",
    "index",
    "analysis",
    "assessment",
    "findings",
    "data",
    "figures",
}
_VAGUE = {"many", "some", "most", "several", "few", "both", "all", "other"}
_PREPOSITIONS = {"of", "in", "for", "at", "from", "to", "between", "by", "on", "with"}
_WOMEN, _MEN = {"she", "her"}, {"he", "his", "him"}
_RECENT = {
    "recent",
    "new",
    "latest",
    "several",
    "confidential",
    "separate",
    "joint",
    "exclusive",
    "one",
    "this",
    "that",
}


def speakers(
    text: str,
    sentences: Sequence[Sentence],
    statements: Sequence[Statement],
    mentions: Sequence[Mention] = (),
    syntax: Syntax | None = None,
) -> list[str]:
    """Return the speaker of each statement; empty where it has no source. Several are joined by "; ".

    `mentions`, where a model has found them, tell the names of people from those of places and bodies.
    """
    return Resolver(Setting(text, sentences, mentions), Mentioned(mentions), statements, syntax).all()


class Resolver:
    """The speakers of one report as they are found, in the order of the text."""

    def __init__(
        self, setting: Setting, mentioned: Mentioned, statements: Sequence[Statement], syntax: Syntax | None = None
    ) -> None:
        self.setting, self.text, self.statements = setting, setting.text, statements
        self.mentioned = mentioned
        self.found = [""] * len(statements)
        contents = [span for s in statements for span in s.content]
        self.places = Places(setting.begins, syntax, contents)
        self.relations: dict[int, str] = {}  # of the words of names and mentions, by where they begin
        self.told: list[int] = []  # the statements before the one that is looked at, in the order of the text

    def all(self) -> list[str]:
        """Return the speaker of each statement, in their order."""
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
            each = [self._piece(i, piece) for piece in s.source if self.text[slice(*piece)].lower() not in _WHO]
            return "; ".join(dict.fromkeys(name for name in each if name))
        return self._piece(i, s.source[0])

    def _piece(self, i: int, source: Span) -> str:
        """Return who one piece of a source is."""
        s, written = self.statements[i], self.text[source.begin : source.end]
        if len(several := self._several(source, s.kind)) > 1:
            return "; ".join(several)
        governs = s.kind == "state" and (_GOVERNMENT_OF.match(written) or _OWN_GOVERNMENT.match(written))
        if (
            not governs
            and (s.kind == "person" or s.naming == "named" or len(written.split()) == 1)
            and (name := self._person(source, s.kind))
        ):
            return name
        if state := self._government(written, s.kind):
            return state
        if _ROW.match(written) and (row := self._row(i, written)):
            return row
        if s.kind in ("people", "person") and (holder := self._holder(source, s.kind)):
            return holder
        if (owned := _OWNED.match(written)) and (owner := self._antecedent(i, owned[1].lower())):
            return self._owned(owner, self._plain(written[owned.end() :]), s.kind)
        return self._body(written, s.kind, source.begin)

    def _owned(self, owner: str, plain: str, kind: str) -> str:
        """Return who "his department" or "her lawyers" are, given the owner."""
        held = self.setting.office_of(owner)
        if plain == "administration" and (known := self.setting.body(plain, len(self.text))):
            return known
        if kind in _BODIES and held.body and plain.lower() in _OWN_BODIES:
            return held.body
        if kind == "state":
            owner = held.state or owner
        return f"{owner}’s {plain}"

    def _government(self, written: str, kind: str) -> str:
        """Return the state for its name, its capital or its people; not for who is named like a place."""
        if kind == "state" and (whose := _GOVERNMENT_OF.match(written) or _OWN_GOVERNMENT.match(written)):
            return self._governed(whose["who"])
        plain = without_article(POSSESSIVE.sub("", written)).strip("()")
        if kind == "people" and not plain[:1].isupper():
            return ""
        state = government(plain)
        if kind == "people" and state_of_people(plain):
            return ""
        return "" if any(name.words[-1] == plain for name in self.setting.longer.get(folded(plain), ())) else state

    def _governed(self, who: str) -> str:
        """Return whose "the government of Norlandish Prime Minister Ada Quill" or "Quill's administration" is."""
        tokens = [POSSESSIVE.sub("", word) for word in who.split()]
        if state := next((state for word in tokens if (state := state_of_people(word) or state_named(word))), ""):
            return state
        last = next((name for name in self.setting.names if name.words[-1] == tokens[-1]), None)
        office_held = self.setting.office_of(self.setting.whole(last)) if last else office("")
        return office_held.state or (self.setting.plain_state() if office_held.noun in HEADS else "")

    def _several(self, source: Span, kind: str) -> list[str]:
        """Return the names of a bare list of names ("Orlo, Venn and the United States"), else nothing."""
        whole = _LEAD.sub("", self.text[source.begin : source.end])
        if not _AND.search(whole) or _APPOSED.match(whole) or self._is_one(source):
            return []
        if alike := self._alike(whole):
            return alike
        parts = [without_article(_LEAD.sub("", part)) for part in _LIST.split(whole) if part.strip()]
        parts = [part for part in parts if not part.startswith("or ")]
        if len(parts) > 2 and re.match(r"(?:its|his|her|their)\s+[a-z -]+\Z", parts[-2]):
            del parts[-2]  # "the army and its parent body, the Ministry of War"
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
            held = held if held.noun else office(speaker)
            if self.statements[i].kind != "state":
                return held.body or held.state or speaker
            return held.state or (self.setting.plain_state() if held.sort in ("state", "military") else "") or speaker
        return speaker

    def _antecedent(self, i: int, pronoun: str) -> str:
        """Return who a pronoun that speaks stands for, else nothing."""
        candidates = self._people(i, pronoun) if pronoun in _PERSON else self._others(i, pronoun)
        if not candidates:
            return ""
        s = self.statements[i]
        asked = Asked(self._at(i), s.content, self._quoted(i))
        rows = []
        for one in candidates:
            one.places.sort()
            relations = {at: self.relations.get(at, "") for at in one.places}
            rows.append(features(one, asked, self.places, relations))
        chosen = self._chosen(i, candidates, rows)
        return candidates[chosen].name if chosen >= 0 else ""

    def _chosen(self, i: int, candidates: Sequence[Candidate], rows: Sequence[dict[str, float]]) -> int:
        """Return the number of the candidate that is taken; fitting the weights asks for the right one instead."""
        return best(rows, weights()["person" if self._pronoun(i) in _PERSON else "other"])

    def _quoted(self, i: int) -> bool:
        """Tell whether the source of a statement stands in what another one quotes word by word."""
        parent, at = self.statements[i].parent, self._at(i)
        if parent is None or (outer := self.statements[parent]).quote == "indirect":
            return False
        if outer.quote == "direct":
            return True
        begin = next((b for b, e in outer.content if b <= at < e), at)
        said = self.text[begin:at]
        return said.count("“") > said.count("”") or said.count('"') % 2 == 1

    def _people(self, i: int, pronoun: str) -> list[Candidate]:
        """Return the people that "he" or "she" can be: named or speaking in the sentences before."""
        at, source = self._at(i), self.statements[i].source[0]
        floor = self._floor(at)
        found: dict[str, Candidate] = {}
        chained = {m.head.end for m in self.mentioned.before(source, "name")}
        for name in self.setting.inside(floor, at):
            if self.setting.is_person(name):
                whole = self.setting.whole(name)
                one = found.setdefault(whole, Candidate(whole))
                one.places.append(name.begin)
                self._note_relation(name.begin, name.end)
                if name.end in chained:
                    one.marks.add("in the chain")
        spoken = [j for j in self.told if floor <= self._at(j) < at and self._speaks_alone(j)]
        for j in spoken:
            one = found.setdefault(self.found[j], Candidate(self.found[j]))
            one.places.append(self._at(j))
            self.relations.setdefault(self._at(j), "nsubj")
        self._mark_speakers(i, found, spoken)
        for one in found.values():
            gender = self.setting.gender(one.name)
            if (gender == "f" and pronoun in _MEN) or (gender == "m" and pronoun in _WOMEN):
                one.marks.add("gender differs")
            elif gender:
                one.marks.add("gender agrees")
            if self.setting.office_of(one.name).noun:
                one.marks.add("has an office")
            if " " not in one.name:
                one.marks.add("one word")
        fitting = [one for one in found.values() if "gender differs" not in one.marks]
        around = [one for one in fitting if any(mark.startswith("speaks around it") for mark in one.marks)]
        # "Quill said she …" is Quill in 17 of 17 annotated cases, "“She …”, Quill said" in none of 4.
        if around and not self._quoted(i):
            return around
        return [one for one in fitting if one not in around] or fitting

    def _others(self, i: int, pronoun: str) -> list[Candidate]:
        """Return whom or what "it" and "they" can be: bodies, states, groups, documents named or speaking before."""
        at, s = self._at(i), self.statements[i]
        floor = self._floor(at)
        found: dict[str, Candidate] = {}
        many = pronoun in _MANY
        kin = {m.span for form in ("name", "nominal") for m in self.mentioned.before(s.source[0], form)}
        for mention in self.mentioned.between(floor, at):
            if mention.form == "pronoun" or mention.span.end > at:
                continue
            if mention.type not in _ACTING and not (s.kind == "document" and mention.type in _WRITTEN):
                continue
            if (mention.form == "name" and mention.type == "PER") or (
                s.kind == "people" and (mention.form == "name" or mention.type != "PER")
            ):
                continue
            name = self._called_so(mention, s.kind)
            one = found.setdefault(name, Candidate(name))
            one.places.append(mention.span.begin)
            self._note_relation(mention.head.begin, mention.head.end)
            self.relations.setdefault(mention.span.begin, self.relations.get(mention.head.begin, ""))
            one.marks |= {f"{s.kind} for {mention.type}", f"{s.kind} for {mention.form}"}
            head = self.text[slice(*mention.head)].lower()
            several = head.endswith("s") or head in _PLURALS
            one.marks.add("number agrees" if several == many else f"number differs for {s.kind}")
            if mention.span in kin:
                one.marks.add("in the chain")
        spoken = [j for j in self.told if floor <= self._at(j) < at and self.found[j] and self._pronoun(j) not in _SELF]
        spoken = [j for j in spoken if self._can_be(s.kind, self.statements[j].kind, several=";" in self.found[j])]
        for j in spoken:
            one = found.setdefault(self.found[j], Candidate(self.found[j]))
            one.places.append(self._at(j))
            self.relations.setdefault(self._at(j), "nsubj")
            other = self.statements[j].kind
            one.marks.add("same kind" if other == s.kind else f"{s.kind} for {other}")
            one.marks |= {"several"} if ";" in self.found[j] and many else set()
        self._mark_speakers(i, found, spoken)
        return list(found.values())

    def _can_be(self, kind: str, other: str, *, several: bool) -> bool:
        """Tell whether a pronoun that a source of one kind is can take up a speaker of another."""
        if kind == "people":
            return other == "people" or (several and other == "person")
        if kind in ("armed_group", "organisation", "media", "document") and not several:
            return other in (kind, "none")
        return several or other != "person"

    def _called_so(self, mention: Mention, kind: str) -> str:
        """Return what a mention would be called if it spoke."""
        words = self.text[slice(*(mention.head if mention.form == "name" else mention.span))]
        return self._government(words, kind) or self._body(words, kind, mention.span.begin)

    def _mark_speakers(self, i: int, found: dict[str, Candidate], spoken: Sequence[int]) -> None:
        """Mark who spoke last, how far away, and who is speaking around the pronoun."""
        s, here, parent = self.statements[i], self.setting.sentence(self._at(i)), self.statements[i].parent
        after = "after a quotation" if s.content and s.content[0].begin < self._at(i) else "before it"
        latest = list(dict.fromkeys(self.found[j] for j in reversed(spoken) if j != parent))
        for rank, name in enumerate(latest):
            found[name].marks.add(f"spoke last, {after}" if rank == 0 else f"spoke {min(rank, 2)} before the last")
        for j in spoken:
            away = here - self.setting.sentence(self._at(j))
            marks = found[self.found[j]].marks
            marks.add(f"spoke {min(away, 3)} sentences before")
        if parent is not None and (outer := found.get(self.found[parent])):
            outer.marks.add("speaks around it, quoted" if self._quoted(i) else "speaks around it, in report")
        if found:
            max(found.values(), key=lambda one: max(one.places, default=-1)).marks.add("nearest")

    def _note_relation(self, begin: int, end: int) -> None:
        if begin not in self.relations:
            self.relations[begin] = self.places.relation(begin, end)

    def _floor(self, at: int) -> int:
        begins = self.setting.begins
        return begins[max(0, self.setting.sentence(at) - SENTENCES_BACK)] if begins else 0

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
        if found := self._holder(source):
            return found
        if not first and (found := self._named_after(source)):
            return found
        return self.setting.whole(first[-1]) if first else ""

    def _named_after(self, source: Span) -> str:
        """Return who is first named, without a role, in the sentences behind "Norland’s envoy", where only one is.

        Reports open with a role and give the name in the next sentence: "The U.N. envoy … . Ada Quill issued …".
        """
        begins, here = self.setting.begins, self.setting.sentence(source.begin)
        behind = begins[here + 1] if here + 1 < len(begins) else len(self.text)
        ceiling = begins[here + NAMED_AFTER + 1] if here + NAMED_AFTER + 1 < len(begins) else len(self.text)
        if not self._is_role(self.text[slice(*source)]):
            return ""
        known = {name.words[-1] for name in self.setting.inside(0, behind)}
        for name in self.setting.inside(behind, ceiling):
            if len(name.words) < 2 or not self.setting.is_person(name) or name.words[-1] in known:
                continue
            whole = self.setting.whole(name)
            if not self.setting.office_of(whole).noun and self.places.relation(name.begin, name.end) in SUBJECTS:
                return whole
        return ""

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
            if kind == "document" and (told := self._document(written, word, at)):
                return told
            also = {folded(w) for w in plain.split()[:-1] if w.islower() and len(w) > 3} - {
                "the",
                "this",
                "that",
                "their",
            }
            known = self.setting.body(word, at, also) if kind in _BODIES else ""
            if known and folded(known) != word:
                return known
            if called := self._called(at, len(written), kind):
                return called
            if kind in ("armed_group", "organisation", "media") and (last := self._last_of(kind, at)):
                return last
        if plain.lower() == "others" and kind == "people" and (of := self._last_people(at)):
            return f"other {of}"
        if plain.islower() and re.match(r"the\s", written, re.I) and (fuller := self._said_before(plain, kind, at)):
            return fuller
        if plain.lower() in _OF_A_STATE and (state := self.setting.plain_state()):
            return f"{self.setting.adjective(state)} {plain.lower()}"
        if kind in ("organisation", "armed_group", "media", "document"):
            plain = self._undescribed(plain, kind, written)
        plain = self.setting.in_full(plain) or self._spelt_out(plain)
        in_full = words().in_full.get(plain) or self._longest(plain, kind)
        return in_full or plain

    def _document(self, written: str, noun: str, at: int) -> str:
        """Return which document "the assessment" is, spoken of before; whose "the statement" is."""
        if not re.match(r"(?:the|this|that|its|his|her|their)\s", written, re.I):
            return ""
        before = [j for j in reversed(self.told) if self._at(j) < at and self.found[j]]
        documents = [self.found[j] for j in before if self.statements[j].kind == "document"]
        for name in documents:
            if noun in name.lower().split() and len(name.split()) > 1:
                return name
        if noun == "statement":
            return next((self.found[j] for j in before if self.statements[j].kind in _WRITERS), "")
        return next((name for name in documents if any(map(str.isupper, name))), "") if noun in _REPORTS else ""

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

    def _last_people(self, at: int) -> str:
        """Return the noun of the people who spoke last: "critics" of "some critics", of whom "others" are others."""
        for j in reversed(self.told):
            if self.statements[j].kind == "people" and self._at(j) < at and ";" not in self.found[j]:
                some = self.found[j].split()
                while len(some) > 1 and some[0].lower() in _VAGUE | {"of", "the"}:
                    some = some[1:]
                return " ".join(some) if some and some[-1].lower() not in _VAGUE else ""
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
        if len(plain.split()) > 1:
            found += [
                b.name for b in self.setting.bodies if b.name.endswith(" " + plain) and state_of(b.name.split()[0])
            ]
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
            _is_capital(some[run - 1]) or (some[run - 1] in ("of", "for", "the", "and", "&") and run < len(some))
        ):
            run -= 1
        while run < len(some) and some[run] in ("of", "for", "the", "and", "&"):
            run += 1
        if any(word in _PREPOSITIONS for word in some[:run]):
            return " ".join(some)  # "Joint Administration in north and east Norland", "Working Group on Tides"
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


def _is_capital(word: str) -> bool:
    """Tell whether a word is written as a name is: "Orlo", "al-Tamir"."""
    return word[:1].isupper() or (word.partition("-")[0] in words().particles and word.partition("-")[2][:1].isupper())
