"""The reader that follows an earlier passage."""

from seqlab.models.follower import LEVELS, Follower


def followed(tokens: list[int], order: int = 2) -> list[tuple[int, int]]:
    follower = Follower(order)
    return [follower.read(token) for token in tokens]


def test_it_begins_where_the_last_tokens_stood_before():
    assert followed([1, 2, 3, 4, 1, 2]) == [(0, 0)] * 5 + [(3, 3)]


def test_its_trust_grows_with_the_tokens_that_agree():
    passage = list(range(1, 50))
    found = followed(passage + passage)
    assert [token for token, _ in found[50:-1]] == passage[2:]
    levels = [level for _, level in found[50:]]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (3, 1 + (49).bit_length())
    assert max(level for _, level in followed(passage * 5)) == LEVELS - 1


def test_it_stays_after_a_token_that_differs():
    assert followed([1, 2, 3, 4, 5, 6, 1, 2, 9])[-1] == (4, 1)
    assert followed([1, 2, 3, 4, 5, 6, 1, 2, 9, 4])[-1] == (5, 2)


def test_another_place_that_agrees_takes_over():
    assert followed([1, 2, 3, 4, 7, 8, 9, 1, 2, 7, 8])[-1] == (9, 3)
    assert followed([1, 2, 3, 4, 7, 8, 9, 1, 2, 3, 7, 8])[-1] == (9, 3)
