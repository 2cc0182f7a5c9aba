"""Predictions and quizzes: asked, committed, compared with what was measured, explained.

``predict`` asks before the cell that answers. What ``seqlab.style.publish`` shows afterwards is
folded until the learner commits or ``reveal`` says what was measured. ``quiz`` asks at the end of a
notebook, and its questions come back later.

Only the widgets need a kernel that listens. The question stands in the output as text all the same,
and where a notebook is built or tested (SEQLAB_STRICT is set), or in a console, it is all there is.
Nothing waits for an answer.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from seqlab import progress, style
from seqlab.answers import Answer, Choices, Curve, Form, Number
from seqlab.places import Place
from seqlab.progress import Event

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["predict", "quiz", "reveal", "said"]

MIME = "application/vnd.seqlab.predict+json"
QUIZ_MIME = "application/vnd.seqlab.quiz+json"

_WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass
class Prediction:
    """A question before its measurement, as far as it has come in this kernel.

    Args:
        part: The notebook.
        id: Its name, unique in the course.
        question: What was asked.
        form: How it is answered.
        said: The answer; None until one has committed.
        day: The day of an answer that was given in an earlier kernel.
        event: What was recorded.
        outcome: What was measured; None until it was revealed.
        measured: The figures behind the outcome, as text.
    """

    part: str
    id: str
    question: str
    form: Form
    said: Answer | None = None
    day: str = ""
    event: Event | None = None
    outcome: Answer | None = None
    measured: str = ""

    @property
    def quoted(self) -> str:
        """What was said, and when if that was in an earlier kernel."""
        words = f"You said: {self.form.words(self.said)}."
        return f"{words} That was on {self.day}." if self.day else words

    @property
    def found(self) -> str:
        """What was measured."""
        figures = f" ({self.measured})" if self.measured else ""
        return f"Measured: {self.form.words(self.outcome)}{figures}."

    def commit(self, said: Answer) -> tuple[str, Event | None]:
        """Keep an answer; return as HTML what is said of it, and what was recorded."""
        self.said, self.day, self.event = said, "", None
        style.open_curtain(self.id)
        if self.outcome is None:
            html = style.panel("note", self.quoted, "Now run the cells that follow.")
        else:
            html = self.compare()["text/html"]
        return html, self.event

    def compare(self) -> dict[str, Any]:
        """Compare the answer with what was measured, record it once, and return the output."""
        verdict = self.form.verdict(self.said, self.outcome)
        if self.part and not self.event:
            self.event = progress.record(
                self.part,
                self.id,
                verdict.right,
                mistake=verdict.mistake,
                kind="predict",
                answer=self.form.store(self.said),
            )
        title = f"{self.quoted} {self.found}"
        kind = "right" if verdict.right else "wrong"
        return {
            "text/plain": f"{style.LOOKS[kind].mark}{title}",
            "text/html": style.panel(kind, title, verdict.html),
            **_carried(self.event),
        }

    def explain(self) -> dict[str, Any]:
        """Return the output for those who did not commit: folded, and for all answers."""
        body = style.prose(self.found) + self.form.explanation(self.outcome)
        return {
            "text/plain": f"{self.question}\n{self.found}",
            "text/html": style.panel("note", "", style.fold(f"Answer: {self.question}", body)),
        }


_predictions: dict[str, Prediction] = {}


def predict(
    id: str,
    question: str,
    choices: dict[str, str] | None = None,
    *,
    unit: str = "",
    near: float = 0.0,
    low: float = -math.inf,
    high: float | tuple[float, float] = math.inf,
    too_low: str = "",
    too_high: str = "",
    at: Sequence[float | str] = (),
    along: str = "",
    draw: Callable[[tuple[float, ...] | None], tuple[Figure, str]] | None = None,
) -> None:
    """Ask what a measurement will show, and fold what follows until the learner commits.

    Args:
        id: Its name, unique in the course, such as "bit-kept".
        question: What is asked; what stands in `backticks` is code.
        choices: Each answer with the sentence that is said to those who chose it: why it is right,
            or why it is tempting and wrong. Without choices a number is asked.
        unit: What the number counts, such as "%" or "steps".
        near: How far off a number is still right, in the same unit.
        low: The smallest number that can be answered.
        high: The largest number that can be answered; for a place it may be a pair.
        too_low: The sentence for a number that is too small.
        too_high: The sentence for a number that is too large.
        at: The points of a curve; a number is asked for each.
        along: What the points count, such as "steps back".
        draw: Makes the two numbers of ``at`` a place in a picture. It takes a place, or None
            where nobody answers; it returns the picture with a mark there, and its alternative.

    Raises:
        ValueError: A choice has no sentence, a number no unit or tolerance, a curve no bounds, or
            something else than a place two of them; or another question has the same id.
    """
    asked = f"prediction {id!r}"
    if isinstance(high, tuple) and not draw:
        raise ValueError(f"{asked}: only a place in a picture, draw=..., has two upper bounds")
    highs = high if isinstance(high, tuple) else (high, high)
    number = (unit, near, low, max(highs), too_low, too_high)
    form: Form = Number(*number)
    if choices is not None:
        if unit or near or at or draw:
            raise ValueError(f"{asked} asks for a choice or for a number with a unit, not for both")
        form = Choices(dict(choices))
    elif draw:
        form = Place(*number, tuple(at), unit, draw, highs)
    elif at:
        form = Curve(*number, tuple(at), along)
    form.check(asked)
    prediction = _prediction(id, question, form)
    if prediction.said is None:
        style.draw_curtain(id)
    shown = _question("Predict", question, form)
    shown[MIME] = {"id": id, "question": question, **form.as_json()}
    handle = _show(shown)
    if _live():
        fill_in = _form(form, "Commit", _kept(prediction.commit, handle, shown))
        _display(fill_in if prediction.said is None else _again(prediction.quoted, fill_in), form)


def reveal(id: str, outcome: Any, *, measured: str = "") -> None:
    """Compare a prediction with what was measured, say why, and record it.

    Where nobody committed, the answer is shown folded, with the sentences of all choices.

    Args:
        id: The name of the prediction.
        outcome: What was measured: the right choice, as the measurement decides it; the number; or
            the numbers of a curve.
        measured: The figures behind a choice, such as ``f"{h:.3f}"``.

    Raises:
        ValueError: There is no such prediction, or the outcome is none of its choices or no number.
    """
    if id not in _predictions:
        raise ValueError(f"nobody asked {id!r}: run the cell with predict({id!r}, ...) first")
    prediction = _predictions[id]
    prediction.outcome = prediction.form.outcome(outcome, f"prediction {id!r}")
    prediction.measured = measured
    style.open_curtain(id)
    _show(prediction.explain() if prediction.said is None else prediction.compare())


def said(id: str) -> Answer | None:
    """Return the answer that was committed to a prediction, None where there is none.

    Args:
        id: The name of the prediction.
    """
    return _predictions[id].said if id in _predictions else None


def quiz(id: str, question: str, choices: dict[str, str], *, right: str) -> None:
    """Ask a question at the end of a notebook; it comes back after some days.

    Args:
        id: Its name, unique in the course, such as "02-saturation".
        question: What is asked; what stands in `backticks` is code.
        choices: Each answer with the sentence that is said to those who chose it.
        right: The right one of them.

    Raises:
        ValueError: A choice has no sentence, or the right answer is none of the choices.
    """
    Question(progress.current_part(), id, question, dict(choices), right).ask("Question")


@dataclass(frozen=True)
class Question:
    """A question of a quiz, as the output of its notebook stores it.

    Args:
        part: The notebook.
        id: Its name, unique in the course.
        question: What is asked.
        choices: Each answer with the sentence that is said of it.
        right: The right one of them.

    Raises:
        ValueError: A choice has no sentence, or the right answer is none of the choices.
    """

    part: str
    id: str
    question: str
    choices: dict[str, str]
    right: str

    def __post_init__(self) -> None:
        self.form.check(f"quiz {self.id!r}")
        self.form.outcome(self.right, f"quiz {self.id!r}")

    @property
    def form(self) -> Choices:
        """How it is answered."""
        return Choices(self.choices)

    def ask(self, title: str, again: bool = False) -> None:
        """Show the question, with widgets or with its answer folded.

        Args:
            title: What stands above it.
            again: Whether it comes back, and an earlier answer is not told.
        """
        form, last = self.form, _last(self.part, self.id, "quiz")
        answer = "" if _live() else style.fold("Answer", form.explanation(self.right))
        shown = {**_question(title, self.question, form, answer), QUIZ_MIME: asdict(self)}
        handle = _show({**shown, **_carried(last)})
        if not _live():
            return
        fill_in = _form(form, "Answer", _kept(self._reply, handle, shown), self.right)
        told = last and not again
        _display(_again(_earlier(last), fill_in) if told and last else fill_in, form)

    def judge(self, said: str) -> tuple[bool, Event | None]:
        """Tell whether an answer is right, and record it."""
        right = said == self.right
        event = None
        if self.part:
            mistake = "" if right else said
            event = progress.record(
                self.part, self.id, right, mistake=mistake, kind="quiz", answer=said
            )
        return right, event

    def _reply(self, said: Answer) -> tuple[str, Event | None]:
        """Record an answer; return as HTML what is said of it, and what was recorded."""
        right, event = self.judge(str(said))
        words, sentence = self.form.words(said), style.prose(self.choices[str(said)])
        if right:
            return style.panel("right", f"{words}: right", sentence), event
        return style.panel("wrong", f"{words}: choose again", sentence), event


def _prediction(id: str, question: str, form: Form) -> Prediction:
    """Return the prediction of this kernel, a remembered one, or a new one."""
    known = _predictions.get(id)
    if known and known.question != question:
        raise ValueError(
            f"prediction {id!r} is there already, with another question: give this one a name of "
            "its own (if you have just edited it, restart the kernel)"
        )
    if known and known.form == form:
        return known
    prediction = Prediction(progress.current_part(), id, question, form)
    last = _last(prediction.part, id, "predict")
    said = form.parse(last.answer) if last else None
    if last and said is not None:
        day = progress.day(last).isoformat()
        prediction.said, prediction.day, prediction.event = said, day, last
    _predictions[id] = prediction
    return prediction


def _last(part: str, id: str, kind: str) -> Event | None:
    """Return what was recorded last."""
    if not part:
        return None
    found = [event for event in progress.events(part) if (event.item, event.kind) == (id, kind)]
    return found[-1] if found else None


def _earlier(event: Event) -> str:
    """Return what was answered, and when."""
    return f"You answered: {event.answer.replace('`', '')}. That was on {progress.day(event)}."


def _carried(event: Event | None) -> dict[str, Any]:
    """Return what an output carries of an event, so that a saved notebook has it."""
    return {progress.MIME: event.as_json()} if event else {}


# --- what is shown --------------------------------------------------------------------------------


def _live() -> bool:
    """Tell whether a kernel runs this for a learner, so that widgets can be answered."""
    from IPython import get_ipython

    return not os.environ.get(progress.STRICT) and hasattr(get_ipython(), "kernel")


def _question(title: str, question: str, form: Form, more: str = "") -> dict[str, Any]:
    """Return a question as text; what can be answered is listed where no widget lists it."""
    text, body = f"{title}: {question}", f"<div>{style.prose(question)}</div>"
    if not _live():
        text, body = f"{text}\n{form.as_text()}", body + form.as_html() + more
    return {"text/plain": text, "text/html": style.panel("ask", title, body)}


def _show(bundle: dict[str, Any]) -> Any:
    """Put an output into the notebook that no curtain hides; return its handle."""
    from IPython.display import display

    return display(bundle, raw=True, display_id=True)


def _kept(
    reply: Callable[[Answer], tuple[str, Event | None]], handle: Any, shown: dict[str, Any]
) -> Callable[[Answer], str]:
    """Return a reply that also puts what was recorded into the output of the question.

    Args:
        reply: Takes an answer; returns what is said of it, and what was recorded.
        handle: Of the output.
        shown: The output.
    """

    def answer(said: Answer) -> str:
        html, event = reply(said)
        if event:
            handle.update({**shown, **_carried(event)}, raw=True)
        return html

    return answer


def _display(widget: Any, form: Form) -> None:
    """Show a widget; a viewer that knows no widgets lists what can be answered instead."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    _show({_WIDGET: view, "text/html": form.as_html(), "text/plain": form.as_text()})


def _form(
    form: Form, label: str, answer: Callable[[Answer], str], final: Answer | None = None
) -> Any:
    """Return a widget to fill in, with a button and a place for what is said of the answer.

    Args:
        form: How the question is answered.
        label: The button's.
        answer: Takes an answer, and returns as HTML what is said of it.
        final: The answer after which one cannot answer again; None is any.
    """
    from ipywidgets import HTML, Button, VBox

    control, button, said = form.control(), Button(description=label), HTML()

    def press(_: object) -> None:
        value = form.read(control)
        html = style.panel("note", form.missing) if value is None else answer(value)
        said.value = f'<div role="alert" style="line-height: 1.5">{html}</div>'
        if value is not None and final in (None, value):
            for part in (button, *getattr(control, "children", [control])):
                part.disabled = True

    button.on_click(press)
    return VBox([control, button, said])


def _again(told: str, fill_in: Any) -> Any:
    """Return a widget that tells of an earlier answer, with a button to answer again."""
    from ipywidgets import HTML, Button, VBox

    said, button = HTML(style.panel("note", told)), Button(description="Answer again")
    box = VBox([said, button])

    def press(_: object) -> None:
        box.children = [said, fill_in]

    button.on_click(press)
    return box
