"""A stream of tunes in keys that are drawn."""

import torch

from course.recipes.any_key import COMMON, AnyKeyStream
from seqlab.text import Vocabulary

HEAD = "M:2/4\nL:1/8\nK:"
IN_G, IN_A = f"{HEAD}G\nGABc|GABd|GAGB|d4|]", f"{HEAD}A\nABcd|ABce|ABAc|e4|]"
RARE, HIGH = f"{HEAD}Bb\nBcde|Bcdf|BcBd|f4|]", f"{HEAD}G\ngabc'|gabd'|gagb|d'4|]"
TEXTS = [*[IN_G] * COMMON, *[IN_A] * COMMON, RARE]
VOCABULARY = Vocabulary.from_texts([*TEXTS, "ABCDEFGabcdefg,'"])
IDS = [VOCABULARY.encode(text, ends=True) for text in TEXTS]


def stream() -> AnyKeyStream:
    return AnyKeyStream(IDS, VOCABULARY, batch_size=4, window=50, seed=3)


def texts(epoch: int) -> list[str]:
    return [VOCABULARY.decode(ids) for ids in stream().sequences_of(epoch)]


def test_a_tune_comes_as_it_is_and_in_each_common_key():
    seen = [texts(epoch) for epoch in range(30)]
    assert {epoch[0] for epoch in seen} == {IN_G, IN_A}
    assert {epoch[-1].split("\n")[2] for epoch in seen} == {"K:Bb", "K:G"}


def test_no_tune_goes_where_it_would_lie_too_high_or_too_low():
    ids = [*IDS, VOCABULARY.encode(HIGH, ends=True)]
    versions = AnyKeyStream(ids, VOCABULARY, batch_size=4, window=50).versions
    assert [len(of_tune) for of_tune in versions[-2:]] == [2, 1]


def test_the_same_step_is_always_the_same():
    first, second = stream(), stream()
    steps = range(30)
    one = [first[step].inputs for step in steps]
    other = [second[step].inputs for step in reversed(steps)]
    assert all(torch.equal(a, b) for a, b in zip(one, reversed(other), strict=True))


def test_a_key_whose_notes_are_unknown_is_left_out():
    alone = Vocabulary.from_texts([IN_G])
    ids = [alone.encode(IN_G, ends=True)] * (2 * COMMON)
    assert set(map(len, AnyKeyStream(ids, alone, 4, 50).versions)) == {1}


def test_a_key_is_drawn_as_often_as_it_is_found():
    drawn = [texts(epoch)[-1] for epoch in range(200)]
    assert 0.02 < sum("K:Bb" in text for text in drawn) / len(drawn) < 0.2  # 1 in 11
