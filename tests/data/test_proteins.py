from collections import Counter

import pytest

from seqlab.data.proteins import LENGTH, TWIN_SHARE, rows_of
from seqlab.data.split import runs


def test_near_equal_sequences_are_in_one_group():
    reading = rows_of([("GLFDIIKKIAESI", 1), ("GLFDIIKKIAESF", 1), ("MKVRPSVKWMC", 0)])
    first, second, other = (row["group"] for row in reading["rows"])
    assert first == second != other


def test_what_is_there_twice_or_in_both_classes_is_dropped_and_counted():
    reading = rows_of([("GIGKF", 1), ("GIGKF", 1), ("MKVRP", 0), ("MKVRP", 1), ("RFRPP", 0)])
    assert [(row["sequence"], row["antimicrobial"]) for row in reading["rows"]] == [
        ("GIGKF", 1),
        ("RFRPP", 0),
    ]
    assert reading["dropped"] == {"in both classes": 2, "the same sequence as an earlier one": 1}


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("proteins").values() for row in split]


def test_they_are_chains_of_the_twenty_amino_acids(rows):
    assert set("".join(row["sequence"] for row in rows)) == set("ACDEFGHIKLMNPQRSTVWY")
    assert len({row["sequence"] for row in rows}) == len(rows)


def test_both_classes_are_large(rows):
    counts = Counter(row["antimicrobial"] for row in rows)
    assert set(counts) == {0, 1}
    assert min(counts.values()) > 2_000


def test_no_held_out_sequence_has_a_version_in_train(real):
    loaded = real("proteins")
    train = [runs(sequence, LENGTH) for sequence in loaded["train"]["sequence"]]
    for split in ("validation", "test"):
        for sequence in loaded[split]["sequence"]:
            its_runs = runs(sequence, LENGTH)
            assert all(
                len(its_runs & others) < TWIN_SHARE * min(len(its_runs), len(others))
                for others in train
            ), sequence
