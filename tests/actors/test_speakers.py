from __future__ import annotations

import pytest

from accordingto.actors.speakers import speakers
from accordingto.data import Mention, Span, Statement
from accordingto.segment import segment


def named(text, *sources, kinds=(), parents=()):
    """Return the speakers of statements whose sources are these words, each looked for behind the one before it."""
    statements, at = [], 0
    for i, words in enumerate(sources):
        at = (text.rindex(words) if len(sources) == 1 else text.index(words, at)) if words else at
        spans = (Span(at, at + len(words)),) if words else ()
        kind = kinds[i] if i < len(kinds) else "person"
        parent = parents[i] if i < len(parents) else None
        cue = (Span(at + len(words), at + len(words) + 1),)
        statements.append(Statement(source=spans, cue=cue, kind=kind, parent=parent))
        at += len(words)
    return speakers(text, segment(text), statements)


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        ("Defence Minister Ilka Brasny said no.", "Defence Minister Ilka Brasny", "person", "Ilka Brasny"),
        ("Gen. Oren Tarsk said no.", "Gen. Oren Tarsk", "person", "Oren Tarsk"),
        ("Ilka Brasny, the defence minister, said no.", "Ilka Brasny, the defence minister,", "person", "Ilka Brasny"),
        ("Ilka Brasny of the Veskar League said no.", "Ilka Brasny of the Veskar League", "person", "Ilka Brasny"),
        (
            "The Veskaran Foreign Ministry said no.",
            "The Veskaran Foreign Ministry",
            "state",
            "Veskaran Foreign Ministry",
        ),
        ("A diplomat who asked not to be named said no.", "A diplomat who asked not to be named", "people", "diplomat"),
        ("The U.S. said no.", "The U.S.", "state", "United States"),
        ("Orlo and the United States said no.", "Orlo and the United States", "state", "Orlo; United States"),
        ("The League for Relief (LR) came. LR said no.", "LR", "organisation", "League for Relief"),
        (
            "Veskaran Ministry of War spokeswoman Ilka Brasny said no.",
            "Veskaran Ministry of War spokeswoman Ilka Brasny",
            "person",
            "Ilka Brasny",
        ),
        (
            "A spokeswoman for Orlo, Ilka Brasny, said no.",
            "A spokeswoman for Orlo, Ilka Brasny,",
            "people",
            "Ilka Brasny",
        ),
        (
            "The head of the group Homeland, Ilka Brasny, said no.",
            "The head of the group Homeland, Ilka Brasny,",
            "person",
            "Ilka Brasny",
        ),
        (
            "President Ilka Brasny’s spokesman said no.",
            "President Ilka Brasny’s spokesman",
            "person",
            "President Ilka Brasny’s spokesman",
        ),
        (
            "Oren Tarsk, Per Lund, and Ilka Brasny said no.",
            "Oren Tarsk, Per Lund, and Ilka Brasny",
            "people",
            "Oren Tarsk; Per Lund; Ilka Brasny",
        ),
        ("The Orl-led coalition said no.", "The Orl-led coalition", "organisation", "Orl-led coalition"),
        ("The Orl-based group Tern said no.", "The Orl-based group Tern", "organisation", "Tern"),
        ("The Quillist health minister said no.", "The Quillist health minister", "person", "Quillist health minister"),
        (
            "The rebels’ al-Tern television said no.",
            "The rebels’ al-Tern television",
            "media",
            "rebels’ al-Tern television",
        ),
        ("Veskar Watch spoke. Rights groups said no.", "Rights groups", "organisation", "Rights groups"),
        ("Rain fell.", "", "none", ""),
    ],
)
def test_a_source_as_written(text, source, kind, expected):
    assert named(text, source, kinds=[kind]) == [expected]


def test_a_surname_stands_for_the_full_name():
    text = "Ilka Brasny denied it. Rain fell. Brasny said no."
    assert named(text, "Ilka Brasny", "Brasny") == ["Ilka Brasny", "Ilka Brasny"]


def test_a_pronoun_stands_for_who_spoke_last():
    text = "Ilka Brasny denied it. The ministry agreed. “No,” she said. It gave no date."
    kinds = ["person", "state", "person", "state"]
    assert named(text, "Ilka Brasny", "The ministry", "she", "It", kinds=kinds) == [
        "Ilka Brasny", "ministry", "Ilka Brasny", "ministry",
    ]  # fmt: skip


def test_i_is_who_speaks():
    text = "“I fear the worst,” Oren Tarsk said."
    assert named(text, "I", "Oren Tarsk", parents=[1, None]) == ["Oren Tarsk", "Oren Tarsk"]


def test_a_role_is_who_was_called_by_it():
    text = "Weekly columnist Dara Venn wrote so. Troops left. The columnist added more."
    assert named(text, "Weekly columnist Dara Venn", "The columnist") == ["Dara Venn", "Dara Venn"]


def test_a_pronoun_with_nobody_before_it_stays_as_written():
    assert named("They said no.", "They", kinds=["people"]) == ["They"]


def test_an_expert_is_the_analyst_named_before_not_the_expert_named_after():
    text = "Aid analyst Dara Venn warned. The expert added more. Ilka Brasny, a trade expert in Callow, agreed."
    found = named(text, "Aid analyst Dara Venn", "The expert", kinds=["person", "people"])
    assert found == ["Dara Venn", "Dara Venn"]


def test_a_capital_that_speaks_is_its_state_and_a_list_is_several():
    text = "Nairobi said no. The Relief League and the Kenyan army agreed."
    kinds = ["state", "organisation"]
    found = named(text, "Nairobi", "The Relief League and the Kenyan army", kinds=kinds)
    assert found == ["Kenya", "Relief League; Kenyan army"]


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        ("The French and Chinese governments agreed.", "The French and Chinese governments", "state", "France; China"),
        ("French and Chinese envoys agreed.", "French and Chinese envoys", "people", "French envoys; Chinese envoys"),
        ("The harbour guards and pilots left.", "The harbour guards and pilots", "people", "harbour guards and pilots"),
        ("CTVK, an outlet in Callow, wrote so.", "CTVK, an outlet in Callow,", "media", "CTVK"),
        ("The Orlo Mirror magazine wrote so.", "The Orlo Mirror magazine", "media", "Orlo Mirror"),
        ("The Office for Dune Safety warned. Two ODS officials left.", "ODS officials", "people",
         "Office for Dune Safety officials"),
        ("a poll issued by the Dune Institute", "a poll issued by the Dune Institute", "document", "Dune Institute"),
        ("a Dune Institute statement", "a Dune Institute statement", "document", "Dune Institute"),
    ],
)  # fmt: skip
def test_lists_descriptions_and_abbreviations(text, source, kind, expected):
    assert named(text, source, kinds=[kind]) == [expected]


def test_a_surname_may_be_spelt_with_a_letter_wrong_or_without_its_article():
    text = "Oren Petersen denied it. Ruhan al-Tamiri agreed. Peterson left. Tamiri said no."
    assert named(text, "Oren Petersen", "al-Tamiri", "Peterson", "Tamiri")[2:] == ["Oren Petersen", "Ruhan al-Tamiri"]


def test_he_is_no_woman():
    text = "Marcus Venn denied it, and Michelle Brasny agreed. He said no."
    assert named(text, "Marcus Venn", "Michelle Brasny", "He")[2] == "Marcus Venn"
    text = text.replace("He said", "She said")
    assert named(text, "Marcus Venn", "Michelle Brasny", "She")[2] == "Michelle Brasny"


def test_her_supplier_is_the_supplier_of_who_spoke():
    text = "Michelle Brasny denied it. Her supplier agreed."
    assert named(text, "Michelle Brasny", "Her supplier", kinds=["person", "people"])[1] == "Michelle Brasny’s supplier"


def test_both_countries_are_the_two_that_spoke_last():
    text = "France and China agreed. Both countries said no."
    assert named(text, "France and China", "Both countries", kinds=["state", "state"])[1] == "France; China"


def test_chains_of_the_model_tell_whom_they_and_the_group_stand_for():
    text = "The Dune Front and the Sand League fought. Two pilots left. The group said no, they said."

    def mention(words, form, kind, chain):
        at = text.index(words)
        head = Span(at, at + len(words)) if form == "name" else Span(at + words.rindex(" ") + 1, at + len(words))
        return Mention(span=Span(at, at + len(words)), head=head, type=kind, form=form, chain=chain)

    mentions = [
        mention("Dune Front", "name", "ORG", 0), mention("Sand League", "name", "ORG", 1),
        mention("Two pilots", "nominal", "PER", 2), mention("The group", "nominal", "ORG", 0),
    ]  # fmt: skip
    they = text.index("they")
    mentions.append(Mention(span=Span(they, they + 4), head=Span(they, they + 4), type="PER", form="pronoun", chain=2))
    statements = [
        Statement(source=(Span(b, b + len(words)),), kind=kind)
        for words, kind in (("The group", "armed_group"), ("they", "people"))
        for b in [text.index(words)]
    ]
    assert speakers(text, segment(text), statements, mentions) == ["Dune Front", "Two pilots"]


def test_a_name_in_small_letters_leads_nowhere_and_ends():
    text = "One agency of Orl came. “No,” agency said."
    first, second = text.index("agency"), text.rindex("agency")
    mentions = [
        Mention(span=Span(b, e), head=Span(e - 6, e), type="ORG", form=form, chain=0)
        for b, e, form in ((first, first + 6, "name"), (second, second + 6, "nominal"))
    ]
    statement = Statement(source=(Span(second, second + 6),), kind="organisation")
    assert speakers(text, segment(text), [statement], mentions) == ["agency"]


def test_who_speaks_in_what_he_is_reported_to_say_is_the_speaker_but_not_in_what_he_is_quoted_saying():
    text = "Oren Tarsk met Ilan Brasny. Brasny said he feared a flood. Brasny said: “He wants more.”"
    sources = [text.index("Brasny said"), text.index("he feared"), text.rindex("Brasny"), text.index("He wants")]
    spans = [Span(b, b + n) for b, n in zip(sources, (6, 2, 6, 2), strict=True)]
    told, quoted = Span(text.index("he feared"), text.index(". Brasny said:")), Span(text.index("“"), len(text))
    statements = [
        Statement(source=(spans[0],), content=(told,), kind="person"),
        Statement(source=(spans[1],), content=(Span(told.begin + 10, told.end),), kind="person", parent=0),
        Statement(source=(spans[2],), content=(quoted,), quote="direct", kind="person"),
        Statement(source=(spans[3],), content=(Span(spans[3].end + 6, quoted.end),), kind="person", parent=2),
    ]
    found = speakers(text, segment(text), statements)
    assert found == ["Ilan Brasny", "Ilan Brasny", "Ilan Brasny", "Oren Tarsk"]


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        (
            "The Free Administration in north and east Veskar said no.",
            "The Free Administration in north and east Veskar",
            "organisation",
            "Free Administration in north and east Veskar",
        ),
        ("The armed group al-Tamir said no.", "The armed group al-Tamir", "armed_group", "al-Tamir"),
        (
            "The government of Kenyan President Ada Quill said no.",
            "The government of Kenyan President Ada Quill",
            "state",
            "Kenya",
        ),
        (
            "Neither the Brine Union nor its parent body, the Salt League, said no.",
            "Neither the Brine Union nor its parent body, the Salt League",
            "organisation",
            "Brine Union; Salt League",
        ),
        (
            "The Economic Union of West Isles, or EUOWI, met. EUOWI said no.",
            "EUOWI",
            "organisation",
            "Economic Union of West Isles",
        ),
    ],
)
def test_bodies_keep_their_whole_names(text, source, kind, expected):
    assert named(text, source, kinds=[kind]) == [expected]


def test_the_statement_is_of_whoever_issued_it_and_the_assessment_the_one_before():
    text = "Ilka Brasny issued a paper. The statement said no. An assessment from Veskar came. The assessment said so."
    found = named(text, "Ilka Brasny", "The statement", "An assessment from Veskar", "The assessment",
                  kinds=["person", "document", "document", "document"])  # fmt: skip
    assert found[1] == "Ilka Brasny" and found[3] == found[2]


def test_others_are_others_of_those_who_spoke():
    text = "Some critics say it is late. Others say it is early."
    assert named(text, "Some critics", "Others", kinds=["people", "people"]) == ["Some critics", "other critics"]


def test_a_relative_pronoun_beside_its_noun_is_nobody_else():
    text = "It cited sources in the ministry who said no."
    pieces = tuple(Span(text.index(w), text.index(w) + len(w)) for w in ("sources in the ministry", "who"))
    statement = Statement(source=pieces, cue=(Span(41, 42),), kind="people")
    assert speakers(text, segment(text), [statement]) == ["sources in the ministry"]


@pytest.mark.parametrize(
    ("text", "sources", "kinds", "expected"),
    [
        (
            "The Orl Observatory for Tides said no. The Observatory said so.",
            ["The Orl Observatory for Tides", "The Observatory"],
            ["organisation"] * 2,
            ["Orl Observatory for Tides"] * 2,
        ),
        (
            "The Observatory said so. The Orl Observatory for Tides said no.",
            ["The Observatory", "The Orl Observatory for Tides"],
            ["organisation"] * 2,
            ["Orl Observatory for Tides"] * 2,
        ),
        (
            "Nine ships sank, a monitor said. The Orl Observatory for Tides counted them.",
            ["a monitor", "The Orl Observatory for Tides"],
            ["organisation"] * 2,
            ["Orl Observatory for Tides"] * 2,
        ),
        (
            "Nine ships sank, an opposition monitoring group said. The Orl Observatory for Tides counted ten.",
            ["an opposition monitoring group", "The Orl Observatory for Tides"],
            ["organisation"] * 2,
            ["opposition monitoring group", "Orl Observatory for Tides"],
        ),
        (
            "The Orl Observatory for Tides a Callow-based monitor said no. The monitor said so.",
            ["The Orl Observatory for Tides a Callow-based monitor", "The monitor"],
            ["organisation"] * 2,
            ["Orl Observatory for Tides"] * 2,
        ),
        (
            "Oren Tarsk told Gull Weekly of the flood. The weary man said no.",
            ["Oren Tarsk", "The weary man"],
            ["person", "people"],
            ["Oren Tarsk"] * 2,
        ),
        (
            "Ilka Brasny told Gull Weekly of the flood. The weary man said no.",
            ["Ilka Brasny", "The weary man"],
            ["person", "people"],
            ["Ilka Brasny", "weary man"],
        ),
        (
            "Oren Abu Tarsk came. Abu Tarsk said no.",
            ["Oren Abu Tarsk", "Abu Tarsk"],
            ["person"] * 2,
            ["Oren Abu Tarsk"] * 2,
        ),
    ],
)
def test_what_a_report_names_in_full_elsewhere(text, sources, kinds, expected):
    if "Ilka" in text:
        text = text.replace("Ilka Brasny", "Mrs. Ilka Brasny")
    assert named(text, *sources, kinds=kinds) == expected


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        ("Pilots said no.", "Pilots", "people", "pilots"),
        ("Quill said no. The Quill came.", "Quill", "people", "Quill"),
        ("Western powers said no. The Western powers left western Orl.", "Western powers", "state", "Western powers"),
        ("Foes of President Oren Tarsk said no.", "Foes of President Oren Tarsk", "person", "foes of Oren Tarsk"),
        ("One media activist said no.", "One media activist", "people", "media activist"),
        ("One of the pilots said no.", "One of the pilots", "people", "One of the pilots"),
        ("Other pilots said no.", "Other pilots", "people", "pilots"),
        ("A VANA correspondent in Orl said no.", "A VANA correspondent in Orl", "people", "VANA correspondent"),
        ("The White Oars rescue group said no.", "The White Oars rescue group", "organisation", "White Oars"),
        ("The Kenyan aid group said no.", "The Kenyan aid group", "organisation", "Kenyan aid group"),
        ("Kenyan state TV said no.", "Kenyan state TV", "media", "Kenyan state TV"),
        ("Kenyan envoys left. State media said no.", "State media", "media", "Kenyan state media"),
        ("A monitor and activists said no.", "A monitor and activists", "organisation", "monitor; activists"),
        ("A friend and fellow pilot said no.", "A friend and fellow pilot", "people", "friend and fellow pilot"),
        (
            "The Orl League and the Tarn Observatory for Human Tides said no.",
            "The Orl League and the Tarn Observatory for Human Tides",
            "organisation",
            "Orl League; Tarn Observatory for Human Tides",
        ),
        ("Lieutenant-General Oren Tarsk said no.", "Lieutenant-General Oren Tarsk", "person", "Oren Tarsk"),
        ("Oren Tarsk RLs chief envoy said no.", "Oren Tarsk RLs chief envoy", "person", "Oren Tarsk"),
        ("The presence of that crew said no.", "The presence of that crew", "organisation", "presence of that crew"),
        ("The Dune group in a statement said no.", "The Dune group in a statement", "armed_group", "Dune"),
    ],
)  # fmt: skip
def test_sources_that_lost_marks_or_carry_more_than_a_name(text, source, kind, expected):
    at = text.index(source)
    statement = Statement(source=(Span(at, at + len(source)),), cue=(Span(at + len(source), len(text)),), kind=kind)
    assert speakers(text, segment(text), [statement]) == [expected]


def test_a_person_behind_a_body_whose_comma_is_lost():
    text = "The head of the Orl League for Human Rights Oren Abu Tarsk said no."
    source = text[: text.index(" said")]
    b = text.index("Oren")
    person = Mention(span=Span(b, len(source)), head=Span(b, len(source)), type="PER", form="name", chain=0)
    statement = Statement(source=(Span(0, len(source)),), cue=(Span(len(source) + 1, len(source) + 5),), kind="person")
    assert speakers(text, segment(text), [statement], [person]) == ["Oren Abu Tarsk"]


def test_who_names_the_evidence_says_what_it_shows():
    text = "Ilka Brasny said the evidence suggests a leak. The report says so."
    outer = Statement(source=(Span(0, 11),), cue=(Span(12, 16),), content=(Span(17, 46),), kind="person")
    inner = Statement(source=(Span(17, 29),), cue=(Span(30, 38),), content=(Span(39, 45),), kind="document", parent=0)
    assert speakers(text, segment(text), [outer, inner]) == ["Ilka Brasny", "Ilka Brasny"]
    # The one around it may stand behind.
    text = "Evidence suggests a leak, Ilka Brasny said."
    inner = Statement(source=(Span(0, 8),), cue=(Span(9, 17),), content=(Span(18, 24),), kind="document", parent=1)
    outer = Statement(source=(Span(26, 37),), cue=(Span(38, 42),), content=(Span(0, 24),), kind="person")
    assert speakers(text, segment(text), [inner, outer]) == ["Ilka Brasny", "Ilka Brasny"]


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        (
            "The Norlandish defence ministry was asked. The ministry said no.",
            "The ministry",
            "state",
            "Norlandish defence ministry",
        ),
        ("The defence ministry was asked. The ministry said no.", "The ministry", "state", "ministry"),
    ],
)
def test_a_body_in_small_letters_and_whose_statement_it_is(text, source, kind, expected):
    assert named(text, source, kinds=[kind]) == [expected]


def test_the_statement_of_the_ministry_is_not_of_who_spoke_last():
    text = "The Norlandish War Ministry was asked. Ilka Brasny said no. The ministry’s statement said no."
    found = named(text, "Ilka Brasny", "The ministry’s statement", kinds=["person", "document"])
    assert found == ["Ilka Brasny", "Norlandish War Ministry"]


def test_a_clause_on_the_source_is_no_second_speaker():
    text = "The War Ministry, which is new, said no."
    spans = [Span(0, 16), Span(18, 30)]
    statement = Statement(source=tuple(spans), cue=(Span(32, 36),), kind="state")
    assert speakers(text, segment(text), [statement]) == ["War Ministry"]


def test_nobody_is_no_name():
    assert named("A clerk came. “Nobody has seen it,” he said.", "he") == ["he"]


@pytest.mark.parametrize(
    ("text", "source", "kind", "expected"),
    [
        ("All C7 ministers said no.", "All C7 ministers", "people", "C7 ministers"),
        ("All three isles said no.", "all three isles", "people", "All three isles"),
        (
            "The government’s National Tide Plan said no.",
            "The government’s National Tide Plan",
            "document",
            "National Tide Plan",
        ),
        (
            "A statement posted by the government’s National Tide Agency said no.",
            "A statement posted by the government’s National Tide Agency",
            "document",
            "National Tide Agency",
        ),
        (
            "The Orlic-led Council of Tarn said no.",
            "The Orlic-led Council of Tarn",
            "organisation",
            "Orlic-led Council of Tarn",
        ),
        ("Ask Kenya and it says no. Ask Kenya", "Ask Kenya", "state", "Kenya"),
        ("Local media reports said no.", "Local media reports", "media", "Local media"),
        ("Weather reports said no.", "Weather reports", "media", "Weather reports"),
        ("The Notice of Tides came. The NOT said no.", "The NOT", "document", "Notice of Tides"),
        ("Congress said no.", "Congress", "state", "U.S. Congress"),
        ("The Orlish Congress met. Congress said no.", "Congress", "state", "Orlish Congress"),
        ("The Kremlin said no.", "The Kremlin", "person", "Russia"),
        ("Kenya officials said no.", "Kenya officials", "people", "Kenyan officials"),
        ("Ada Quill came. Quill’s lawyers said no.", "Quill’s lawyers", "people", "Ada Quill’s lawyers"),
        ("Ada Quill came. Lawyers for Quill said no.", "Lawyers for Quill", "people", "Lawyers for Ada Quill"),
        ("The Quill Fund met Ada Quill. The Quill fund said no.", "The Quill fund", "people", "Quill fund"),
        (
            "Ada Quill came. Quill’s official Gull account said no.",
            "Quill’s official Gull account",
            "person",
            "Ada Quill",
        ),
        (
            "The son of the poet Ada Quill said no.",
            "The son of the poet Ada Quill",
            "person",
            "son of the poet Ada Quill",
        ),
        (
            "Ada Quill and Oren Tarsk came. Quill and Tarsk, both from Orl, said no.",
            "Quill and Tarsk, both from Orl",
            "person",
            "Ada Quill; Oren Tarsk",
        ),
        (
            "Nine harbour safety and pilot groups said no.",
            "Nine harbour safety and pilot groups",
            "people",
            "Nine harbour safety and pilot groups",
        ),
    ],
)
def test_sources_that_are_more_or_less_than_their_words(text, source, kind, expected):
    if source not in text:
        source = source[:1].upper() + source[1:]
    assert named(text, source, kinds=[kind]) == [expected]


def test_rights_groups_are_no_foundation_that_has_rights_in_its_name():
    text = "Rights groups spoke. The Orl Rights Foundation, a rights group, came. The rights groups said no."
    sources, kinds = ["Rights groups", "The rights groups"], ["organisation"] * 2
    assert named(text, *sources, kinds=kinds)[1].lower() == "rights groups"


def test_the_military_spokesman_is_no_spokesman_of_the_foreign_ministry():
    text = "General Oren Tarsk came. Foreign Ministry spokesman Per Lund said so. The military spokesman said no."
    sources = ["Foreign Ministry spokesman Per Lund", "The military spokesman"]
    assert named(text, *sources, kinds=["person"] * 2) == ["Per Lund", "Oren Tarsk"]


def owned(text: str, source: str, kind: str, *bodies: tuple[str, str, str]) -> str:
    """Return the speaker of a source in a text whose bodies are mentioned so: words, type, form."""
    mentions = []
    for words, type_, form in bodies:
        b = text.index(words)
        head = Span(b + words.rindex(" ") + 1 if " " in words and form == "nominal" else b, b + len(words))
        mentions.append(Mention(span=Span(b, b + len(words)), head=head, type=type_, form=form, chain=len(mentions)))
    at = text.index(source)
    said = Statement(source=(Span(at, at + len(source)),), cue=(Span(at + len(source), len(text)),), kind=kind)
    return speakers(text, segment(text), [said], mentions)[0]


def test_no_radio_station_has_a_ministry():
    text = "Norland sent a note. A harbour radio station read it out. Its defence ministry rejected the reports."
    bodies = (("Norland", "LOC", "name"), ("A harbour radio station", "ORG", "nominal"))
    assert owned(text, "Its defence ministry", "state", *bodies) == "Norland’s defence ministry"


def test_whose_spokesman_speaks_may_be_a_body():
    text = "The Salt League met a retired captain. Their spokesman said no."
    bodies = (("The Salt League", "ORG", "name"), ("a retired captain", "PER", "nominal"))
    assert owned(text, "Their spokesman", "people", *bodies) == "Salt League’s spokesman"


def test_what_many_own_is_theirs():
    text = "Several rights groups wrote to Orlo. Their lawyers said no."
    assert owned(text, "Their lawyers", "people", ("Several rights groups", "ORG", "nominal")).endswith(
        "groups’ lawyers"
    )
