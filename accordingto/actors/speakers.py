"""Who a statement's source is, in the fullest form that its report gives: names, pronouns, "the columnist".

In come a report's sentences and statements, out comes a name a statement, by rules over the report's names and roles
(`setting`): one module each for `persons`, `bodies`, `governments`, `lists` and `pronouns`. A capital or a people that
speaks is its state. Where nothing is found the source stands as written, without article and clause. Actors across
reports are not joined here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accordingto.actors.antecedents import Candidate, best, weights
from accordingto.actors.bodies import BODIES, Bodies
from accordingto.actors.governments import governing, state_speaking
from accordingto.actors.heard import Heard
from accordingto.actors.lists import Lists
from accordingto.actors.marks import description, restored, unglued, widened
from accordingto.actors.mentioned import Mentioned
from accordingto.actors.names import ARTICLE
from accordingto.actors.persons import Persons
from accordingto.actors.pronouns import MANY, PERSON, SELF, THING, Pronouns
from accordingto.actors.relayed import kind_quoted, quoted_source
from accordingto.actors.roles import roles
from accordingto.actors.setting import Setting, without_article
from accordingto.actors.wording import plain_words
from accordingto.data import Mention, Sentence, Span, Statement, Syntax
from accordingto.states import state_of, state_seated

_GLOSS = re.compile(r"(?:he|she|it|they)\s*[(\[]([^)\]]+)[)\]]", re.I)
_OWNED = re.compile(r"(his|her|their|its)\s+(?=\w)", re.I)
GROUNDS = re.compile(
    r"\b(?:evidence|indications?|signs?|facts?|presence|absence|proof|clues?|traces?|symptoms?)\b", re.I
)
"""What cannot speak by itself: who names it says what it shows."""
_WHO = {"who", "which", "that", "whom"}
"""A piece of a source that only takes up another one."""
_ACCOUNT = re.compile(
    r"(?P<who>[A-Z].*?)[’']s?\s+(?:(?:official|verified|own)\s+)?"
    r"(?:(?:[A-Z]\w*\s+)?(?:account|page|feed)|(?:Telegram|YouTube|WhatsApp)\s+channel)\Z"
)
"""Where somebody writes under their own name: "Quill's official Gull account"."""
_TITLE = re.compile(r"(?:(?:of|for|and|the)\s+)*[A-Z]")
"""Behind the first word of a name."""
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
        self.setting, self.text = setting, setting.text
        self.heard = Heard(setting, mentioned, statements, syntax)
        self.bodies = Bodies(self.heard)
        self.persons = Persons(self.heard)
        self.lists = Lists(self.heard, self.bodies)
        self.pronouns = Pronouns(self.heard, self.bodies, self._chosen)

    def all(self) -> list[str]:
        """Return the speaker of each statement, in their order."""
        order = sorted(range(len(self.heard.statements)), key=self.heard.at)
        for i in order:
            self.heard.found[i] = self._one(i)
            self.heard.told.append(i)
        for i in order:  # a parent may stand behind its child: "…", I think, he said
            if self.heard.pronoun(i) in SELF or self._grounds(i):
                self.heard.found[i] = self._one(i) or self._written(i)
        return self.heard.found

    def _written(self, i: int) -> str:
        return " ".join(self.text[b:e] for b, e in self.heard.statements[i].source)

    def _one(self, i: int) -> str:
        s = self.heard.statements[i]
        if quoted := quoted_source(self.heard, i):
            return self._piece(i, quoted, kind_quoted(self.text[slice(*quoted)]))
        if not s.source:
            return ""
        written = self._written(i)
        pronoun = self.heard.pronoun(i)
        if bracket := _GLOSS.fullmatch(written):
            inside = self.setting.inside(s.source[0].begin, s.source[0].end)
            return self.setting.whole(inside[-1]) if inside else bracket[1]
        if pronoun in SELF:
            return self.pronouns.outer(i, pronoun)
        if pronoun in PERSON | THING | MANY | {"which"}:
            return self.pronouns.antecedent(i, pronoun) or written
        if len(s.source) > 1:
            own = [piece for piece in s.source if self.text[slice(*piece)].lower().split()[0] not in _WHO]
            each = [self._piece(i, piece) for piece in own]
            return "; ".join(dict.fromkeys(name for name in each if name))
        return self._piece(i, s.source[0])

    def _piece(self, i: int, source: Span, kind: str = "") -> str:
        """Return who one piece of a source is."""
        s = self.heard.statements[i]
        kind = kind or s.kind
        source = widened(self.setting, unglued(self.text, source), s.cue)
        source = Span(source.begin, description(self.setting, source, kind))
        if account := _ACCOUNT.fullmatch(self.text, *source):
            source = Span(*account.span("who"))
        written = restored(self.setting, self.text[source.begin : source.end])
        if kind == "person" and (group := self.persons.group(source)):
            return group
        if apposed := self.persons.apposed(source, kind):
            return apposed
        if len(several := self.lists.several(source, kind)) > 1:
            return "; ".join(several)
        # "The Kremlin" is no person, whatever the model took it for.
        governs = (kind == "state" and governing(written)) or (
            ARTICLE.match(written) and state_seated(without_article(written))
        )
        if (
            not governs
            and (kind == "person" or s.naming == "named" or len(written.split()) == 1)
            and (name := self.persons.named(source, kind))
        ):
            return name
        if state := state_speaking(self.setting, written, kind):
            return state
        if row := self.lists.row(i, written):
            return row
        if kind in ("people", "person") and (holder := self.persons.holder(source, kind)):
            return holder
        if (owned := _OWNED.match(written)) and (owner := self.pronouns.antecedent(i, owned[1].lower())):
            return self._owned(owner, plain_words(written[owned.end() :]), kind)
        if kind == "people" and (person := self.persons.man(source)):
            return person
        if self._grounds(i) and (outer := self.heard.found[s.parent or 0]) and not GROUNDS.search(outer):
            return outer  # who says what the evidence shows
        return self._uncapitalised(self.bodies.called(written, kind, source.begin), source)

    def _grounds(self, i: int) -> bool:
        """Tell whether a source is what somebody around it speaks of, as evidence is."""
        s = self.heard.statements[i]
        return s.kind == "document" and s.parent is not None and bool(GROUNDS.search(plain_words(self._written(i))))

    def _uncapitalised(self, name: str, source: Span) -> str:
        """Return "opponents of Quill" for "Opponents of Quill" where the capital is that of the sentence."""
        first, _, rest = name.partition(" ")
        begins = self.setting.begins[self.setting.sentence(source.begin)]
        if (
            not first.istitle()
            or self.text[begins : source.begin].strip()
            or not self.text.startswith(first, source.begin)
        ):
            return name
        lower = first.lower()
        if state_of(first) or _TITLE.match(rest) or re.search(rf"(?<=[a-z,] ){re.escape(first)}\b", self.text):
            return name
        common = lower.removesuffix("s") in roles().sorts or re.search(rf"\b{re.escape(lower)}\b", self.text)
        return f"{lower} {rest}".strip() if common else name

    def _owned(self, owner: str, plain: str, kind: str) -> str:
        """Return who "his department" or "her lawyers" are, given the owner."""
        held = self.setting.office_of(owner)
        if plain == "administration" and (known := self.setting.body(plain, len(self.text))):
            return known
        if kind in BODIES and held.body and plain.lower() in _OWN_BODIES:
            return held.body
        if kind == "state":
            owner = held.state or owner
        several = owner.islower() and " " in owner and owner.endswith("s")
        return f"{owner}’{'' if several else 's'} {plain}"

    def _chosen(self, i: int, candidates: Sequence[Candidate], rows: Sequence[dict[str, float]]) -> int:
        """Return the number of the candidate that is taken; fitting the weights asks for the right one instead."""
        return best(rows, weights()["person" if self.heard.pronoun(i) in PERSON else "other"])
