"""Looks for what explains a wrong answer: a search through edits, the nearest first.

An explanation was always tried: either the solution with an edit does the same as the answer in
every case, or the answer with an edit becomes right in every case.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import torch
from torch import Tensor

from seqlab.check.attempt import Failure, Outcome, attempt, expected_outcome, same, told
from seqlab.check.compare import PLAIN, short
from seqlab.check.edits import SENTENCES, Definition, GeneralEdit, edits, sentence
from seqlab.check.errors import meaning
from seqlab.check.exercise import Answer, Case, Exercise, ExerciseError, Mistake, WrongForm
from seqlab.check.symptoms import UNUSED, symptom

PATIENCE = 1.0  # times the seconds of the search: more of it may find more, and changes no verdict
SECONDS_EACH = 0.25  # for one changed program in one case
TWO = "Two things at once."
NOTHING = (
    "The function ends without a `return`, or with nothing behind it. print shows a value, but "
    "does not hand it on."
)
CHANGED = (
    "An operation in place did it: +=, *=, an assignment to a part, or a method that changes what "
    "it is called on, as .sort(), .append() and all that end in _ do."
)
CUTS = (
    "Stay with tensors: .item(), .detach(), .data, numpy and torch.tensor(...) all cut, and so do "
    "comparisons and torch.no_grad()."
)
CONSTANT = (
    "The result is the same for every input: either the arguments are not used, or a step makes "
    "all results equal."
)
NUMBER = (
    "A plain number of Python is asked for. `.item()` makes one of a tensor with one element, and "
    "so does `float(...)`. A tensor may also hold on to the whole graph that it comes from."
)
EITHER = "Two different slips would give just this, so look for either."


Found = tuple[str, str] | None


@dataclass(frozen=True)
class Tried:
    """A case, what the answer did in it, and what is right."""

    case: Case
    outcome: Outcome | Failure
    right: Outcome


def explain(
    exercise: Exercise, answer: Answer, tried: Sequence[Tried], difference: str
) -> tuple[str, str]:
    """Return the name of the mistake and what to tell the learner, or two empty texts.

    Args:
        exercise: What was asked.
        answer: The learner's function or class.
        tried: What it did, a failing case first.
        difference: What was expected in this case, and what came.
    """
    search = _Search(exercise, answer, tried)
    known = search.one_known() or plain_fault(exercise, tried[0], difference)
    if known:
        return known
    for way, seconds in search.ways():
        search.allow(seconds)
        found = way()
        if found:
            return found
    if "expected numbers of type" in difference:
        return "type", SENTENCES["type"][0]
    if isinstance(tried[0].outcome, Failure) and tried[0].outcome.kind != WrongForm.__name__:
        return meaning(tried[0].outcome.kind, tried[0].outcome.message)
    if is_of_another_form(tried[0].outcome, difference):
        return "form", ""  # what was expected, and what came, says it all
    return search.constant() or search.unused_argument() or search.symptom()


def is_of_another_form(outcome: Outcome | Failure, difference: str) -> bool:
    """Tell whether a result is of another kind than asked for: a list for a tensor, say."""
    if isinstance(outcome, Failure):
        return True
    return bool(re.search(r"^Expected |: expected (a|one number)", difference))


def plain_fault(exercise: Exercise, tried: Tried, difference: str) -> Found:
    """Return what can be told without a search, from the outcome of one case."""
    outcome, right = tried.outcome, tried.right
    if isinstance(outcome, Failure):
        return None
    if outcome.result is None:
        return "nothing_returned", NOTHING
    if PLAIN in difference:
        return "tensor_for_number", NUMBER
    handed = _handed_back(exercise, tried)
    if handed:
        return "handed_back", handed
    if told(exercise, replace(outcome, changed="", gradients=right.gradients), right):
        return None
    if outcome.changed:
        return "argument_changed", CHANGED
    if None in outcome.gradients.values():
        return "cut_off", CUTS
    return None


def _handed_back(exercise: Exercise, tried: Tried) -> str:
    """Say so where a wrong result is nothing but one of the arguments."""
    results, rights = (
        _named(exercise, outcome.result)  # type: ignore[union-attr]
        for outcome in (tried.outcome, tried.right)
    )
    for name, value in results.items():
        for given, original in tried.case.items():
            if (
                _is_same_tensor(value, original)
                and not _is_same_tensor(rights.get(name), original)
                and value.numel() > 1
            ):
                return f"{name} is the argument `{given}`, handed back unchanged."
    return ""


def _is_same_tensor(one: Any, other: Any) -> bool:
    both = isinstance(one, Tensor) and isinstance(other, Tensor) and one.dtype == other.dtype
    return both and torch.equal(one, other)


def _named(exercise: Exercise, result: Any) -> dict[str, Any]:
    """Return the values of a result by what to call them."""
    if isinstance(result, dict):
        return {str(name): value for name, value in result.items()}
    values = result if isinstance(result, list | tuple) else [result]
    return dict(zip(exercise.results, values, strict=False))


class _Search:
    """The ways to look for an explanation, each of them until the time is over."""

    def __init__(self, exercise: Exercise, answer: Answer, tried: Sequence[Tried]) -> None:
        self.exercise, self.original, self.tried = exercise, answer, tried
        self.ends = time.thread_time()
        self.only_errors = all(isinstance(one.outcome, Failure) for one in tried)
        self.solution = _parsed(exercise.solution)
        self.source = _source_of(answer)
        self.answer = _parsed(self.source)
        self.globals = _globals_of(inspect.unwrap(answer))

    def allow(self, seconds: float) -> None:
        """Allow more time: of this thread's own, so that a busy computer explains as much."""
        self.ends += PATIENCE * seconds

    @property
    def over(self) -> bool:
        return time.thread_time() > self.ends

    def ways(self) -> list[tuple[Callable[[], Found], float]]:
        """Return the ways to search, each with the seconds that it may take.

        Where nothing but errors can be compared, or the answer is the same for every input, too
        many programs do the same: only an edit that makes the answer right explains it then. Where
        the first case ended in an error, or the results are single words, the same holds of the
        general edits of the solution.
        """
        first, mend = self.tried[0], (self.one_repair, 0.4)
        if self.only_errors or self.constant():
            return [mend]
        mended = [mend, (self.two_known, 0.4), (self.two_repairs, 0.3)]
        if isinstance(first.outcome, Failure) or isinstance(first.right.result, str):
            return mended
        return [(self.one_general, 0.4), *mended, (self.two_general, 0.3)]

    # What an explanation must do.

    def _does_the_same(self, candidate: Answer, seconds: float | None = SECONDS_EACH) -> bool:
        return all(  # stops at the first case that tells them apart
            same(
                one.outcome,
                attempt(self.exercise, candidate, one.case, seconds=seconds, locate=False),
                self.exercise.tolerance,
                self.only_errors,
            )
            for one in self.tried
        )

    def _is_right(self, candidate: Answer) -> bool:
        return not any(
            told(
                self.exercise,
                attempt(self.exercise, candidate, one.case, seconds=SECONDS_EACH, locate=False),
                one.right,
            )
            for one in self.tried
        )

    # One mistake.

    def one_known(self) -> Found:
        for mistake in self.exercise.mistakes:
            if self._does_the_same(self.exercise.answer_of(mistake), seconds=None):
                return mistake.name, mistake.hint
        self.ends = time.thread_time()
        return None

    def one_general(self) -> Found:
        """Edit the solution; where two kinds of edits do the same as the answer, name both."""
        found: dict[str, str] = {}
        for edit, candidate in self._changed(self.solution, self._define):
            if edit.kind not in found and self._does_the_same(candidate):
                found[edit.kind] = sentence(edit, mends=False)
        if not found:
            return None
        kinds, sentences = list(found)[:2], list(dict.fromkeys(found.values()))[:2]
        if len(sentences) == 1:
            return kinds[0], sentences[0]
        listed = "\n".join(f"- {text}" for text in sentences)
        return " or ".join(kinds), f"{EITHER}\n{listed}"

    def one_repair(self) -> Found:
        """Edit the learner's own answer until it is right, and point at the line."""
        for edit, candidate in self._changed(self.answer, self._define_answer):
            if self._is_right(candidate):
                return edit.kind, f"{sentence(edit, mends=True)}\n{self._line(edit)}"
        return None

    # Two mistakes.

    def two_known(self) -> Found:
        for one, other in combinations(self.exercise.mistakes, 2):
            if self.over:
                return None
            candidate = self._both(one, other) or self._both(other, one)
            if candidate is not None and self._does_the_same(candidate):
                return f"{one.name} + {other.name}", _two(one.hint, other.hint)
        return None

    def _both(self, one: Mistake, other: Mistake) -> Answer | None:
        if not one.edits or not other.edits:
            return None
        try:
            text = self.exercise.edited((*one.edits, *other.edits), "two at once")
            return self.exercise.define(text)
        except (ExerciseError, SyntaxError):
            return None  # the two change the same place

    def two_repairs(self) -> Found:
        for first, second, candidate in self._changed_twice(self.answer, self._define_answer):
            if self._is_right(candidate):
                texts = [f"{sentence(e, mends=True)}\n{self._line(e)}" for e in (first, second)]
                return f"{first.kind} + {second.kind}", _two(*texts)
        return None

    def two_general(self) -> Found:
        for first, second, candidate in self._changed_twice(self.solution, self._define):
            if self._does_the_same(candidate):
                texts = [sentence(edit, mends=False) for edit in (first, second)]
                return f"{first.kind} + {second.kind}", _two(*texts)
        return None

    # What is seen, where no program explains it.

    def constant(self) -> Found:
        """Say so where the results are the same in every case, although they should not be."""
        first = self.tried[0]
        if isinstance(first.outcome, Failure) or "nan" in short(first.outcome.result):
            return None
        alike = all(same(first.outcome, one.outcome, 0.0) for one in self.tried)
        if not alike or all(same(first.right, one.right, 0.0) for one in self.tried):
            return None
        return "same_for_all", CONSTANT

    def unused_argument(self) -> Found:
        """Name an argument that makes no difference to the answer, although it should."""
        pairs = self._in_pairs()
        for name in self.tried[0].case:
            if all(self._is_unused(name, pair) for pair in pairs):
                return "unused_argument", UNUSED.format(name=name)
        return None

    def _in_pairs(self) -> list[tuple[Tried, Case]]:
        """Return some cases, each beside one with other numbers of the same shapes."""
        generator = torch.Generator().manual_seed(1)
        return [(one, _with_other_numbers(one.case, generator)) for one in self.tried[:3]]

    def _is_unused(self, name: str, pair: tuple[Tried, Case]) -> bool:
        tried, others = pair
        if others[name] is tried.case[name] or isinstance(tried.outcome, Failure):
            return False
        case = {**tried.case, name: others[name]}
        mine = attempt(self.exercise, self.original, case, locate=False)
        right = _or_none(lambda _: expected_outcome(self.exercise, case), None)
        tolerance = self.exercise.tolerance
        return (
            same(tried.outcome, mine, tolerance)
            and right is not None
            and not same(tried.right, right, tolerance)
        )

    def symptom(self) -> tuple[str, str]:
        wrong = [one for one in self.tried if told(self.exercise, one.outcome, one.right)]
        pairs = [
            (one.outcome.result, one.right.result)
            for one in wrong
            if not isinstance(one.outcome, Failure)
        ]
        return symptom(pairs, self.exercise.tolerance) if len(pairs) == len(wrong) else ("", "")

    # Programs with edits.

    def _changed(
        self, tree: Definition | None, define: Callable[[Definition], Answer]
    ) -> Iterator[tuple[GeneralEdit, Answer]]:
        if tree is None:
            return
        for edit in edits(tree, self._lines(tree)):
            if self.over:
                return
            candidate = _or_none(define, tree)
            if candidate is not None:
                yield edit, candidate

    def _changed_twice(
        self, tree: Definition | None, define: Callable[[Definition], Answer]
    ) -> Iterator[tuple[GeneralEdit, GeneralEdit, Answer]]:
        if tree is None:
            return
        lines = self._lines(tree)
        for first in edits(tree, lines):
            for second in edits(tree, lines):
                if self.over:
                    return
                if (second.line, second.kind) < (first.line, first.kind):
                    continue  # the other order is tried as well
                candidate = _or_none(define, tree)
                if candidate is not None:
                    yield first, second, candidate

    def _lines(self, tree: Definition) -> tuple[int, int]:
        """Return the lines to edit: those of the TODO in the solution, all of an answer's."""
        return self.exercise.hole if tree is self.solution else (0, 0)

    def _define(self, tree: Definition) -> Answer:
        return self.exercise.define(tree)

    def _define_answer(self, tree: Definition) -> Answer:
        names = dict(self.globals)
        exec(_compiled(tree), names)
        return names[tree.name]

    def _line(self, edit: GeneralEdit) -> str:
        lines = self.source.split("\n")
        text = lines[edit.line - 1].strip() if 0 < edit.line <= len(lines) else ""
        return f"Look at line {edit.line} of your answer: {text}"


def _two(one: str, other: str) -> str:
    if one == other:
        return f"{TWO}\n- {one}\n- And the same in a second place."
    return f"{TWO}\n- {one}\n- {other}"


def _with_other_numbers(case: Case, generator: torch.Generator) -> Case:
    """Return a case whose tensors of fractions, or of True and False, hold other numbers."""

    def other(value: Any) -> Any:
        if not isinstance(value, Tensor) or value.numel() == 0:
            return value
        if value.dtype == torch.bool:
            return ~value
        if value.is_floating_point():
            return value + torch.randn(value.shape, generator=generator).to(value.dtype).abs()
        return value

    return {name: other(value) for name, value in case.items()}


def _or_none(define: Callable[[Any], Any], tree: Any) -> Any:
    """Define an edited program; None where the edit made no program of it."""
    try:
        return define(tree)
    except Exception:  # a change at random may end in any error, and explains nothing then
        return None


def _compiled(tree: Definition) -> Any:
    return compile(ast.Module([tree], []), "<edited>", "exec")


def _parsed(text: str) -> Definition | None:
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return None
    found = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return found[0] if len(found) == 1 else None


def _source_of(answer: Answer) -> str:
    """Return the text of an answer, or "" where it cannot be had."""
    try:
        return textwrap.dedent(inspect.getsource(answer))
    except (OSError, TypeError):
        return ""


def _globals_of(answer: Answer) -> dict[str, Any]:
    if inspect.isclass(answer):
        return vars(inspect.getmodule(answer) or object)
    return getattr(answer, "__globals__", {})
