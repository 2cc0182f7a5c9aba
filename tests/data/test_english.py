from collections import Counter

import pytest

from seqlab.data.english import LEFT_OUT, paragraphs, speeches

PLAY = """THE TWO FRIENDS

by William Shakespeare


PERSONS REPRESENTED

ANN, a friend.

SCENE: Padua.

ACT I.

SCENE I. A street.

[Enter ANN and BOB.]

ANN.
Good morrow, [Aside.] sir!
How do you?

BOB.

[Kneeling, to
[the] ghost.]

I do well.

Then farewell.

[Exeunt.
"""


def test_directions_in_brackets_are_taken_out():
    assert paragraphs("ANN.\nGood  \n\n[Exit [sadly].]\n\n_Bob_") == ["ANN.\nGood", "Bob"]


def test_a_bracket_that_is_never_closed_swallows_nothing():
    assert paragraphs("[Exit\n\nANN.\nGood!\n\n[Enter] now.]") == ["[Exit", "ANN.\nGood!", " now.]"]


def test_a_play_becomes_its_speeches():
    kept, dropped = speeches(PLAY)
    assert kept == [
        "ANN.\nGood morrow,  sir!\nHow do you?",
        "BOB.\nI do well.",
        "Then farewell.",
    ]
    assert dropped["heading of an act or a scene"] == 2
    assert dropped["title page, or list of the persons"] == 5
    assert dropped["direction with a bracket missing"] == 1


def test_a_poem_becomes_its_stanzas():
    kept, dropped = speeches("THE SONNETS\nby William Shakespeare\n\nI\n\nFrom far\nwe come")
    assert kept == ["From far\nwe come"]
    assert dropped["number or heading of a poem"] == 1


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("english").values() for row in split]


def test_all_works_but_one_are_there_nearly_whole(rows):
    works = {row["work"] for row in rows}
    assert len(works) == 41
    assert LEFT_OUT not in works
    assert sum(len(row["text"]) for row in rows) > 4_700_000


def test_nothing_is_left_of_notes_and_licences(rows):
    for row in rows:
        assert not set("[]{}_\r") & set(row["text"])
        assert "gutenberg" not in row["text"].lower()


def test_no_play_is_cut_short_by_the_reader(rows):
    lengths = Counter()
    for row in rows:
        lengths[row["work"]] += len(row["text"])
    poems = {"A Lover's Complaint", "Sonnets", "The Phoenix and the Turtle", "The Rape of Lucrece"}
    assert min(lengths[work] for work in set(lengths) - poems) > 80_000


def test_famous_lines_are_there(rows):
    text = "\n".join(row["text"] for row in rows)
    assert "To be, or not to be,--that is the question" in text
    assert "Shall I compare thee to a summer's day" in text


def test_a_work_is_on_one_side(real):
    works = [set(split["work"]) for split in real("english").values()]
    assert sum(map(len, works)) == len(set.union(*works))
