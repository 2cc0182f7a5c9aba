"""What is seen in a wrong result."""

import re

import pytest
import torch

from seqlab.check.symptoms import symptom

RIGHTS = [torch.arange(1.0, 13.0).view(3, 4), torch.arange(2.0, 22.0).view(4, 5) ** 1.3]


def of(change) -> tuple[str, str]:
    return symptom([(change(right), right) for right in RIGHTS], 1e-4)


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        (lambda right: 3 * right, "factor", "3 times"),
        (lambda right: -right, "factor", "wrong sign"),
        (lambda right: right / len(right), "factor", "changes with the case"),
        (lambda right: right + 0.5, "offset", "0.5"),
        (lambda right: right.T, "transposed", "two axes|Two axes"),
        (lambda right: right.flip(0), "permuted", "other places"),
        (lambda right: right[None], "axis_left", "axis of length 1"),
        (lambda right: torch.cat([right[:1] * 0, right[1:]]), "one_place", "but for the first"),
        (lambda right: torch.cat([right[:-1] * 0, right[-1:]]), "one_place", "Only the last"),
    ],
)
def test_a_symptom_is_named(change, name, words):
    found, text = of(change)
    assert found == name
    assert re.search(words, text)


@pytest.mark.parametrize(
    "change",
    [
        lambda right: right**2,
        lambda right: torch.zeros_like(right),
        lambda right: right * torch.nan,
    ],
)
def test_what_has_no_symptom_gets_no_word(change):
    assert of(change) == ("", "")


def test_a_symptom_must_be_seen_in_every_case():
    assert symptom([(3 * RIGHTS[0], RIGHTS[0]), (RIGHTS[1] ** 2, RIGHTS[1])], 1e-4) == ("", "")


def test_it_looks_into_dictionaries_and_tuples():
    right = {"loss": 2.0, "weights": RIGHTS[0]}
    assert symptom([({"loss": 2.0, "weights": -RIGHTS[0]}, right)], 1e-4)[0] == "factor"
    assert symptom([((RIGHTS[0], -RIGHTS[1]), (RIGHTS[0], RIGHTS[1]))], 1e-4)[0] == "factor"
    assert symptom([("a", right)], 1e-4) == ("", "")
