"""What in a text is not the report: invented pages with furniture of many kinds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from accordingto.cuts import find_cuts
from accordingto.data import Cut
from accordingto.lines import lines_of
from accordingto.teasers import teasers_from

TITLE = "Karvia moves two brigades to the river Oste"
PARAGRAPHS = (
    "Karvia has moved two brigades to the river Oste, three officials in the capital said on Tuesday, "
    "giving no reason "
    "for a step that its neighbour Belmora called a provocation.",
    "“We were told nothing,” said Mila Orran, the mayor of the border town of Teln, who had called the ministry twice.",
    "The Karvian ministry of defence said that it knew of no such order. An exercise near the border was routine, and "
    "would end within the week, its spokesman Jon Vell told reporters.",
    "Belmora’s foreign minister, Ada Brenn, said that her government would ask for a meeting of the Oste commission.",
    "Talks over the dam at Teln broke down in May. Neither side has said when they will go on.",
)
REPORT = "\n\n".join(PARAGRAPHS)


def cut_of(text: str, title: str = TITLE) -> list[tuple[str, str]]:
    """Return the pieces cut, with their reasons."""
    return [(text[cut.begin : cut.end], cut.reason) for cut in find_cuts(text, title=title)]


def kept(text: str, title: str = TITLE) -> str:
    """Return what is left."""
    for piece, _ in cut_of(text, title):
        text = text.replace(piece, "", 1)
    return text.strip()


CREDITS = [
    "© Oste Press/ Ida Marn",
    "[Image Credit: Oste Pictures]",
    "Photo: Ida Marn",
    "Photograph by Ida Marn",
    "(Photo by Ida Marn/Oste Press)",
    "Ida Marn/Reuters",
    "AP Photo/Ida Marn",
    "Image courtesy of the Teln museum",
    "© Oste Press/ I. Marn",
    "Photo Source: Ida Marn from Oste Pictures.",
]
LINKS = [
    "Read the full statement here.",
    "Read more: Belmora recalls its envoy",
    "RELATED: What the Oste commission can do",
    "See also: The dam at Teln, explained",
    "Click here to read the letter in full.",
    "Continue reading »",
    "The full interview can be found here",
    "► Belmora recalls its envoy",
    "Download the letter (PDF, 120 kB)",
    "(Reporting by Ida Marn; editing by Jon Vell)",
    "(Updates with reaction from Belmora)",
]
BOXES = [
    "Sign up for our daily newsletter and never miss a story.",
    "Get the best of the Herald delivered to your inbox every morning.",
    "Follow us on Twitter and Facebook.",
    "Share on Facebook",
    "Facebook Twitter WhatsApp Email",
    "Advertisement",
    "Story continues below",
    "We use cookies to make this site better.",
    "12 comments",
    "Do you want to know what the council does? Sign up here",
    "Never miss a vote – subscribe now.",
    "Submit your letter to the editor via this form. Read more letters.",
]


@pytest.mark.parametrize("line", [*CREDITS, *LINKS, *BOXES])
@pytest.mark.parametrize("place", [1, 3, 5])
def test_line_between_paragraphs(line: str, place: int) -> None:
    text = "\n\n".join([*PARAGRAPHS[:place], line, *PARAGRAPHS[place:]])
    assert [piece for piece, _ in cut_of(text)] == [line]


REASONS = [(CREDITS[0], "photo credit"), (LINKS[0], "link to another page"), (BOXES[0], "newsletter or sharing box")]


@pytest.mark.parametrize(("line", "reason"), REASONS)
def test_reason(line: str, reason: str) -> None:
    assert cut_of(f"{REPORT}\n{line}") == [(line, reason)]


KEPT = [
    "“If you are afraid, sign up here,” read a poster at the ford.",
    "Residents were told that they could subscribe now, or wait until the dam was finished.",
    "Send your letters to the river, the mayor told the crowd, and some of them did.",
    "Ada Brenn is the only minister who wrote a book about the dam.",
    "Photo evidence of the brigades was shown to the commission on Friday, two of its members said.",
    "More: that is what the mayor asked for.",
    "“Read the full statement,” he told reporters, pointing at the letter.",
    "By Jon Vell",
    "The dam",
    "Karvia ‘Will Never Leave the Oste’",
    "Karvia Said It Would Never Move Brigades to the River Oste",
    "Copyright is at the heart of the dispute, the minister said in 2031, and would remain so.",
    "Home is where the army is, she said.",
    "Share prices in Belmora fell by three per cent.",
    "— Mila Orran",
    "TELN (Oste Press) – The mayor was not told.",
    "CORRECTION: An earlier version of this report gave the wrong name for the mayor of Teln, who is "
    "called Mila Orran, "
    "and the wrong day for the call that she made to the Karvian ministry of defence.",
]


@pytest.mark.parametrize("line", KEPT)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_line_of_the_report_is_kept(line: str, place: int) -> None:
    assert cut_of("\n\n".join([*PARAGRAPHS[:place], line, *PARAGRAPHS[place:]])) == []


WHOLE = ["", "\n", "Home", "Home\nNews\nSport", REPORT, REPORT.replace("\n", " "), f"{TITLE}\n{REPORT}"]


@pytest.mark.parametrize("text", WHOLE)
def test_nothing_to_cut(text: str) -> None:
    assert cut_of(text) == []


def test_headline_between_paragraphs_is_a_link() -> None:
    link = "Fishermen Near Port Sallow Protest Against Higher Fuel Taxes"
    text = "\n\n".join([*PARAGRAPHS[:2], link, *PARAGRAPHS[2:]])
    assert cut_of(text) == [(link, "link to another story")]


HEADS = [
    "PUBLISHED: May 1, 2031 at 4:30 p.m. | UPDATED: May 2, 2031 at 3:58 a.m.\n\n",
    "Posted on\n\n",
    "The Oste Herald\nHome News World Politics Sport Contact us\nSelect Language\n\n",
    "Skip to content\nHome\nWorld\nSport\nOpinion\n\n",
    "Home | News | Business | Weather\n",
    "HOME\tNEWS\tVIDEO\tABOUT US\n",
    "Valley Weekly\nHome Archive Search Our Friends Sponsors About us Contact\n",
    "OST0214 3 W INT 0412\nBC-KARVIA-BELMORA/RIVER (UPDATE 1)\n",
    "olm_walker: (winter)\n[personal profile] olm_walker\n",
]


@pytest.mark.parametrize("head", HEADS)
def test_head_is_cut_up_to_the_title(head: str) -> None:
    assert kept(f"{head}{TITLE}\n\n{REPORT}") == f"{TITLE}\n\n{REPORT}"


def test_page_title_set_again_as_headline() -> None:
    text = f"Home News Sport\n\nTwo Brigades\n\nKarvia Moves Two Brigades to the River\n\n{REPORT}"
    assert kept(text, "") == f"Karvia Moves Two Brigades to the River\n\n{REPORT}"


TAILS = [
    "© 2031 The Oste Herald. All rights reserved.",
    "About us | Contact us | Terms of use | Privacy policy\nCopyright 2031 Oste Media Ltd",
    "Oste Media is the voice of the valley, its hills and towns\n(c) 2001-2031\nNothing here may be "
    "reproduced without "
    "written permission of the publisher.\nThe Herald assumes no responsibility for what advertisers say.",
    "Calendar\n\nMay 2031\nMon Tue Wed Thu Fri Sat Sun\n1 2 3 4\n5 6 7 8 9 10 11\n12 "
    "13\n\nTags\n\nriver, dam\nPage generated "
    "1 May 2031\nPowered by Valley Press",
    "Written in Kelso, printed in Merrin\n(c) Valley Press 2001 to 2031. All rights reserved.\nLetters are welcome.",
    "Recent posts\nA walk in Teln\nThe mill\nArchives\nMay 2031\nApril 2031\nLog in\nEntries "
    "feed\nProudly powered by Quill",
    "Related stories\nMost read\nNewsletter\nFacebook | Twitter | Email\nTerms of use\n© 2031 Herald",
    "Ida Marn is the founder of Marn & Vell, which advises towns on floods. Follow her on Friendly, or write to her.",
    "Jon Vell is a freelance journalist in Teln.",
]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_tail_is_cut(tail: str, newline: str) -> None:
    text = f"{REPORT}\n\n\n{tail}".replace("\n", newline)
    assert kept(text) == REPORT.replace("\n", newline)


TEASERS = (
    "FLOODS: The worst rains in forty years left the coast of Sallow without power, and its harbour "
    "under two metres of water "
    "Rescuers in Port Sallow searched for eleven missing fishermen on Friday, the coast guard chief Pell "
    "Hardin said, while the "
    "storm was moving on towards the",
    "Drummond Pharmaceuticals is to close its factory in Kelso, with the loss of nine hundred jobs, "
    "chief executive Rory Tane "
    "told shareholders yesterday. Unions called for a strike in all four plants of the group, which "
    "makes insulin and vaccines...",
    "‘A GIANT’: Composer Lena Voss, whose operas filled houses from Kelso to Merrin, died at 91 Tributes "
    "came from singers and "
    "conductors across the continent. Voss, who learned the violin from her grandfather, wrote her first symphony at",
)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_teasers_at_the_end(count: int, gap: str) -> None:
    teasers = "\n".join(TEASERS[:count])
    assert cut_of(f"{REPORT}{gap}{teasers}") == [(teasers, "teasers of other stories")]


def test_teasers_before_an_imprint() -> None:
    text = f"{REPORT}\n{TEASERS[0]}\n\n© 2031 Oste Media. All rights reserved."
    assert [reason for _, reason in cut_of(text)] == ["teasers of other stories", "imprint"]


def test_teaser_with_its_headline() -> None:
    headed = "\n".join(
        f"Kelso counts its losses after a hard winter {number}\n{one}" for number, one in enumerate(TEASERS)
    )
    assert kept(f"{REPORT}\n{headed}") == REPORT


BROKEN = (
    "Karvia and Belmora signed the treaty on the Oste twenty years ago, and both Teln and the commission "
    "were to be asked "
    "before any brigades were moved to the river, Mila Orran said on Tuesday, and the ministry had not",
    "Ada Brenn, the foreign minister of Belmora, is to meet Jon Vell and the Karvian ministry of defence "
    "in Teln, where the "
    "commission for the river Oste has its seat, to speak of the dam, the exercise and the brigades that",
)


def test_report_that_breaks_off_is_kept() -> None:
    assert cut_of(f"{REPORT}\n\n{BROKEN[0]}") == []


def test_report_of_briefs_is_kept() -> None:
    assert cut_of("\n".join(TEASERS)) == []


def test_lines_that_all_break_off_tell_nothing() -> None:
    lines = [f"{TEASERS[number % 3][8:].replace('...', '')} {number}" for number in range(6)]
    assert teasers_from(lines_of("\n".join(lines))) == 6


def test_cuts_are_sorted_and_apart() -> None:
    text = f"{HEADS[0]}{TITLE}\n\n{PARAGRAPHS[0]}\n\n{CREDITS[0]}\n{LINKS[0]}\n\n{REPORT}\n{TEASERS[0]}\n{TAILS[0]}"
    cuts = find_cuts(text, title=TITLE)
    assert len(cuts) == 5
    assert all(0 <= cut.begin < cut.end <= len(text) for cut in cuts)
    assert all(one.end <= other.begin for one, other in pairwise(cuts))


LONG = [
    "word " * 200_000,
    "(c) " * 250_000,
    f"{REPORT}\n{'all rights ' * 100_000}",
    f"{REPORT}\n" + f"{'photo: ' * 19}\n" * 5_000,
    f"{REPORT}\n" + f"{TEASERS[0]}\nPowered by Quill\n" * 1_500,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_cuts_of_a_long_text_lie_in_order_inside_it(text: str) -> None:
    cuts = find_cuts(text)
    borders = [0, *(border for cut in cuts for border in cut[:2]), len(text)]
    assert borders == sorted(borders)


COMMENT_HEADS = ["2 Comments", "Comments (2)", "Comments:", "Readers’ comments"]


@pytest.mark.parametrize("head", COMMENT_HEADS)
def test_comments_below_a_plain_text(head: str) -> None:
    report = "The mayor said that the bridge was closed.\n\nThe ministry denied it on Tuesday.\n\n"
    comments = (
        f"{head}\n\nRolf says:\n\nI do not believe a word of it.\n\nAnsa on 9 September 2031 at 3:59 pm\n\nNor do I."
    )
    assert find_cuts(report + comments) == (Cut(len(report), len(report + comments), "readers’ comments"),)


def test_a_report_about_comments_is_kept() -> None:
    text = "Comments\n\nThe mayor said that comments were closed.\n\nThe ministry said:\n\nNothing was decided."
    assert find_cuts(text) == ()


def test_embedded_post_in_a_plain_text() -> None:
    post = "The bridge is closed. #vell — Per Aske (@peraske) September 9, 2031"
    text = f"The mayor said that the bridge was closed.\n\n{post}\n\nThe ministry denied it on Tuesday."
    assert find_cuts(text) == (Cut(text.index(post), text.index(post) + len(post), "embedded post"),)


def test_known_cuts_stay_and_part_what_is_found() -> None:
    text = "The mayor spoke.\n\nRelated articles\n\nbox\n\nRelated articles\n\nThe ministry denied it."
    begin = text.index("box")
    found = find_cuts(text, known=[Cut(begin, begin + 3, "about the author")])
    assert [(text[cut.begin : cut.end], cut.reason) for cut in found] == [
        ("Related articles", "link to another page"),
        ("box", "about the author"),
        ("Related articles", "link to another page"),
    ]
