import random
from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_array

from seqlab.data import tunes as reader
from seqlab.data.split import split_by_group
from seqlab.data.tunes import (
    RawTune,
    melodic_steps,
    plain_title,
    read_raw,
    read_tunes,
    runs_of,
    twin_groups,
)
from seqlab.music import raw as raw_abc
from seqlab.music import validity

REEL = "X:1\nT:The Reel\nM:4/4\nL:1/8\nK:D\nA2FA DAFA|B2gf edBd|A2FA DAFA|BdAF E2D2|]"
REEL_IN_G = "X:2\nT:Another\nM:4/4\nL:1/8\nK:G\n|:d2 Bd GdBd|e2c'b ageg|d2BdGdBd|egdB A2G2:|"
REEL_VARIED = "X:3\nT:Third\nM:4/4\nL:1/8\nK:D\nA2FA DAFA|B2gf edBd|F2DF AFDF|dBAF G2A2|]"
NAMESAKE = "X:4\nT:REEL, THE\nM:3/4\nL:1/4\nK:G\nGBd|gfe|dBG|A3|]"
STRANGER = "X:5\nT:Scale\nM:3/4\nL:1/4\nK:G\nGAB|cde|fga|g3|]"


def raw(text, collection="book"):
    return RawTune(text, raw_abc.fields(text)["T"][0], collection, "")


def groups_of(*texts):
    return twin_groups(list(texts), [raw_abc.normalise(text) for text in texts])


# --- by hand ---------------------------------------------------------------------------------


def test_steps_are_semitones_between_notes_through_rests_and_ties():
    assert melodic_steps("M:4/4\nL:1/4\nK:D\nDzF-F|A2d2|]") == (4, 3, 5)


def test_runs_slide_over_the_melody():
    assert runs_of(tuple(range(10))) == {tuple(range(i, i + 8)) for i in range(3)}
    assert runs_of((1, 2, 3)) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Cuckoo's Nest", "CUCKOOS NEST, THE"),
        ("Money Musk -- Strathspey", "Money Musk."),
        ("Rose & Thistle", "The  Rose and Thistle"),
        ("Four-Hand Reel", "Four Hand Reel"),
    ],
)
def test_spellings_of_a_title_are_alike(one, other):
    assert plain_title(one) == plain_title(other) != ""


def test_untitled_tunes_are_no_namesakes():
    assert plain_title("Untitled") == plain_title(" ") == ""


def test_a_melody_in_another_key_and_barring_is_a_twin():
    assert melodic_steps(raw_abc.normalise(REEL)) == melodic_steps(raw_abc.normalise(REEL_IN_G))
    first, second, stranger = groups_of(REEL, REEL_IN_G, STRANGER)
    assert first == second != stranger


def test_a_melody_too_short_for_a_run_is_a_twin_of_its_equal():
    head = "X:1\nT:%s\nM:3/4\nL:1/4\nK:%s\n"
    first, second = groups_of(head % ("A", "G") + "GBd|g3|]", head % ("B", "D") + "DFA|d3|]")
    assert first == second


def test_a_varied_melody_is_a_twin():
    first, second, stranger = groups_of(REEL, REEL_VARIED, STRANGER)
    assert first == second != stranger


def test_a_namesake_is_a_twin():
    first, second, stranger = groups_of(REEL, NAMESAKE, STRANGER)
    assert first == second != stranger


def test_second_titles_count():
    first, second = groups_of(REEL.replace("\nM:", "\nT:Scale\nM:"), STRANGER)
    assert first == second


def test_group_numbers_do_not_depend_on_the_order_or_on_other_tunes():
    texts = [REEL, REEL_IN_G, NAMESAKE, STRANGER]
    before = dict(zip(texts, groups_of(*texts), strict=True))
    assert dict(zip(texts[::-1], groups_of(*texts[::-1]), strict=True)) == before
    assert groups_of(STRANGER) == [before[STRANGER]]


def test_what_is_dropped_is_counted_by_reason():
    chord = "X:6\nT:Chord\nM:3/4\nL:1/4\nK:G\n[GB]Bd|gfe|dBG|A3|]"
    short = "X:7\nT:Short\nM:3/4\nL:1/4\nK:G\nGBd|gf|dBG|A3|]"
    rows, dropped = read_tunes([raw(text) for text in (REEL, chord, short, STRANGER, STRANGER)])
    assert [row["title"] for row in rows] == ["The Reel", "Scale"]
    assert sum(dropped.values()) == 3
    assert dropped["the same body as an earlier tune"] == 1
    assert any(reason.startswith("not in the normal form") for reason in dropped)
    assert any(reason.startswith("not valid") for reason in dropped)


# --- the real tunes --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(tunes):
    return [row for split in tunes.values() for row in split]


@pytest.fixture(scope="module")
def steps(rows):
    return {row["abc"]: melodic_steps(row["abc"]) for row in rows}


def largest_overlaps(held_out, train):
    """Return for each held-out melody its largest share of runs in common with one of train."""
    runs = {run: i for i, run in enumerate(set().union(*map(runs_of, held_out + train)))}

    def incidence(melodies):
        pairs = [(m, runs[run]) for m, steps in enumerate(melodies) for run in runs_of(steps)]
        rows, columns = np.array(pairs).T
        shape = (len(melodies), len(runs))
        return csr_array((np.ones(len(pairs), dtype=int), (rows, columns)), shape=shape)

    ours, theirs = incidence(held_out), incidence(train)
    sizes = np.minimum.outer(ours.sum(axis=1), theirs.sum(axis=1)).clip(min=1)
    return ((ours @ theirs.T).toarray() / sizes).max(axis=1)


def test_there_are_enough_tunes_in_each_split(tunes, rows):
    assert len(rows) > 3400
    assert 0.80 < len(tunes["train"]) / len(rows) < 0.88
    for held_out in ("validation", "test"):
        assert 0.06 < len(tunes[held_out]) / len(rows) < 0.10


def test_every_tune_is_normal_valid_and_there_once(rows):
    assert len({row["abc"].rpartition("\n")[2] for row in rows}) == len(rows)
    for row in random.Random(0).sample(rows, 200):
        assert raw_abc.normalise(row["abc"]) == row["abc"]
        assert validity.is_valid(row["abc"])


def test_no_tune_has_the_metre_that_lab_5_asks_about_but_its_characters_are_known(rows):
    assert not [row for row in rows if row["abc"].startswith("M:4/2\n")]
    known = set("".join(row["abc"] for row in rows))
    assert raw_abc.prepare("M:4/2\nL:1/8\nK:G\nG16|", known).startswith("M:4/2\n")
    with pytest.raises(ValueError, match="does not know '5'"):
        raw_abc.prepare("M:5/4\nL:1/8\nK:G\nG8|", known)


def test_every_collection_is_in_every_split(tunes):
    for split in tunes.values():
        assert set(split["collection"]) == set(reader.COLLECTIONS.values())


def test_no_group_is_a_giant(rows):
    sizes = Counter(row["group"] for row in rows)
    assert max(sizes.values()) <= 30
    assert len(sizes) > 0.7 * len(rows)


def test_groups_are_on_one_side(tunes):
    sides = [set(split["group"]) for split in tunes.values()]
    assert sum(map(len, sides)) == len(set.union(*sides))


def test_no_title_is_on_two_sides(tunes):
    sides = [{plain_title(title) for title in split["title"]} - {""} for split in tunes.values()]
    assert sum(map(len, sides)) == len(set.union(*sides))


def test_no_held_out_melody_is_in_train_in_any_key(tunes, steps):
    train = {steps[text] for text in tunes["train"]["abc"]}
    assert not [
        text
        for name in ("validation", "test")
        for text in tunes[name]["abc"]
        if steps[text] in train
    ]


def test_no_held_out_tune_has_a_near_twin_in_train(tunes, steps):
    train = [steps[text] for text in tunes["train"]["abc"]]
    for name in ("validation", "test"):
        held_out = [steps[text] for text in tunes[name]["abc"]]
        assert largest_overlaps(held_out, train).max() < reader.TWIN_SHARE


def test_a_split_by_tune_alone_would_leave_twins_in_train(rows, steps):
    sides = split_by_group(range(len(rows)), {"train": 0.84, "test": 0.16})
    melodies = {side: [] for side in ("train", "test")}
    for row, side in zip(rows, sides, strict=True):
        melodies[side].append(steps[row["abc"]])
    overlaps = largest_overlaps(melodies["test"], melodies["train"])
    assert (overlaps >= reader.TWIN_SHARE).mean() > 0.1


def test_all_three_books_are_read_whole():
    raw_tunes = read_raw()
    counts = Counter(tune.collection for tune in raw_tunes)
    assert counts == {
        "O'Neill's Music of Ireland": 2009,
        "Ryan's Mammoth Collection": 1059,
        "Aird's Airs": 1180,
    }
    assert all(tune.text.startswith("X:") and tune.title for tune in raw_tunes)


def test_whoever_signed_is_credited():
    unsigned = [tune for tune in read_raw() if not tune.transcriber]
    assert not [tune.text for tune in unsigned if "ranscribed by" in tune.text]
    assert len(unsigned) < 250
