"""Claims: a statement of the lecture, its measured value, the interval in which it holds."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from seqlab.style import LOOKS, fold, panel, publish

MIME = "application/vnd.seqlab.claim+json"
STORED = ("notebooks", "solutions")  # folders of the notebooks that were run
_MILLIONS = 7  # from this power of ten on, a number is written as a power
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

_must_hold = True


def only_measure() -> None:
    """From now on show claims and fail none, to see how far their values spread over seeds."""
    global _must_hold
    _must_hold = False


class ClaimError(AssertionError):
    """A claim does not hold: the measured value lies outside its interval."""


@dataclass(frozen=True)
class Claim:
    """One measured statement.

    Args:
        id: Its name in the ledger, such as "rnn-forgets".
        statement: The sentence that is claimed.
        value: What was measured.
        low: Smallest value for which it holds; None where there is none.
        high: Largest value for which it holds; None where there is none.
    """

    id: str
    statement: str
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value lies in the interval; NaN never does."""
        above = self.low is None or self.value >= self.low
        below = self.high is None or self.value <= self.high
        return math.isfinite(self.value) and above and below

    @property
    def interval(self) -> str:
        """The interval in words."""
        if self.low is None:
            return "any number" if self.high is None else f"at most {rounded(self.high, 4)}"
        if self.high is None:
            return f"at least {rounded(self.low, 4)}"
        return f"from {rounded(self.low, 4)} to {rounded(self.high, 4)}"

    def __str__(self) -> str:
        if self.holds:
            return f"{self._mark}{self.statement}: {self._number} ({self.id}: {self.interval})"
        return f"{self._mark}{self.statement}: {self._number}. {self._failure} ({self.id})"

    @property
    def html(self) -> str:
        """The sentence and its number; the name and the interval are folded away."""
        sentence = f"{self._mark}{escape(self.statement)}: <b>{self._number}</b>"
        named = f"Its value must be {self.interval}. Its name is {escape(self.id)}."
        if self.holds:
            return panel("note", "", sentence + fold("The claim", named))
        failure = f'<br><b style="color: {LOOKS["wrong"].heading}">{self._failure}</b>'
        return panel("wrong", "", sentence + failure + fold("The claim", named))

    @property
    def _mark(self) -> str:
        return LOOKS["right" if self.holds else "wrong"].mark

    @property
    def _number(self) -> str:
        """The value with three digits, or as many as show on which side of a bound it lies."""
        digits = 3
        while replace(self, value=float(f"{self.value:.{digits}g}")).holds != self.holds:
            digits += 1
        return rounded(self.value, digits)

    @property
    def _failure(self) -> str:
        return f"This does not hold: the value must be {self.interval}."


def rounded(value: float, digits: int = 3) -> str:
    """Return a number as it stands in a sentence, such as "0.957", "1,024" or "3.2 × 10⁻⁷".

    Args:
        value: Any number; one that is not finite is named in words.
        digits: How many digits count; a whole number below ten million keeps all of its own.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    if value == round(value) and abs(value) < 10**_MILLIONS:
        return f"{round(value):,}"
    number, _, power = f"{value:.{digits}g}".partition("e")
    if not power:
        return number
    if 0 < int(power) < _MILLIONS:
        return f"{round(float(f'{value:.{digits}g}')):,}"
    return f"{number} × 10{str(int(power)).translate(_RAISED)}"


def claim(
    id: str,
    statement: str,
    value: float,
    *,
    above: float | None = None,
    below: float | None = None,
) -> None:
    """Show a statement with its measured value, and fail when it does not hold.

    The figures are stored in the output of the cell, from where ``read_claims`` collects them.

    Args:
        id: Its name in the ledger, unique in the course.
        statement: The sentence that is claimed.
        value: What was measured.
        above: Lowest value for which the statement holds.
        below: Highest value for which it holds.

    Raises:
        ValueError: Neither bound is given, and the claim could not fail, or they leave no value
            between them, and it could not hold.
        ClaimError: The value lies outside the interval, or is NaN.
    """
    if above is None and below is None:
        raise ValueError(f"claim {id!r} needs a bound: above=..., below=... or both")
    if above is not None and below is not None and above > below:
        raise ValueError(f"claim {id!r} can never hold: above={above} is over below={below}")
    measured = Claim(id, statement, float(value), above, below)
    output: dict[str, Any] = {"text/plain": str(measured), "text/html": measured.html}
    if math.isfinite(measured.value):  # JSON knows neither NaN nor infinity
        output[MIME] = asdict(measured)
    publish(output)
    if _must_hold and not measured.holds:
        raise ClaimError(str(measured))


def read_claims(notebook: str | Path) -> list[Claim]:
    """Collect the claims stored in the outputs of a notebook, in their order."""
    return collect_claims(json.loads(Path(notebook).read_text(encoding="utf-8")))


def course_root() -> Path:
    """Return the folder of the course: the checkout, or what is installed with the package."""
    package = Path(__file__).parent
    installed = package / "stored"
    return installed if (installed / STORED[0]).is_dir() else package.parents[1]


def stored_notebooks(root: Path) -> dict[str, Path]:
    """Return the notebooks below a folder that were run, by name, in the order of the course."""
    paths = [path for folder in STORED for path in sorted((root / folder).glob("*.ipynb"))]
    return {path.stem: path for path in paths}


def read_ledger() -> dict[str, list[Claim]]:
    """Collect the claims of the whole course from its stored notebooks and solutions.

    These are those of the checkout that the package runs from, or those installed with it.

    Returns:
        The claims by notebook, such as ``"07_lstm"``, in the order of the course; a notebook
        without a claim is left out.

    Raises:
        FileNotFoundError: There are no stored notebooks; says what to do.
    """
    notebooks = stored_notebooks(course_root())
    if not notebooks:
        raise FileNotFoundError(
            "the stored notebooks of the course are missing: install the package again"
        )
    ledger = {name: read_claims(path) for name, path in notebooks.items()}
    return {name: claims for name, claims in ledger.items() if claims}


def collect_claims(content: dict[str, Any]) -> list[Claim]:
    """Collect the claims in the outputs of a notebook that was read already, in their order."""
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    return [Claim(**output["data"][MIME]) for output in outputs if MIME in output.get("data", {})]
