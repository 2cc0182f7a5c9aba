"""How the values of a case are written."""

import torch

from seqlab.check.show import literal


def test_large_fractions_of_32_bits_are_shown_with_the_digits_that_were_drawn():
    assert literal(torch.tensor([341.34, -0.07])) == "torch.tensor([341.34, -0.07])"
