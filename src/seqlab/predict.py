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
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from seqlab import progress, style
from seqlab.progress import Event

MIME = "application/vnd.seqlab.predict+json"
QUIZ_MIME = "application/vnd.seqlab.quiz+json"
FEWEST = 2  # choices of a question

_WIDGET = "application/vnd.jupyter.widget-view+json"

Answer = str | float


@dataclass(frozen=True)
class Verdict:
    """How an answer compares with what is right.

    Args:
        right: Whether it is.
        mistake: The name under which a wrong one is counted, or "".
        sentences: What is said of it, as HTML.
    """

    right: bool
    mistake: str = ""
    sentences: str = ""


@dataclass(frozen=True)
class Choices:
    """Some answers to choose from, each with the sentence that is said of it."""

    sentences: dict[str, str]
    missing = "Choose an answer first."

    def check(self, asked: str) -> None:
        """Refuse fewer than two choices, and one without its sentence."""
        if len(self.sentences) < FEWEST:
            raise ValueError(f"{asked} needs at least {FEWEST} choices")
        for choice, sentence in self.sentences.items():
            if not choice.strip() or not sentence.strip():
                raise ValueError(f"{asked}: say of the choice {choice!r} why it is right or wrong")

    def outcome(self, value: Any, asked: str) -> str:
        """Return the right choice."""
        if value not in self.sentences:
            known = ", ".join(map(repr, self.sentences))
            raise ValueError(f"{asked}: {value!r} is none of its choices, which are {known}")
        return str(value)

    def words(self, answer: Answer) -> str:
        """Return how an answer is quoted."""
        return str(answer).replace("`", "")

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        return "\n".join(f"- {choice}" for choice in self.sentences)

    def as_html(self) -> str:
        """Return what can be answered, as HTML for a panel."""
        return _list([style.prose(choice) for choice in self.sentences])

    def as_json(self) -> dict[str, Any]:
        """Return what an output stores of it."""
        return {"choices": list(self.sentences)}

    def verdict(self, said: Answer, outcome: Answer) -> Verdict:
        """Compare a choice with the right one."""
        sentences = [style.prose(self.sentences[str(said)])]
        if said == outcome:
            return Verdict(True, "", _paragraphs(sentences))
        why = f"Right is: {outcome}. {self.sentences[str(outcome)]}"
        return Verdict(False, str(said), _paragraphs([*sentences, style.prose(why)]))

    def explanation(self, outcome: Answer) -> str:
        """Return the sentences of all choices as HTML, for those who did not answer."""
        return _list(
            [
                f"{'✓' if choice == outcome else '✗'} <b>{style.prose(choice)}</b>: "
                f"{style.prose(sentence)}"
                for choice, sentence in self.sentences.items()
            ]
        )

    def control(self) -> Any:
        """Return a widget with nothing chosen yet."""
        from ipywidgets import Layout, RadioButtons

        options = [(choice.replace("`", ""), choice) for choice in self.sentences]
        return RadioButtons(options=options, value=None, layout=Layout(width="auto"))

    def read(self, control: Any) -> Answer | None:
        """Return the answer that stands in the widget; None where there is none."""
        value: str | None = control.value
        return value

    def parse(self, text: str) -> Answer | None:
        """Return an answer as it was stored; None where it is no choice any more."""
        return text if text in self.sentences else None


@dataclass(frozen=True)
class Number:
    """A number with a unit, right within ``near``."""

    unit: str
    near: float
    low: float = -math.inf
    high: float = math.inf
    too_low: str = ""
    too_high: str = ""

    def check(self, asked: str) -> None:
        """Refuse a number whose unit or tolerance is missing, or that nothing can be."""
        if not self.unit.strip():
            raise ValueError(f"{asked} asks for a number: say what it counts, such as unit='%'")
        if not self.near > 0:
            raise ValueError(f"{asked} asks for a number: say how far off is still right, near=...")
        if not self.low < self.high:
            raise ValueError(f"{asked}: low={self.low:g} is not below high={self.high:g}")

    def outcome(self, value: Any, asked: str) -> float:
        """Return the number that was measured."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"{asked} asks for a number, but {value!r} was measured")
        return number

    def words(self, answer: Answer) -> str:
        """Return how an answer is quoted."""
        return f"{float(answer):.4g} {self.unit}"

    @property
    def missing(self) -> str:
        """What is said where no number was written."""
        return f"Write a number{self._range} first, such as 12.5."

    @property
    def _range(self) -> str:
        if math.isinf(self.low) and math.isinf(self.high):
            return ""
        if math.isinf(self.high):
            return f" of at least {self.low:g}"
        if math.isinf(self.low):
            return f" of at most {self.high:g}"
        return f" from {self.low:g} to {self.high:g}"

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        return f"Answer with a number{self._range} ({self.unit})."

    def as_html(self) -> str:
        """Return what can be answered, as HTML for a panel."""
        return _paragraphs([escape(self.as_text())])

    def as_json(self) -> dict[str, Any]:
        """Return what an output stores of it."""
        return {"unit": self.unit, "near": self.near}

    def verdict(self, said: Answer, outcome: Answer) -> Verdict:
        """Compare a number with the measured one."""
        off = float(said) - float(outcome)
        tolerance = f"Right is what lies within {self.near:g} {self.unit} of it."
        if abs(off) <= self.near:
            return Verdict(True, "", _paragraphs([escape(tolerance)]))
        sentence = self.too_low if off < 0 else self.too_high
        said_of_it = [style.prose(text) for text in (sentence, tolerance) if text]
        return Verdict(False, "too low" if off < 0 else "too high", _paragraphs(said_of_it))

    def explanation(self, outcome: Answer) -> str:
        """Return what is said of wrong numbers as HTML, for those who did not answer."""
        measured = float(outcome)
        below, above = self.words(measured - self.near), self.words(measured + self.near)
        said = [f"Right is what lies from {below} to {above}."]
        said += [f"A smaller number: {self.too_low}"] if self.too_low else []
        said += [f"A larger number: {self.too_high}"] if self.too_high else []
        return _paragraphs([style.prose(text) for text in said])

    def control(self) -> Any:
        """Return a widget with nothing written yet."""
        from ipywidgets import HBox, Label, Text

        return HBox([Text(placeholder=f"a number{self._range}"), Label(self.unit)])

    def read(self, control: Any) -> Answer | None:
        """Return the number that stands in the widget; None where there is none in the range."""
        return self.parse(control.children[0].value.strip().replace(",", "."))

    def parse(self, text: str) -> Answer | None:
        """Return the number that a text says; None where it is none in the range."""
        try:
            number = float(text)
        except ValueError:
            return None
        return number if math.isfinite(number) and self.low <= number <= self.high else None


Form = Choices | Number


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
        """What was said, and when if it is long ago."""
        assert self.said is not None
        words = f"You said: {self.form.words(self.said)}."
        return f"{words} That was on {self.day}." if self.day else words

    @property
    def found(self) -> str:
        """What was measured."""
        assert self.outcome is not None
        figures = f" ({self.measured})" if self.measured else ""
        return f"Measured: {self.form.words(self.outcome)}{figures}."

    def commit(self, said: Answer) -> str:
        """Keep an answer, and return as HTML what is said of it."""
        self.said, self.day, self.event = said, "", None
        style.open_curtain(self.id)
        if self.outcome is None:
            return style.panel("note", self.quoted, "Now run the cells that follow.")
        return self.compare()["text/html"]

    def compare(self) -> dict[str, Any]:
        """Compare the answer with what was measured, record it once, and return the output."""
        assert self.said is not None
        assert self.outcome is not None
        verdict = self.form.verdict(self.said, self.outcome)
        if self.part and not self.event:
            self.event = progress.record(
                self.part,
                self.id,
                verdict.right,
                mistake=verdict.mistake,
                kind="predict",
                answer=str(self.said),
            )
        title = f"{self.quoted} {self.found}"
        kind = "right" if verdict.right else "wrong"
        output: dict[str, Any] = {
            "text/plain": f"{style.LOOKS[kind].mark}{title}",
            "text/html": style.panel(kind, title, verdict.sentences),
        }
        if self.event:
            output[progress.MIME] = self.event.as_json()
        return output

    def explain(self) -> dict[str, Any]:
        """Return the output for those who did not commit: folded, as text and for all answers."""
        assert self.outcome is not None
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
    high: float = math.inf,
    too_low: str = "",
    too_high: str = "",
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
        high: The largest number that can be answered.
        too_low: The sentence for a number that is too small.
        too_high: The sentence for a number that is too large.

    Raises:
        ValueError: A choice has no sentence, or a number no unit or tolerance; or another question
            has the same id.
    """
    asked = f"prediction {id!r}"
    form: Form = Number(unit, near, low, high, too_low, too_high)
    if choices is not None:
        if unit or near:
            raise ValueError(f"{asked} asks for a choice or for a number with a unit, not for both")
        form = Choices(dict(choices))
    form.check(asked)
    prediction = _prediction(id, question, form)
    if prediction.said is None:
        style.draw_curtain(id)
    record = {"id": id, "question": question, **form.as_json()}
    _ask("Predict", question, form, {MIME: record})
    if not _live():
        return
    if prediction.said is None:
        _display(_widget(form, "Commit", prediction.commit), form)
    else:
        _display(_again(prediction), form)


def reveal(id: str, outcome: Any, *, measured: str = "") -> None:
    """Compare a prediction with what was measured, say why, and record it.

    Where nobody committed, the answer is shown folded, with the sentences of all choices.

    Args:
        id: The name of the prediction.
        outcome: The right choice, as the measurement decides it, or the measured number.
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
    if prediction.said is None:
        _show(prediction.explain())
    else:
        _show(prediction.compare())


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
    form = Choices(dict(choices))
    form.check(f"quiz {id!r}")
    form.outcome(right, f"quiz {id!r}")
    part = progress.current_part()
    record = {"part": part, "id": id, "question": question, "choices": choices, "right": right}
    live = _live()
    more = "" if live else style.fold("Answer", form.explanation(right))
    _ask("Question", question, form, {QUIZ_MIME: record}, more)
    if live:
        answer = _answering(part, id, form, right)
        _display(_widget(form, "Answer", answer, lambda said: said == right), form)


def _answering(part: str, id: str, form: Choices, right: str) -> Callable[[Answer], str]:
    """Return what an answer to a question of a quiz does."""

    def answer(said: Answer) -> str:
        verdict = form.verdict(said, right)
        if part:
            progress.record(
                part, id, verdict.right, mistake=verdict.mistake, kind="quiz", answer=str(said)
            )
        if verdict.right:
            return style.panel("right", f"{form.words(said)}: right", verdict.sentences)
        sentence = style.prose(form.sentences[str(said)])
        return style.panel("wrong", f"{form.words(said)}: choose again", sentence)

    return answer


def _prediction(id: str, question: str, form: Form) -> Prediction:
    """Return the prediction of this kernel, a remembered one, or a new one."""
    known = _predictions.get(id)
    if known and known.question != question:
        raise ValueError(
            f"prediction {id!r} is there already, with another question: give this one a name of "
            "its own (if you have just edited it, restart the kernel)"
        )
    if known:
        known.form = form
        return known
    prediction = Prediction(progress.current_part(), id, question, form)
    event = _last(prediction.part, id, "predict")
    said = form.parse(event.answer) if event else None
    if event and said is not None:
        prediction.said, prediction.day, prediction.event = said, _day(event), event
    _predictions[id] = prediction
    return prediction


def _last(part: str, id: str, kind: str) -> Event | None:
    """Return what was recorded last; None in a build, which knows no learner."""
    if not part or os.environ.get(progress.STRICT):
        return None
    found = [event for event in progress.events(part) if (event.item, event.kind) == (id, kind)]
    return found[-1] if found else None


def _day(event: Event) -> str:
    """Return the day of an event, as the calendar on the wall showed it."""
    return datetime.fromisoformat(event.time).astimezone().date().isoformat()


# --- what is shown --------------------------------------------------------------------------------


def _live() -> bool:
    """Tell whether a kernel runs this for a learner, so that widgets can be answered."""
    from IPython import get_ipython

    return not os.environ.get(progress.STRICT) and hasattr(get_ipython(), "kernel")


def _show(bundle: dict[str, Any]) -> None:
    """Put an output into the notebook that no curtain hides."""
    from IPython.display import display

    display(bundle, raw=True)


def _ask(title: str, question: str, form: Form, record: dict[str, Any], more: str = "") -> None:
    """Show a question as text; what can be answered is listed where no widget lists it."""
    text, body = f"{title}: {question}", f"<div>{style.prose(question)}</div>"
    if not _live():
        text, body = f"{text}\n{form.as_text()}", body + form.as_html() + more
    _show({"text/plain": text, "text/html": style.panel("ask", title, body), **record})


def _display(widget: Any, form: Form) -> None:
    """Show a widget; a viewer that knows no widgets lists what can be answered instead."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    _show({_WIDGET: view, "text/html": form.as_html(), "text/plain": form.as_text()})


def _widget(
    form: Form,
    label: str,
    answer: Callable[[Answer], str],
    final: Callable[[Answer], bool] = lambda _: True,
) -> Any:
    """Return a form with a button, and a place for what is said of the answer.

    Args:
        form: How the question is answered.
        label: The button's.
        answer: Takes an answer, and returns as HTML what is said of it.
        final: Whether one cannot answer again after an answer.
    """
    from ipywidgets import HTML, Button, VBox

    control, button, said = form.control(), Button(description=label), HTML()

    def press(_: object) -> None:
        value = form.read(control)
        html = style.panel("note", form.missing) if value is None else answer(value)
        said.value = f'<div role="alert" style="line-height: 1.5">{html}</div>'
        if value is not None and final(value):
            button.disabled = True
            for part in getattr(control, "children", [control]):
                part.disabled = True

    button.on_click(press)
    return VBox([control, button, said])


def _again(prediction: Prediction) -> Any:
    """Return what was said earlier, with a button to predict again."""
    from ipywidgets import HTML, Button, VBox

    said = HTML(style.panel("note", prediction.quoted))
    button = Button(description="Predict again")
    box = VBox([said, button])

    def press(_: object) -> None:
        box.children = [said, _widget(prediction.form, "Commit", prediction.commit)]

    button.on_click(press)
    return box


def _list(items: list[str]) -> str:
    """Return a list as HTML for a panel."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul style="margin: 0.4em 0; padding-left: 1.6em">{rows}</ul>'


def _paragraphs(texts: list[str]) -> str:
    """Return paragraphs as HTML for a panel."""
    return "".join(f'<div style="margin: 0.4em 0">{text}</div>' for text in texts)
