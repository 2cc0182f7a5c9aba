"""The model that looks up earlier bars."""

import torch

from seqlab.models import MatchLanguageModel
from seqlab.models.match_model import Matcher

V, BAR = 9, 1


def followed(tokens: list[int], order: int = 2) -> list[int]:
    matcher = Matcher(BAR, order)
    return [matcher.read(token) for token in tokens]


def model() -> MatchLanguageModel:
    torch.manual_seed(0)
    return MatchLanguageModel(V, 3, 5, BAR, dropout=0.5).eval()


def tokens() -> torch.Tensor:
    # a bar and the same bar again, then noise
    bar = torch.tensor([BAR, 3, 4, 5, 6])
    noise = torch.randint(2, V, (6,), generator=torch.Generator().manual_seed(1))
    return torch.stack([torch.cat([bar, bar, noise]), torch.cat([noise, bar, bar])])


def test_a_bar_that_began_the_same_way_says_how_it_went_on():
    bar = [BAR, 3, 4, 5]
    assert followed(bar + bar) == [0, 0, 0, 0, 0, 4, 5, BAR]


def test_the_last_match_counts():
    assert followed([BAR, 3, 4, BAR, 3, 5, BAR, 3]) == [0, 0, 0, 0, 4, 0, 0, 5]


def test_the_same_tokens_at_another_place_in_the_bar_are_no_match():
    assert followed([BAR, 3, 4, 5, BAR, 6, 3, 4]) == [0] * 8


def test_a_bar_line_is_matched_by_what_stands_before_it():
    assert followed([3, 4, BAR, 5, 6, 7, 4, BAR, 8]) == [0, 0, 0, 0, 0, 0, 0, 5, 0]


def test_a_short_beginning_is_no_match():
    assert followed([BAR, 3, 4, BAR, 3], order=3) == [0] * 5


def test_it_equals_the_formulas_written_out():
    network = model()
    logits, _ = network(tokens())
    hidden, _ = network.lstm(network.embedding(tokens()))
    for row in range(2):
        matcher = Matcher(BAR, 4)
        for t, token in enumerate(tokens()[row].tolist()):
            m = network.match.weight[matcher.read(token)]
            o = torch.tanh(network.join.weight @ torch.cat([hidden[row, t], m]) + network.join.bias)
            torch.testing.assert_close(logits[row, t], network.linear(o))


def test_two_halves_with_the_state_carried_equal_one_pass():
    network = model()
    whole, _ = network(tokens())
    first, state = network(tokens()[:, :7])
    second, _ = network(tokens()[:, 7:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), whole)


def test_the_note_changes_what_is_predicted():
    network = model()
    before, _ = network(tokens())
    with torch.no_grad():
        network.match.weight[4] += 1.0
    after, _ = network(tokens())
    changed = (before != after).any(dim=-1)
    assert changed[0].tolist() == [f == 4 for f in followed(tokens()[0].tolist(), order=4)]


def test_some_rows_go_on_with_the_matchers_that_are_theirs():
    network = model()
    whole, _ = network(tokens())
    _, state = network(tokens()[:, :7])
    after, _ = network(tokens()[1:, 7:], network.select(state, torch.tensor([1])))
    torch.testing.assert_close(after, whole[1:, 7:])
