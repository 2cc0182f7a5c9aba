"""The ledger of claims."""

import json
import math

import nbformat
import pytest

from seqlab.claims import MIME, Claim, ClaimError, claim, read_claims, read_ledger, rounded
from seqlab.style import LOOKS


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: outputs.append(data))
    return outputs


def test_a_claim_that_holds_is_shown_with_its_value_and_interval(shown):
    claim("rnn-forgets", "Little of the gradient is left", 3.2e-7, below=1e-6)
    text = "✓ Little of the gradient is left: 3.2 × 10⁻⁷ (rnn-forgets: at most 1 × 10⁻⁶)"
    assert shown[0]["text/plain"] == text
    assert shown[0][MIME] == {
        "id": "rnn-forgets",
        "statement": "Little of the gradient is left",
        "value": 3.2e-7,
        "low": None,
        "high": 1e-6,
    }


def test_a_claim_is_a_sentence_with_one_number_and_the_rest_is_folded(shown):
    claim("a-name", "a < b", 0.123456, above=0.1)
    sentence, folded = shown[0]["text/html"].split("<details>")
    assert sentence.endswith("✓ a &lt; b: <b>0.123</b>")
    assert "a-name" in folded
    assert "at least 0.1" in folded
    assert LOOKS["note"].background in sentence


def test_a_claim_that_does_not_hold_says_so_outside_the_fold(shown):
    with pytest.raises(ClaimError):
        claim("a-name", "a < b", 0.09999996, above=0.1)
    sentence, folded = shown[0]["text/html"].split("<details>")
    assert "✗ a &lt; b: <b>0.09999996</b>" in sentence, "rounded, it would seem to hold"
    assert "This does not hold: the value must be at least 0.1." in sentence
    assert "✓" not in sentence
    assert LOOKS["wrong"].background in sentence
    assert "a-name" in folded


def test_a_value_just_within_its_bound_is_not_rounded_out_of_it(shown):
    claim("a-name", "a", 0.95004, above=0.95001)
    assert "<b>0.95004</b>" in shown[0]["text/html"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.95712, "0.957"),
        (0, "0"),
        (1.0, "1"),
        (-0.5, "-0.5"),
        (1024, "1,024"),
        (1234.5, "1,230"),
        (1234567.8, "1,230,000"),
        (12345678.9, "1.23 × 10⁷"),
        (0.000123, "0.000123"),
        (3.2e-17, "3.2 × 10⁻¹⁷"),
        (-1.5e30, "-1.5 × 10³⁰"),
        (999.96, "1,000"),
        (math.nan, "not a number"),
        (-math.inf, "minus infinite"),
    ],
)
def test_numbers_are_written_as_in_a_sentence(value, text):
    assert rounded(value) == text


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        (0.4, {"above": 0.5}),
        (0.6, {"below": 0.5}),
        (0.6, {"above": 0.1, "below": 0.5}),
        (math.nan, {"above": 0.1}),
        (math.inf, {"above": 0.1}),
    ],
)
def test_a_claim_that_does_not_hold_fails_and_says_so(shown, value, bounds):
    with pytest.raises(ClaimError, match=r"✗ a: .*\. This does not hold: the value must be"):
        claim("id", "a", value, **bounds)
    assert json.loads(json.dumps(shown[0], allow_nan=False))["text/plain"]


@pytest.mark.parametrize("value", [0.1, 0.3, 0.5])
def test_the_bounds_belong_to_the_interval(shown, value):
    claim("id", "a", value, above=0.1, below=0.5)
    assert shown[0]["text/plain"].startswith("✓")
    assert "from 0.1 to 0.5" in shown[0]["text/plain"]


def test_a_claim_without_a_bound_is_refused(shown):
    with pytest.raises(ValueError, match="claim 'id' needs a bound"):
        claim("id", "a", 1.0)


def test_a_claim_that_could_never_hold_is_refused(shown):
    with pytest.raises(ValueError, match="claim 'id' can never hold: above=2 is over below=1"):
        claim("id", "a", 1.5, above=2, below=1)


def test_claims_are_read_from_a_notebook_in_their_order(shown, tmp_path):
    claim("one", "first", 1.0, above=0)
    claim("two", "second", 2.0, below=3)
    cells = [nbformat.v4.new_markdown_cell("words"), nbformat.v4.new_code_cell("claim(...)")]
    cells[1].outputs = [nbformat.v4.new_output("stream", text="noise")] + [
        nbformat.v4.new_output("display_data", data=data) for data in shown
    ]
    path = tmp_path / "lecture.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert read_claims(path) == [
        Claim("one", "first", 1.0, low=0),
        Claim("two", "second", 2.0, high=3),
    ]


def test_the_ledger_holds_the_claims_of_the_stored_notebooks():
    ledger = read_ledger()
    assert next(iter(ledger)) == "01_sequences"
    assert {"07_lstm", "lab5_music"} <= ledger.keys()
    assert "lstm-equals-torch" in {claim.id for claim in ledger["07_lstm"]}


def test_a_ledger_that_is_missing_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr("seqlab.claims.__file__", str(tmp_path / "src/seqlab/claims.py"))
    with pytest.raises(FileNotFoundError, match="install the package again"):
        read_ledger()
