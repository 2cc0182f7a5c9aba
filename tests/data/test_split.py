import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.data.split import (
    connected_groups,
    named_groups,
    overlapping,
    runs,
    sharing_a_key,
    split_by_group,
    split_in_order,
    words,
)

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


@given(st.lists(st.integers(0, 50)))
def test_all_rows_of_a_group_get_the_same_split(groups):
    splits = split_by_group(groups, SHARES)
    assert len(splits) == len(groups)
    assert len(set(zip(groups, splits, strict=True))) == len(set(groups))


@given(st.lists(st.text(max_size=3), min_size=1), st.randoms())
def test_the_order_of_rows_and_the_presence_of_others_change_nothing(groups, random):
    before = dict(zip(groups, split_by_group(groups, SHARES), strict=True))
    fewer = random.sample(groups, k=random.randint(1, len(groups)))
    after = dict(zip(fewer, split_by_group(fewer, SHARES), strict=True))
    assert after.items() <= before.items()


def test_shares_are_met_on_average():
    counts = Counter(split_by_group(range(10_000), SHARES))
    assert counts["train"] == pytest.approx(8_000, abs=200)
    assert counts["validation"] == pytest.approx(1_000, abs=120)
    assert counts["test"] == pytest.approx(1_000, abs=120)


def test_another_salt_draws_anew():
    assert split_by_group(range(100), SHARES, "a") != split_by_group(range(100), SHARES, "b")


def test_every_process_draws_the_same(monkeypatch):
    code = (
        "from seqlab.data.split import split_by_group\n"
        "print(split_by_group(['a', 'b', 3], {'x': 0.5, 'y': 0.5}, 'salt'))"
    )
    answers = set()
    for seed in "12":
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        answers.add(subprocess.check_output([sys.executable, "-c", code], text=True))
    here = split_by_group(["a", "b", 3], {"x": 0.5, "y": 0.5}, "salt")
    assert answers == {f"{here}\n"}


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(ValueError, match="must sum to 1"):
        split_by_group([1], {"train": 0.8, "test": 0.1})


@given(st.integers(20, 500))
def test_splits_in_order_follow_each_other_and_meet_their_shares(count):
    splits = split_in_order(count, SHARES)
    assert list(dict.fromkeys(splits)) == list(SHARES)
    assert splits == sorted(splits, key=list(SHARES).index)
    for split, share in SHARES.items():
        assert splits.count(split) == pytest.approx(share * count, abs=1)


def test_links_at_a_distance_join_a_group():
    groups = connected_groups(6, [(0, 1), (4, 5), (1, 5)])
    assert groups[0] == groups[1] == groups[4] == groups[5]
    assert len(set(groups)) == 3


def test_without_links_every_item_is_its_own_group():
    assert len(set(connected_groups(4, []))) == 4


def test_a_group_bears_the_first_of_its_names():
    assert named_groups(["b", "a", "c", "b"], [(0, 1)]) == ["a", "a", "c", "a"]


def test_runs_slide_and_a_short_text_is_one_run():
    assert runs(words("One two, three FOUR"), 3) == {
        ("one", "two", "three"),
        ("two", "three", "four"),
    }
    assert runs(words("Not bad!"), 3) == {("not", "bad")}


def test_items_with_a_common_key_are_linked():
    groups = connected_groups(4, sharing_a_key([{"a"}, {"b"}, {"a", "c"}, {"c"}]))
    assert groups[0] == groups[2] == groups[3] != groups[1]


def test_overlap_is_measured_by_the_smaller_set():
    few, many, other = {1, 2, 3, 4}, set(range(3, 40)), {4, 50, 51, 52, 53}
    assert set(overlapping([few, many, other], share=0.5)) == {(0, 1)}
    assert set(overlapping([few, many, other], share=0.25)) == {(0, 1), (0, 2)}
