"""Questions that come back: in a terminal and in a notebook."""

from datetime import UTC, datetime, timedelta

import nbformat
import pytest

from seqlab import progress, review
from seqlab.authoring.cli import main
from seqlab.predict import QUIZ_MIME, Question

ORDER = Question(
    "03_recurrence",
    "03-order",
    "What does the state keep?",
    {"a sum": "A sum does not know the order.", "the order": "Yes: each step enters it."},
    "the order",
)
GATE = Question(
    "07_lstm",
    "07-gate",
    "Which gate keeps the memory?",
    {"the forget gate": "It multiplies the old memory.", "the output gate": "It only shows it."},
    "the forget gate",
)


@pytest.fixture(autouse=True)
def course(monkeypatch, tmp_path):
    """A course with two questions in its stored notebooks."""
    monkeypatch.delenv(progress.STRICT, raising=False)
    monkeypatch.setattr(review, "course_root", lambda: tmp_path)
    (tmp_path / "notebooks").mkdir()
    for question in (ORDER, GATE):
        store(tmp_path / f"notebooks/{question.part}.ipynb", question)


def store(path, question: Question) -> None:
    data = {"text/plain": question.question, QUIZ_MIME: vars(question)}
    cell = nbformat.v4.new_code_cell(
        "quiz()", outputs=[nbformat.v4.new_output("display_data", data)]
    )
    words = nbformat.v4.new_markdown_cell("words")
    nbformat.write(nbformat.v4.new_notebook(cells=[words, cell]), path)


def answered_before(monkeypatch, *questions: Question, days: int = 1) -> None:
    """Let some questions have been answered right some days ago."""
    past = datetime.now(UTC) - timedelta(days=days)

    class Clock(datetime):
        @classmethod
        def now(cls, tz):
            return past.astimezone(tz)

    with monkeypatch.context() as clock:
        clock.setattr(progress, "datetime", Clock)
        for question in questions:
            question.judge(question.right)


def typing(*lines: str):
    """Return what types some lines, one after the other, and then closes the terminal."""
    left = list(lines)

    def ask(prompt: str) -> str:
        print(prompt, end="")
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def test_the_questions_are_read_from_the_stored_notebooks():
    assert review.questions() == {
        ("03_recurrence", "03-order"): ORDER,
        ("07_lstm", "07-gate"): GATE,
    }


def test_a_question_that_is_asked_no_more_does_not_come_back(monkeypatch, tmp_path):
    answered_before(monkeypatch, ORDER, GATE)
    (tmp_path / "notebooks/03_recurrence.ipynb").unlink()
    assert review.due() == [GATE]


def test_a_right_answer_is_told_why_and_recorded(monkeypatch, capsys):
    answered_before(monkeypatch, ORDER)
    review.in_terminal(typing("2"))
    out = capsys.readouterr().out
    assert "Question 1 of 1, from 03_recurrence\nWhat does the state keep?\n  1  a sum\n" in out
    assert "✓ Right. Yes: each step enters it." in out
    week = datetime.now().astimezone().date() + timedelta(days=7)
    assert out.endswith(f"That was the last one for today. The next one comes back on {week}.\n")
    assert [event.right for event in progress.events()] == [True, True]


def test_a_wrong_answer_is_told_both_sentences_and_comes_back_tomorrow(monkeypatch, capsys):
    answered_before(monkeypatch, ORDER)
    review.in_terminal(typing("1"))
    out = capsys.readouterr().out
    assert "✗ Not right. A sum does not know the order." in out
    assert "Right is: the order. Yes: each step enters it." in out
    event = progress.events()[-1]
    assert (event.right, event.mistake, event.answer) == (False, "a sum", "a sum")
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    assert progress.comes_back() == {("03_recurrence", "03-order"): tomorrow}


@pytest.mark.parametrize("typed", ["0", "3", "a", "²", "-1", "1.0"])
def test_what_is_no_number_of_a_choice_is_asked_again(monkeypatch, capsys, typed):
    answered_before(monkeypatch, ORDER)
    review.in_terminal(typing(typed, " 2 "))
    assert capsys.readouterr().out.count("Type a number from 1 to 2.") == 1
    assert progress.events()[-1].right


@pytest.mark.parametrize("lines", [[], [""]], ids=["closed", "Enter"])
def test_one_can_stop_and_the_rest_stays_due(monkeypatch, capsys, lines):
    answered_before(monkeypatch, ORDER, GATE, days=2)
    review.in_terminal(typing("2", *lines))
    assert capsys.readouterr().out.endswith("Stopped: the other questions stay due.\n")
    assert progress.due() == [("07_lstm", "07-gate")]


def test_interrupted_it_stops_without_a_trace(monkeypatch, capsys):
    answered_before(monkeypatch, ORDER)

    def interrupt(prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    review.in_terminal(interrupt)
    assert "Stopped" in capsys.readouterr().out


def test_the_command_says_that_nothing_is_due(monkeypatch, capsys):
    assert main(["review"]) == 0
    assert capsys.readouterr().out == "No question is due today.\n"
    answered_before(monkeypatch, ORDER, days=0)
    assert main(["review"]) == 0
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    out = capsys.readouterr().out
    assert out == f"No question is due today. The next one comes back on {tomorrow}.\n"


def test_a_notebook_asks_what_is_due(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, display_id: shown.append(data))
    review.review()
    assert capsys.readouterr().out == "No question is due today.\n"
    answered_before(monkeypatch, ORDER)
    review.review()
    (output,) = shown
    assert output["text/plain"].startswith("Question of 03_recurrence: What does the state keep?")
    assert output[QUIZ_MIME] == vars(ORDER)
