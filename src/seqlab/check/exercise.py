"""What an exercise is: random cases, the right result, and the typical mistakes.

An exercise is one module of ``course/checks``. It says how a case is drawn, and what is right;
its mistakes are edits of the lab's own solution. What a case holds are the learner's arguments, as
plain values: a failing case can be pasted into a cell, and can cross to another process.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from seqlab.check.lab import Lab, Task, lab_names, read_lab

Answer = Callable[..., Any]
Case = dict[str, Any]
Edit = tuple[str, str]


class WrongForm(Exception):  # noqa: N818 - learners see the name
    """The answer returned something of the wrong kind; the message is for the learner."""


class ExerciseError(Exception):
    """Something that the author of an exercise has to mend."""


class Made:
    """An argument that has no literal, such as a model: it is shown by the line that makes it.

    Args:
        make: A function or class of the exercise's module.
        arguments: What it is called with, plain values.
    """

    def __init__(self, make: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
        self.make, self.arguments = make, dict(arguments)

    def build(self) -> Any:
        """Make it anew, from copies of its arguments."""
        return self.make(**copy.deepcopy(self.arguments))


def made(make: Callable[..., Any], **arguments: Any) -> Made:
    """Return an argument that is made by ``make(**arguments)`` for each call."""
    return Made(make, arguments)


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer.

    Args:
        name: A short name, for tests and for the record of progress.
        hint: What to tell a learner whose answer gives the same results.
        edits: How the solution is changed: pairs of what stands in it and what a learner wrote.
        whole: A whole answer, in place of edits: its text, or the function itself.
    """

    name: str
    hint: str
    edits: tuple[Edit, ...] = ()
    whole: str | Answer | None = None


@dataclass(frozen=True)
class Exercise:
    """One TODO of a lab.

    Args:
        id: Its number in the lab, such as "5.3".
        name: Name of the function or class that the learner writes.
        case: Draws the arguments for a given size (0, 1, 2, ...; 0 is the smallest).
        expected: The right result; it has the learner's signature.
        mistakes: The typical mistakes; the first one that gives the same results is named.
        solution: The text of the lab's solution.
        hole: First and last line of it that the learner has to write; (0, 0) for all.
        surroundings: Returns what the solution needs of the lab, by name.
        call: ``call(answer, **arguments)`` returns what is compared; None calls the answer.
        shown: Returns the line to paste, from the answer's name and the texts of the arguments.
        results: Names of the values that a tuple holds.
        gradients: Names of arguments whose gradient is compared, too.
        may_change: Names of arguments that the answer may change.
        anywhere: Whether the answer must also work on a GPU: the lab uses it there.
        advice: What is right, and could be better: it is told where it fails in a case of the size
            5, which counts for nothing else.
        more: A stronger hint, and a neighbouring example worked out.
        tolerance: Largest difference, absolute and relative, that still counts as equal.
        seconds: Time limit for one case.
        draws: How many cases are drawn of each size.
        decimals: Places to which numbers of a case are rounded, so that they can be pasted.
    """

    id: str
    name: str
    case: Callable[[torch.Generator, int], Case]
    expected: Callable[..., Any]
    mistakes: tuple[Mistake, ...] = ()
    solution: str = ""
    hole: tuple[int, int] = (0, 0)
    surroundings: Callable[[], dict[str, Any]] = dict
    call: Callable[..., Any] | None = None
    shown: Callable[..., str] | None = None
    results: tuple[str, ...] = ("result",)
    gradients: tuple[str, ...] = ()
    may_change: tuple[str, ...] = ()
    anywhere: bool = False
    advice: tuple[Mistake, ...] = ()
    more: tuple[str, ...] = ()
    tolerance: float = 1e-4
    seconds: float = 5.0
    draws: int = 5
    decimals: int = 2
    lab: str = ""
    todo: str = ""
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def draw(self, generator: torch.Generator, size: int) -> Case:
        """Draw a case, its numbers rounded so that what is shown of it is all of it."""
        return {
            name: rounded(value, self.decimals)
            for name, value in self.case(generator, size).items()
        }

    def define(self, text: str | ast.stmt) -> Answer:
        """Return the function or class of this exercise that a text or a tree defines."""
        names = dict(self._surroundings)
        tree = ast.parse(text) if isinstance(text, str) else ast.Module([text], [])
        exec(compile(tree, "<solution>", "exec"), names)
        return names[self.name]

    def names(self) -> dict[str, Any]:
        """Return what an answer of this exercise finds in its lab: names and their values."""
        return read_lab(self.lab).surroundings(self.name, all_above=True)

    @cached_property
    def _surroundings(self) -> dict[str, Any]:
        return self.surroundings()

    def answer_of(self, mistake: Mistake) -> Answer:
        """Return the wrong answer that a mistake describes.

        Raises:
            ExerciseError: The left side of an edit does not stand in the solution just once.
        """
        if callable(mistake.whole):
            return mistake.whole
        if mistake.name not in self._kept:
            self._kept[mistake.name] = self.define(self.text_of(mistake))
        return self._kept[mistake.name]

    def text_of(self, mistake: Mistake) -> str:
        """Return the text of the wrong answer that a mistake describes, "" for a function.

        Raises:
            ExerciseError: An edit does not fit the solution, or what it makes does not parse.
        """
        if callable(mistake.whole):
            return ""
        text = mistake.whole or self.edited(mistake.edits, mistake.name)
        try:
            ast.parse(text)
        except SyntaxError as error:
            raise ExerciseError(
                f"course/checks/{self.lab}/{self.name}.py: mistake {mistake.name!r}: with its "
                f"edits the solution does not parse: {error.msg}"
            ) from None
        return text

    def edited(self, edits: Sequence[Edit], mistake: str) -> str:
        """Return the solution with some edits made, one after the other.

        Raises:
            ExerciseError: A left side does not stand in the text just once.
        """
        text = self.solution
        for old, new in edits:
            count = text.count(old)
            if count != 1:
                raise ExerciseError(
                    f"course/checks/{self.lab}/{self.name}.py: mistake {mistake!r}: {old!r} stands "
                    f"{count} times in the solution of {self.name}; it must stand there once"
                )
            text = text.replace(old, new)
        return text


def built(case: Case) -> Case:
    """Return the arguments of a case, fresh: copies, and what is made, made."""
    return {
        name: value.build() if isinstance(value, Made) else copy.deepcopy(value)
        for name, value in case.items()
    }


def rounded(value: Any, decimals: int) -> Any:
    """Return a value of a case with all its fractions rounded."""
    if isinstance(value, Tensor):
        return value.round(decimals=decimals) if value.is_floating_point() else value
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, Made):
        return Made(value.make, {k: rounded(v, decimals) for k, v in value.arguments.items()})
    if isinstance(value, dict):
        return {key: rounded(item, decimals) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(rounded(item, decimals) for item in value)
    return value


# What a module of course/checks may define besides case, expected and MISTAKES.
_CONSTANTS = {
    "RESULTS": "results",
    "GRADIENTS": "gradients",
    "MAY_CHANGE": "may_change",
    "ANYWHERE": "anywhere",
    "MORE": "more",
    "TOLERANCE": "tolerance",
    "SECONDS": "seconds",
    "DRAWS": "draws",
    "DECIMALS": "decimals",
}


def exercises_of(lab_name: str) -> tuple[Exercise, ...]:
    """Return the exercises of a lab, in its order.

    Raises:
        ValueError: There is no such lab.
        ExerciseError: A TODO has no module in ``course/checks``, or a module is not in order.
    """
    lab = read_lab(lab_name)
    return tuple(_exercise(lab_name, lab, task) for task in lab.tasks.values())


def exercise_named(lab_name: str, name: str) -> Exercise:
    """Return one exercise of a lab; no other one of the lab has to be in order.

    Raises:
        LookupError: The lab has no such exercise.
    """
    lab = read_lab(lab_name)
    if name not in lab.tasks:
        raise LookupError(f"{lab_name} has no exercise {name!r}")
    return _exercise(lab_name, lab, lab.tasks[name])


def exercise_numbered(number: str) -> Exercise:
    """Return the exercise with a number such as "3.3".

    Raises:
        LookupError: There is none.
    """
    for lab_name in lab_names():
        for task in read_lab(lab_name).tasks.values():
            if task.number == number:
                return exercise_named(lab_name, task.name)
    raise LookupError(f"no exercise has the number {number!r}; it is like '3.3'")


def _exercise(lab_name: str, lab: Lab, task: Task) -> Exercise:
    path = f"course/checks/{lab_name}/{task.name}.py"
    try:
        module = importlib.import_module(f"seqlab.checks.{lab_name}.{task.name}")
    except ModuleNotFoundError as error:
        if not f"seqlab.checks.{lab_name}.{task.name}".startswith(error.name or "?"):
            raise
        raise ExerciseError(f"{path} is missing: TODO {task.number} has no check") from None
    options: dict[str, Any] = {
        field: getattr(module, name) for name, field in _CONSTANTS.items() if hasattr(module, name)
    }
    if isinstance(options.get("more"), tuple):
        options["more"] = tuple(_one_line(text) for text in options["more"])
    return Exercise(
        id=task.number,
        name=task.name,
        case=module.case,
        expected=module.expected,
        mistakes=tuple(_mistakes(path, module.MISTAKES)),
        advice=tuple(_mistakes(path, getattr(module, "ADVICE", {}))),
        solution=task.source,
        hole=task.hole,
        surroundings=lambda: lab.surroundings(task.name),
        call=getattr(module, "call", None),
        shown=getattr(module, "shown", None),
        lab=lab_name,
        todo=task.todo,
        **options,
    )


def _mistakes(path: str, listed: dict[str, tuple[Any, ...]]) -> Iterator[Mistake]:
    for name, (hint, *change) in listed.items():
        text = _one_line(hint)
        if all(isinstance(edit, tuple) and len(edit) == 2 for edit in change) and change:
            yield Mistake(name, text, edits=tuple(change))
        elif len(change) == 1 and (isinstance(change[0], str) or callable(change[0])):
            whole = inspect.cleandoc(change[0]) if isinstance(change[0], str) else change[0]
            yield Mistake(name, text, whole=whole)
        else:
            raise ExerciseError(
                f"{path}: mistake {name!r}: after the hint come edits, as (old, new), or one whole "
                "answer, as a text or a function"
            )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def faults_of(lab_name: str) -> list[str]:
    """Return what an author has to mend in the exercises of a lab, a sentence each."""
    faults = []
    try:
        exercises = exercises_of(lab_name)
    except ExerciseError as error:
        return [str(error)]
    for exercise in exercises:
        for mistake in (*exercise.mistakes, *exercise.advice):
            try:
                exercise.text_of(mistake)
            except ExerciseError as error:
                faults.append(str(error))
    return faults
