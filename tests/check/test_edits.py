"""The general edits: each is made, can be compiled, and is put back."""

import ast

import pytest

from seqlab.check.edits import SENTENCES, edits, sentence
from seqlab.check.lab import lab_names, read_lab

TEXT = """def answer(x, y, mask=None):
    total = 0
    for row in range(1, len(x)):
        if mask is not None and not mask[row]:
            continue
        h = torch.tanh(x[row] @ y.T + x[row - 1].sum(dim=1)) / 2
        total += h.mean(0) if row > 0.5 else -h[:, :-1]
    return total, y
"""


def made(text: str) -> dict[str, list[str]]:
    tree = ast.parse(text).body[0]
    found: dict[str, list[str]] = {}
    for edit in edits(tree):
        found.setdefault(edit.kind, []).append(ast.unparse(ast.fix_missing_locations(tree)))
    assert ast.unparse(tree) == ast.unparse(ast.parse(text).body[0]), "put back"
    return found


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("no_transpose", "torch.tanh(x[row] @ y + x[row - 1].sum(dim=1)) / 2"),
        ("operator", "x[row] * y.T + x"),
        ("no_term", "h = torch.tanh(x[row] @ y.T) / 2"),
        ("no_factor", "h = torch.tanh(x[row] @ y.T + x[row - 1].sum(dim=1))\n"),
        ("no_call", "h = (x[row] @ y.T + x[row - 1].sum(dim=1)) / 2"),
        ("axis", "x[row - 1].sum(dim=0)"),
        ("function", "h.sum(0)"),
        ("one_off", "range(1, len(x) - 1)"),
        ("sign", "else h[:, :-1]"),
        ("comparison", "if row >= 0.5"),
        ("negation", "and mask[row]:"),
        ("logic", "or not mask[row]"),
        ("results", "return (y, total)"),
        ("variable", "return (total, x)"),
        ("overwrites", "total = h.mean(0) if"),
        ("branch", "total += h.mean(0)\n"),
        ("detach", "y.detach()"),
        ("no_statement", "def answer(x, y, mask=None):\n    for row"),
        ("return_early", "        return (total, y)"),
        ("direction", "reversed(range(1, len(x)))"),
    ],
)
def test_an_edit_makes_the_slip_that_its_name_says(kind, line):
    assert any(line in text for text in made(TEXT)[kind])


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("def answer(x): return x**2 + 1", "power", "return x + 1"),
        ("def answer(x): return x**2 + 1", "power", "return x ** 3 + 1"),
        ("def answer(x): return x", "python", "return x.tolist()"),
        ("def answer(x): return ' '.join(x)", "no_call", "return x"),
        ("def answer(x): return x @ x.transpose(0, 1)", "axis", "x.transpose(-2, -1)"),
    ],
)
def test_a_slip_has_the_sentence_of_its_own_kind(text, kind, line):
    assert any(line in one for one in made(text)[kind])


def test_no_two_edits_make_the_same_program_of_a_slice_or_a_transpose():
    for text in ("def answer(x):\n    y = x[2:n]", "def answer(x, y):\n    y = x @ y.T"):
        programs = [one for some in made(text).values() for one in some]
        assert len(programs) == len(set(programs))


def test_every_kind_has_a_sentence_for_either_side():
    for kind, sentences in SENTENCES.items():
        assert len(sentences) == 2, kind
        assert all(text[0].isupper() or text[0] == "`" for text in sentences)


def test_no_sentence_prints_a_line_of_a_solution():
    for lab in lab_names():
        for task in read_lab(lab).tasks.values():
            tree = ast.parse(task.source).body[0]
            lines = {line.strip() for line in task.source.split("\n") if len(line.strip()) > 12}
            for edit in edits(tree):
                told = sentence(edit, mends=False)
                assert not any(line in told for line in lines)
