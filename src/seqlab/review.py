"""Questions that come back: those of the quizzes, 1, 7 and 21 days after a right answer.

``seqlab review`` asks in a terminal what is due, ``review()`` in a notebook. The questions stand in
the outputs of the stored notebooks; ``seqlab.progress`` knows when each was answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from seqlab import progress
from seqlab.claims import course_root, stored_notebooks
from seqlab.predict import QUIZ_MIME, Question

NOTHING = "No question is due today."


def questions() -> dict[tuple[str, str], Question]:
    """Return all questions of the course by their part and name, in its order."""
    found: dict[tuple[str, str], Question] = {}
    for path in stored_notebooks(course_root()).values():
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if stored := output.get("data", {}).get(QUIZ_MIME):
                    question = Question(**stored)
                    found[question.part, question.id] = question
    return found


def due() -> list[Question]:
    """Return the questions that are due today, the longest due first.

    A question that the course does not ask any more does not come back.
    """
    keys = progress.due()
    known = questions() if keys else {}
    return [known[key] for key in keys if key in known]


def review() -> None:
    """Ask in a notebook what is due today."""
    waiting = due()
    for question in waiting:
        question.ask(f"Question of {question.part}", again=True)
    if not waiting:
        print(f"{NOTHING} {_next()}".strip())


def in_terminal(ask: Callable[[str], str] = input) -> None:
    """Ask in a terminal what is due today, until one stops.

    Args:
        ask: Shows its argument, and returns the line that is typed.
    """
    waiting = due()
    if not waiting:
        print(f"{NOTHING} {_next()}".strip())
        return
    for number, question in enumerate(waiting, start=1):
        print(f"\nQuestion {number} of {len(waiting)}, from {question.part}")
        if not _ask_one(question, ask):
            print("\nStopped: the other questions stay due.")
            return
    print(f"\nThat was the last one for today. {_next()}".rstrip())


def _ask_one(question: Question, ask: Callable[[str], str]) -> bool:
    """Ask one question; return False where one stops instead of answering."""
    choices = list(question.choices)
    print(question.question)
    for number, choice in enumerate(choices, start=1):
        print(f"  {number}  {choice}")
    said = _choice(len(choices), ask)
    if not said:
        return False
    answer = choices[said - 1]
    right, _ = question.judge(answer)
    print(f"{'✓ Right.' if right else '✗ Not right.'} {question.choices[answer]}")
    if not right:
        print(f"Right is: {question.right}. {question.choices[question.right]}")
    return True


def _choice(count: int, ask: Callable[[str], str]) -> int:
    """Return the number that was typed; 0 where one stops."""
    while True:
        try:
            typed = ask(f"Your answer (1 to {count}; Enter alone stops): ").strip()
        except (EOFError, KeyboardInterrupt):
            return 0
        if not typed:
            return 0
        if typed.isdecimal() and 1 <= int(typed) <= count:
            return int(typed)
        print(f"Type a number from 1 to {count}.")


def _next() -> str:
    """Say when the next question comes back; "" where none does."""
    today = datetime.now().astimezone().date()
    days = [day for day in progress.comes_back().values() if day > today]
    return f"The next one comes back on {min(days)}." if days else ""
