"""How the values of a case are written."""

import ast

import torch

from seqlab.check.show import WIDTH, in_lines, literal


def test_large_fractions_of_32_bits_are_shown_with_the_digits_that_were_drawn():
    assert literal(torch.tensor([341.34, -0.07])) == "torch.tensor([341.34, -0.07])"


def test_a_line_that_is_too_long_is_broken_behind_commas_in_brackets_but_not_in_texts():
    words = ["a, b, c, d, e, f, g, h, i, j"] * 8
    text = f"one, other = {words}, {list(range(60))}"
    lines = in_lines(text).split("\n")
    assert len(lines) > 3
    assert all(len(line) <= WIDTH and line.endswith((",", "]")) for line in lines)
    assert ast.dump(ast.parse("\n".join(lines))) == ast.dump(ast.parse(text))


def test_a_line_that_fits_stays_one():
    assert in_lines("weigh(x=[1, 2], w=3)") == "weigh(x=[1, 2], w=3)"
