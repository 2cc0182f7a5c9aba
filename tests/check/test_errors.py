"""The messages of Python and torch, made by real slips, and what they are told to mean."""

import math

import numpy as np
import pytest
import torch

from seqlab.check.errors import MEANINGS, meaning

SLIPS = {
    "shapes_of_a_product": lambda: torch.ones(2, 3) @ torch.ones(4, 3),
    "shapes_do_not_match": lambda: torch.ones(2, 3) + torch.ones(4),
    "pieces_of_different_size": lambda: torch.stack([torch.ones(2), torch.ones(3)]),
    "not_a_list_of_tensors": lambda: torch.stack([1, 2]),
    "numbers_cannot_be_in_this_shape": lambda: torch.ones(6).view(4, 2),
    "axis_does_not_exist": lambda: torch.ones(2).sum(dim=1),
    "place_does_not_exist": lambda: torch.ones(2)[2],
    "one_number_expected": lambda: math.exp(torch.ones(3)),
    "truth_of_many_numbers": lambda: bool(torch.ones(3) > 0),
    "in_place_on_a_leaf": lambda: torch.ones(2, requires_grad=True).add_(1),
    "cut_off": lambda: torch.ones(()).backward(),
    "gradients_to_numpy": lambda: torch.ones(2, requires_grad=True).numpy(),
    "types_do_not_match": lambda: torch.ones(2, 2) @ torch.ones(2, 2).double(),
    "not_probabilities": lambda: torch.multinomial(torch.tensor([-1.0, 2.0]), 1),
    "arguments_of_a_call": lambda: (lambda x: x)(1, 2),
    "key_does_not_exist": lambda: {}["a"],
    "nothing_where_something_is_needed": lambda: None + 1,
    "no_such_method": lambda: [1].detach(),
    "no_such_name": lambda: eval("unknown_name"),
    "divided_by_zero": lambda: 1 / 0,
    "not_iterable": lambda: len(iter([])),
    "operation_between_two_kinds": lambda: [1] + 1,
}


@pytest.mark.parametrize("name", SLIPS)
def test_an_error_is_told_in_plain_words(name):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any error that this slip makes
        SLIPS[name]()
    assert meaning(type(caught.value).__name__, str(caught.value))[0] == name


def test_two_backward_passes_and_a_change_before_one_are_told():
    x = torch.ones(2, requires_grad=True)
    y = (x**2).sum()
    y.backward()
    with pytest.raises(RuntimeError) as caught:
        y.backward()
    assert meaning("RuntimeError", str(caught.value))[0] == "graph_is_gone"
    z = x.exp()
    z += 1
    with pytest.raises(RuntimeError) as caught:
        z.sum().backward()
    assert meaning("RuntimeError", str(caught.value))[0] == "changed_before_backward"


def test_an_unusual_error_is_left_alone():
    assert meaning("OSError", "disk full") == ("", "")
    assert np.ones(2).sum() == 2


def test_every_meaning_has_a_name_of_its_own():
    assert len({name for name, *_ in MEANINGS}) == len(MEANINGS)
