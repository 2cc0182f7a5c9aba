"""Vocabulary, padding, windows."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text import SPECIALS, Vocabulary, WindowStream, pad, windows


@given(st.lists(st.text(max_size=20), min_size=1))
def test_encode_and_decode_round_trip(texts):
    vocabulary = Vocabulary.from_texts(texts)
    for text in texts:
        assert vocabulary.decode(vocabulary.encode(text)) == text
        assert vocabulary.decode(vocabulary.encode(text, ends=True)) == text


@given(st.permutations(["abc", "d|e", " \n", "żółw"]))
def test_the_order_of_the_texts_does_not_change_the_numbers(texts):
    assert Vocabulary.from_texts(texts).tokens == Vocabulary("abcd|e \nżółw").tokens


def test_the_special_tokens_come_first_and_only_once():
    vocabulary = Vocabulary(["b", "a", "<end>", "a"])
    assert vocabulary.tokens == [*SPECIALS, "a", "b"]
    assert (vocabulary.pad, vocabulary.start, vocabulary.end) == (0, 1, 2)
    assert len(vocabulary) == 5


def test_encode_puts_start_and_end_around_on_request():
    vocabulary = Vocabulary("ab")
    assert vocabulary.encode("ba").tolist() == [4, 3]
    assert vocabulary.encode("ba", ends=True).tolist() == [1, 4, 3, 2]
    assert vocabulary.encode("").dtype == torch.long


def test_words_are_tokens_too():
    vocabulary = Vocabulary.from_texts([["to", "be"], ["or"]])
    assert "be" in vocabulary
    assert "b" not in vocabulary
    assert vocabulary.encode(["or", "be"]).tolist() == [vocabulary["or"], vocabulary["be"]]


def test_an_unknown_token_is_named_with_its_place_and_what_is_known():
    with pytest.raises(ValueError, match=r"unknown token 'x' at place 2; known are: '\\n' 'a' 'b'"):
        Vocabulary("\nba").encode("abxa")


@pytest.mark.parametrize("wrong", [-1, 4])
def test_decode_refuses_a_number_outside_the_table(wrong):
    with pytest.raises(IndexError, match="from 0 to 3"):
        Vocabulary("a").decode([3, wrong])


def test_pad_fills_up_to_the_longest_and_tells_the_lengths():
    batch, lengths = pad([torch.tensor([5, 6, 7]), torch.tensor([8])], value=9)
    assert batch.tolist() == [[5, 6, 7], [8, 9, 9]]
    assert lengths.tolist() == [3, 1]


def test_pad_of_nothing_says_so():
    with pytest.raises(ValueError, match="no sequences"):
        pad([])


@given(batch=st.integers(1, 4), time=st.integers(2, 40), window=st.integers(1, 45))
def test_windows_continue_each_other_row_by_row_and_lose_nothing(batch, time, window):
    ids = torch.arange(batch * time).reshape(batch, time)
    cut = windows(ids, window)
    assert torch.equal(torch.cat([w.inputs for w in cut], dim=1), ids[:, :-1])
    assert torch.equal(torch.cat([w.targets for w in cut], dim=1), ids[:, 1:])
    assert [w.fresh for w in cut] == [True] + [False] * (len(cut) - 1)
    assert all(w.inputs.shape[1] == window for w in cut[:-1])


@pytest.mark.parametrize(("time", "window"), [(5, 0), (1, 4)])
def test_windows_without_a_step_are_refused(time, window):
    with pytest.raises(ValueError, match="at least"):
        windows(torch.zeros(2, time, dtype=torch.long), window)


# The stream: sequences that can be told apart, of lengths 2 to 60

SEQUENCES = [torch.arange(2 + i % 59) + 100 * (i + 1) for i in range(300)]


def stream(**changes) -> WindowStream:
    return WindowStream(SEQUENCES, **({"batch_size": 4, "window": 16, "seed": 5} | changes))


def epoch_of(windows_: WindowStream, first: int) -> tuple[list, int]:
    """Return the sequences of the epoch that begins at window ``first``, and its end."""
    seen, step, rows = [], first, []
    while len(seen) + len(rows) < len(SEQUENCES) or not windows_[step].fresh:
        window = windows_[step]
        if window.fresh:
            seen, rows = seen + rows, [row[:1] for row in window.inputs]
        rows = [torch.cat([r, t]) for r, t in zip(rows, window.targets, strict=True)]
        step += 1
    return [row[row > 0].tolist() for row in seen + rows], step


def test_each_epoch_holds_every_sequence_once_and_whole():
    windows_ = stream()
    everything = sorted(s.tolist() for s in SEQUENCES)
    first, end = epoch_of(windows_, 0)
    second, _ = epoch_of(windows_, end)
    assert sorted(first) == everything
    assert sorted(second) == everything
    assert first != second, "each epoch has an order of its own"


def test_the_same_number_is_the_same_window_in_any_order_of_access():
    steps = [700, 3, 0, 699, 350, 3, 900]
    forwards, jumping = stream(), stream()
    in_order = {step: forwards[step] for step in sorted(steps)}
    for step in steps:
        window = jumping[step]
        assert torch.equal(window.inputs, in_order[step].inputs)
        assert torch.equal(window.targets, in_order[step].targets)
        assert window.fresh == in_order[step].fresh


def test_a_new_stream_can_take_up_at_any_step():
    old, new = stream(), stream()
    for step in range(620):
        window = old[step]
    assert torch.equal(new[619].inputs, window.inputs)


def test_the_seed_decides_the_order():
    def beginning(seed: int) -> list:
        return [stream(seed=seed)[k].inputs.tolist() for k in range(5)]

    assert beginning(1) == beginning(1)
    assert beginning(1) != beginning(2)


def test_the_global_generator_neither_matters_nor_moves():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    one = stream()[0].inputs
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(stream()[0].inputs, one)


def test_a_window_is_fresh_where_its_sequences_begin():
    windows_ = stream()
    for step in range(400):
        window = windows_[step]
        assert window.fresh == bool((window.inputs[:, 0] % 100 == 0).all())
        if not window.fresh:  # goes on where the one before ended
            assert torch.equal(window.inputs[:, 0], windows_[step - 1].targets[:, -1])


def test_there_is_little_padding():
    windows_ = stream()
    _, end = epoch_of(windows_, 0)
    targets = [windows_[k].targets for k in range(end)]
    padding = sum(int((t == 0).sum()) for t in targets) / sum(t.numel() for t in targets)
    assert padding < 0.06, "with batches in random order it is about 0.37"


@pytest.mark.parametrize(
    ("sequences", "sizes", "message"),
    [
        ([], (4, 16), "no sequences"),
        ([torch.arange(5), torch.arange(1)], (4, 16), "number 1 has 1"),
        ([torch.arange(5)], (0, 16), "1 or more, got 0 and 16"),
        ([torch.arange(5)], (4, 0), "1 or more, got 4 and 0"),
    ],
)
def test_a_stream_that_cannot_be_says_why(sequences, sizes, message):
    with pytest.raises(ValueError, match=message):
        WindowStream(sequences, *sizes)


def test_a_negative_step_is_refused():
    with pytest.raises(IndexError, match="counted from 0"):
        stream()[-1]
