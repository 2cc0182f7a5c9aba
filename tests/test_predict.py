"""Predictions and quizzes: asked, committed, compared with what was measured, explained."""

import json

import matplotlib.pyplot as plt
import pytest
import torch

from seqlab import predict as module
from seqlab import progress, style
from seqlab.predict import MIME, QUIZ_MIME, predict, quiz, reveal
from seqlab.style import CURTAIN

WIDGET = "application/vnd.jupyter.widget-view+json"
QUESTION = "What becomes of an input of 1 after 100 silent steps?"
CHOICES = {
    "it grows": "Above 1 one expects growth, but `tanh` holds the state below 1.",
    "it stays": "The state settles where `tanh` and the weight agree.",
    "it fades": "It fades for weights below 1.",
}


@pytest.fixture(autouse=True)
def kernel(monkeypatch):
    """A new kernel of a learner, in the notebook 03."""
    monkeypatch.delenv(progress.STRICT, raising=False)
    new_kernel(monkeypatch)


def new_kernel(monkeypatch) -> None:
    monkeypatch.setattr(module, "_predictions", {})
    monkeypatch.setattr(style, "_asked", set())
    monkeypatch.setattr(progress, "_part", "03_recurrence")


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    """Collect the outputs, where no front end listens."""
    outputs = []

    class Handle:
        def __init__(self, place: int) -> None:
            self.place = place

        def update(self, data: dict, raw: bool) -> None:
            outputs[self.place] = data

    def display(data: dict, raw: bool, display_id: bool = False) -> Handle:
        outputs.append(data)
        return Handle(len(outputs) - 1)

    monkeypatch.setattr("IPython.display.display", display)
    return outputs


@pytest.fixture
def widgets(monkeypatch, shown) -> list:
    """Collect the widgets that a listening front end shows."""
    made = []
    display = module._display
    monkeypatch.setattr(module, "_live", lambda: True)
    monkeypatch.setattr(
        module, "_display", lambda widget, form: made.append(widget) or display(widget, form)
    )
    return made


def answer(widget, value) -> str:
    """Choose or write an answer, press the button, and return what is said of it."""
    control, button, said = widget.children
    if control.children if hasattr(control, "children") else ():
        control.children[0].value = value
    else:
        control.value = value
    button.click()
    return said.value


# --- the curtain ----------------------------------------------------------------------------------


def outcome(shown) -> str:
    style.publish({"text/html": "<img>", "text/plain": "a picture"})
    return shown.pop()["text/html"]


def test_what_follows_a_prediction_is_folded_until_one_has_committed(shown, widgets):
    assert outcome(shown) == "<img>"
    predict("bit", QUESTION, CHOICES)
    assert outcome(shown) == style.fold(CURTAIN, "<img>")
    answer(widgets[0], "it grows")
    assert outcome(shown) == "<img>"


def test_the_curtain_opens_when_the_outcome_is_revealed(shown):
    predict("bit", QUESTION, CHOICES)
    reveal("bit", "it stays")
    assert outcome(shown) == "<img>"


def test_of_two_predictions_each_holds_the_curtain(shown, widgets):
    predict("one", QUESTION, CHOICES)
    predict("two", "And now?", CHOICES)
    assert CURTAIN not in shown[1]["text/html"], "a question itself is never folded"
    answer(widgets[0], "it grows")
    assert CURTAIN in outcome(shown)
    reveal("two", "it stays")
    assert CURTAIN not in outcome(shown)


# --- as text --------------------------------------------------------------------------------------


def test_where_nobody_listens_the_question_and_its_choices_stand_as_text(shown):
    predict("bit", QUESTION, CHOICES)
    (output,) = shown
    assert output["text/plain"].splitlines() == [
        f"Predict: {QUESTION}",
        "- it grows",
        "- it stays",
        "- it fades",
    ]
    assert QUESTION in output["text/html"]
    assert output["text/html"].count("<li>") == 3
    assert CHOICES["it grows"] not in json.dumps(output), "no answer before the measurement"
    assert output[MIME] == {"id": "bit", "question": QUESTION, "choices": list(CHOICES)}


def test_a_revealed_answer_is_folded_with_the_sentences_of_all_choices(shown):
    predict("bit", QUESTION, CHOICES)
    reveal("bit", "it stays", measured="0.957")
    output = shown[1]
    assert output["text/plain"] == f"{QUESTION}\nMeasured: it stays (0.957)."
    assert f"<details><summary>Answer: {QUESTION}</summary>" in output["text/html"]
    assert output["text/html"].count("✗ <b>") == 2
    assert "✓ <b>it stays</b>: The state settles where <code" in output["text/html"]
    assert progress.events() == [], "nobody answered"


def test_a_built_notebook_knows_no_learner(shown, widgets, monkeypatch):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    reveal("bit", "it stays")
    new_kernel(monkeypatch)
    monkeypatch.setenv(progress.STRICT, "1")
    monkeypatch.setattr(module, "_live", lambda: False)
    predict("bit", QUESTION, CHOICES)
    reveal("bit", "it stays")
    assert "<details>" in shown[-1]["text/html"]


# --- committed ------------------------------------------------------------------------------------


def test_a_wrong_prediction_is_compared_explained_and_recorded(shown, widgets):
    predict("bit", QUESTION, CHOICES)
    said = answer(widgets[0], "it grows")
    assert "You said: it grows." in said
    assert "run the cells that follow" in said
    reveal("bit", "it stays", measured="0.957")
    output = shown[-1]
    assert output["text/plain"] == "✗ You said: it grows. Measured: it stays (0.957)."
    assert "Above 1 one expects growth" in output["text/html"]
    assert "Right is: it stays. The state settles" in output["text/html"]
    assert "It fades for weights" not in output["text/html"]
    (event,) = progress.events("03_recurrence")
    assert (event.kind, event.item, event.right) == ("predict", "bit", False)
    assert (event.mistake, event.answer) == ("it grows", "it grows")
    assert output[progress.MIME] == event.as_json()


def test_a_right_prediction_is_told_why(shown, widgets):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it stays")
    reveal("bit", "it stays")
    assert shown[-1]["text/plain"] == "✓ You said: it stays. Measured: it stays."
    assert "The state settles" in shown[-1]["text/html"]
    (event,) = progress.events()
    assert (event.right, event.mistake, event.answer) == (True, "", "it stays")


def test_who_commits_after_run_all_sees_the_comparison_at_once(shown, widgets):
    predict("bit", QUESTION, CHOICES)
    reveal("bit", "it stays")
    assert "Measured: it stays." in answer(widgets[0], "it grows")
    assert len(progress.events()) == 1
    (event,) = progress.events()
    assert shown[0][progress.MIME] == event.as_json(), "a saved notebook carries it"
    reveal("bit", "it stays")
    assert len(progress.events()) == 1, "run again, it is the same answer"


def test_without_an_answer_the_button_says_what_to_do(widgets):
    predict("bit", QUESTION, CHOICES)
    assert widgets[0].children[0].value is None, "nothing is chosen beforehand"
    assert "Choose an answer first." in answer(widgets[0], None)
    assert "bit" in style._asked


def test_a_prediction_is_committed_once(widgets):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    control, button, _ = widgets[0].children
    assert control.disabled
    assert button.disabled


def test_a_prediction_of_another_day_is_remembered(shown, widgets, monkeypatch):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    reveal("bit", "it stays")
    day = progress.day(progress.events()[0])
    new_kernel(monkeypatch)
    predict("bit", QUESTION, CHOICES)
    assert CURTAIN not in outcome(shown)
    said, button = widgets[1].children
    assert f"You said: it grows. That was on {day}." in said.value
    reveal("bit", "it stays")
    assert f"You said: it grows. That was on {day}. Measured" in shown[-1]["text/plain"]
    assert len(progress.events()) == 1
    button.click()
    answer(widgets[1].children[1], "it stays")
    assert [event.right for event in progress.events()] == [False, True]


def test_a_remembered_choice_that_is_no_choice_any_more_is_forgotten(shown, widgets, monkeypatch):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    reveal("bit", "it stays")
    new_kernel(monkeypatch)
    predict("bit", QUESTION, {"more": "No.", "it stays": "Yes."})
    assert CURTAIN in outcome(shown)


def test_a_run_again_keeps_what_was_said(shown, widgets):
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    predict("bit", QUESTION, CHOICES)
    assert CURTAIN not in outcome(shown)
    assert "You said: it grows." in widgets[1].children[0].value


def test_outside_the_course_nothing_is_recorded(shown, widgets):
    progress.begin("")
    predict("bit", QUESTION, CHOICES)
    answer(widgets[0], "it grows")
    reveal("bit", "it stays")
    assert progress.events() == []
    assert progress.MIME not in shown[-1]


def test_a_viewer_without_widgets_lists_the_choices_beside_them(shown, widgets):
    predict("bit", QUESTION, CHOICES)
    question, form = shown
    assert "it grows" not in question["text/html"], "the widget lists them"
    assert form[WIDGET]["model_id"] == widgets[0].model_id
    assert form["text/html"].count("<li>") == 3


# --- numbers --------------------------------------------------------------------------------------


def ask_percent() -> None:
    predict(
        "share",
        "How many per cent are right?",
        unit="%",
        low=0,
        high=100,
        near=5,
        too_low="Chance alone is 50.",
    )


@pytest.mark.parametrize(
    ("said", "right", "mistake"),
    [
        ("60", True, ""),
        ("66,5", True, ""),
        ("70.1", False, "too high"),
        ("10", False, "too low"),
    ],
)
def test_a_number_is_right_within_its_tolerance(shown, widgets, said, right, mistake):
    ask_percent()
    answer(widgets[0], said)
    reveal("share", 65.0)
    (event,) = progress.events()
    assert (event.right, event.mistake) == (right, mistake)
    assert event.answer == str(float(said.replace(",", ".")))
    assert ("Chance alone is 50." in shown[-1]["text/html"]) == (mistake == "too low")
    assert "within 5 % of it" in shown[-1]["text/html"]
    assert shown[-1]["text/plain"].endswith("Measured: 65 %.")


@pytest.mark.parametrize("said", ["", "half", "101", "-1", "nan"])
def test_what_is_no_number_of_the_range_is_not_committed(widgets, said):
    ask_percent()
    assert "First write a number from 0 to 100." in answer(widgets[0], said)
    assert "share" in style._asked


def test_a_number_as_text(shown):
    ask_percent()
    assert shown[0]["text/plain"].endswith("Answer with a number from 0 to 100 (%).")
    reveal("share", 65.0)
    assert "Right is what lies from 60 % to 70 %." in shown[1]["text/html"]
    assert "A smaller number: Chance alone is 50." in shown[1]["text/html"]


def test_a_number_is_remembered(shown, widgets, monkeypatch):
    ask_percent()
    answer(widgets[0], "60")
    reveal("share", 65.0)
    new_kernel(monkeypatch)
    ask_percent()
    assert "You said: 60 %." in widgets[1].children[0].value


# --- curves ---------------------------------------------------------------------------------------

AT = [1, 4, 16]
MEASURED_CURVE = '<img alt="The measured curve over steps goes from 0.1 m at 1 to 1.6 m at 16.'


def ask_curve() -> None:
    predict(
        "curve",
        "How does the error grow?",
        at=AT,
        along="steps",
        unit="m",
        low=0,
        high=2,
        near=0.2,
        too_low="Errors add up.",
    )


def draw(widget, *values: float) -> str:
    """Move the sliders and commit."""
    control, button, said = widget.children
    for slider, value in zip(control.children, values, strict=True):
        slider.value = value
    button.click()
    return said.value


@pytest.mark.parametrize(
    ("said", "mistake", "near"),
    [
        ((0.2, 0.6, 1.5), "", 3),
        ((0.1, 0.1, 0.1), "too low", 1),
        ((0.1, 1.0, 2.0), "too high", 1),
        ((1.0, 0.5, 0.0), "another shape", 1),
    ],
)
def test_a_curve_is_right_where_all_its_points_are(shown, widgets, said, mistake, near):
    ask_curve()
    assert "You said:" in draw(widgets[0], *said)
    reveal("curve", [0.1, 0.5, 1.6])
    (event,) = progress.events()
    assert (event.right, event.mistake) == (not mistake, mistake)
    html = shown[-1]["text/html"]
    assert f"{near} of 3 points lie within 0.2 m of it." in html
    assert ("Errors add up." in html) == (mistake == "too low")
    course = f"goes from {said[0]:.3g} m at 1 to {said[-1]:.3g} m at 16."
    assert f'{MEASURED_CURVE} The predicted one {course}"' in html


def test_a_curve_is_drawn_by_the_keyboard_in_its_bounds(widgets):
    ask_curve()
    sliders = widgets[0].children[0].children
    assert [slider.description for slider in sliders] == ["1", "4", "16"]
    assert {(slider.min, slider.max, slider.step) for slider in sliders} == {(0, 2, 0.02)}


def test_a_curve_as_text(shown):
    ask_curve()
    assert shown[0]["text/plain"].endswith(
        "Answer with a number from 0 to 2 (m) for each of 1, 4, 16 (steps)."
    )
    reveal("curve", torch.tensor([0.1, 0.5, 1.6]))
    assert f'{MEASURED_CURVE}"' in shown[1]["text/html"]
    assert "A smaller curve: Errors add up." in shown[1]["text/html"]


def test_a_curve_is_remembered(shown, widgets, monkeypatch):
    ask_curve()
    draw(widgets[0], 0.1, 0.5, 2.0)
    reveal("curve", [0.1, 0.5, 1.6])
    assert progress.events()[0].answer == "0.1 0.5 2.0"
    new_kernel(monkeypatch)
    ask_curve()
    assert "You said: 0.1, 0.5, 2 m." in widgets[1].children[0].value


def test_a_curve_with_other_points_is_refused(shown):
    ask_curve()
    with pytest.raises(ValueError, match="'curve' asks for 3 points, but 2 were measured"):
        reveal("curve", [0.1, 0.5])
    with pytest.raises(ValueError, match="asks for a number, but nan was measured"):
        reveal("curve", [0.1, 0.5, float("nan")])


# --- a quiz ---------------------------------------------------------------------------------------

ANSWERS = {"a sum": "A sum does not know the order.", "the order": "Yes: each step enters it."}


def test_a_quiz_as_text_has_its_answer_folded(shown):
    quiz("03-order", "What does the state keep?", ANSWERS, right="the order")
    (output,) = shown
    assert output["text/plain"].splitlines() == [
        "Question: What does the state keep?",
        "- a sum",
        "- the order",
    ]
    before, _, folded = output["text/html"].partition("<details><summary>Answer</summary>")
    assert "<li>the order</li>" in before
    assert "✗ <b>a sum</b>: A sum does not know the order." in folded
    assert output[QUIZ_MIME] == {
        "part": "03_recurrence",
        "id": "03-order",
        "question": "What does the state keep?",
        "choices": ANSWERS,
        "right": "the order",
    }


def test_a_wrong_answer_is_explained_and_one_can_choose_again(shown, widgets):
    quiz("03-order", "What does the state keep?", ANSWERS, right="the order")
    assert "<details>" not in shown[0]["text/html"]
    said = answer(widgets[0], "a sum")
    assert "✗ a sum: choose again" in said
    assert "A sum does not know the order." in said
    assert "Yes:" not in said
    assert not widgets[0].children[1].disabled
    assert "✓ the order: right" in answer(widgets[0], "the order")
    assert widgets[0].children[1].disabled
    first, second = progress.events("03_recurrence")
    assert (first.kind, first.item, first.right, first.mistake) == (
        "quiz",
        "03-order",
        False,
        "a sum",
    )
    assert second.right


def test_an_answer_is_carried_by_the_output_of_its_question(shown, widgets):
    quiz("03-order", "What does the state keep?", ANSWERS, right="the order")
    assert progress.MIME not in shown[0]
    answer(widgets[0], "a sum")
    (event,) = progress.events()
    assert shown[0][progress.MIME] == event.as_json()
    assert "What does the state keep?" in shown[0]["text/html"]


def test_a_quiz_of_another_day_is_remembered(shown, widgets, monkeypatch):
    quiz("03-order", "What does the state keep?", ANSWERS, right="the order")
    answer(widgets[0], "a sum")
    new_kernel(monkeypatch)
    quiz("03-order", "What does the state keep?", ANSWERS, right="the order")
    (event,) = progress.events()
    said, button = widgets[1].children
    assert f"You answered: a sum. That was on {progress.day(event)}." in said.value
    assert shown[-2][progress.MIME] == event.as_json()
    button.click()
    assert "right" in answer(widgets[1].children[1], "the order")


# --- what an author is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"choices": {"yes": "Because."}}, "prediction 'x' needs at least 2 choices"),
        ({"choices": {"yes": "Because.", "no": " "}}, "say of the choice 'no' why it is right"),
        ({"choices": CHOICES, "unit": "%"}, "a choice or for a number with a unit, not for both"),
        ({"near": 5}, r"say what it counts, such as unit='%'"),
        ({"unit": "%"}, r"say how far off is still right, near=\.\.\."),
        ({"unit": "%", "near": 5, "low": 3, "high": 3}, "low=3 is not below high=3"),
        ({"unit": "m", "near": 1, "at": [1]}, r"give at least 2 points, at=\[\.\.\.\]"),
        ({"unit": "m", "near": 1, "at": [1, 2]}, "say what at=... counts, along='steps'"),
        ({"unit": "m", "near": 1, "at": [1, 2], "along": "s"}, r"low=\.\.\. and high=\.\.\."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(shown, arguments, message):
    with pytest.raises(ValueError, match=message):
        predict("x", "Which?", **arguments)
    assert not shown
    assert not style._asked


def test_revealing_what_nobody_asked_is_refused():
    with pytest.raises(ValueError, match=r"nobody asked 'bit': run the cell with predict\('bit',"):
        reveal("bit", "it stays")


def test_an_outcome_that_is_no_choice_is_refused(shown):
    predict("bit", QUESTION, CHOICES)
    with pytest.raises(ValueError, match="'stays' is none of its choices, which are 'it grows', "):
        reveal("bit", "stays")
    with pytest.raises(ValueError, match=r"quiz 'q': 'c' is none of its choices"):
        quiz("q", "Which?", {"a": "No.", "b": "Yes."}, right="c")


@pytest.mark.parametrize("value", [float("nan"), "much", None])
def test_an_outcome_that_is_no_number_is_refused(shown, value):
    ask_percent()
    with pytest.raises(ValueError, match=r"asks for a number, but .* was measured"):
        reveal("share", value)


def test_two_questions_with_one_name_are_refused(shown):
    predict("bit", QUESTION, CHOICES)
    with pytest.raises(ValueError, match="'bit' is there already, with another question"):
        predict("bit", "Another?", CHOICES)


# --- places ---------------------------------------------------------------------------------------


def draw_place(place):
    """Return a picture, and where the mark is in it."""
    return plt.figure(), f"mark at {place}"


def ask_place() -> None:
    predict(
        "place",
        "Where will the ball be?",
        at=("across", "up"),
        low=0,
        high=(3, 2),
        unit="m",
        near=0.1,
        draw=draw_place,
    )


@pytest.mark.parametrize(
    ("place", "mistake"), [((1.0, 0.5), None), ((1.08, 0.5), None), ((1.08, 0.58), "another place")]
)
def test_a_place_is_right_by_its_distance(shown, widgets, place, mistake):
    ask_place()
    control, button, _ = widgets[0].children
    for slider, value in zip(control.children[:2], place, strict=True):
        slider.value = value
    button.click()
    assert module.said("place") == pytest.approx(place)
    reveal("place", [1.0, 0.5])
    (event,) = progress.events("03_recurrence")
    assert event.right is (mistake is None)
    assert (event.mistake or None) == mistake
    assert "m away from it" in shown[-1]["text/html"]
    quoted = f"You said: {place[0]:.2f} m across, {place[1]:.2f} m up."
    assert f"{quoted} Measured: 1.00 m across, 0.50 m up." in shown[-1]["text/plain"]


def test_the_mark_is_where_the_sliders_are(widgets):
    ask_place()
    across, up, picture = widgets[0].children[0].children
    assert "mark at (1.5, 1.0)" in picture.value
    assert [(slider.min, slider.max) for slider in (across, up)] == [(0, 3), (0, 2)]
    across.value, up.value = 1.2, 0.6
    assert "mark at (1.2, 0.6)" in picture.value


def test_a_place_as_text_has_its_picture(shown):
    ask_place()
    assert module.said("place") is None
    assert "mark at None" in shown[0]["text/html"]
    assert shown[0]["text/plain"].endswith(
        "Answer with a number from 0 to 3 (m) for across and a number from 0 to 2 (m) for up."
    )
    reveal("place", torch.tensor([1.0, 0.5]))
    assert "within 0.1 m of it" in shown[1]["text/html"]


def test_a_place_has_two_numbers(shown):
    with pytest.raises(ValueError, match="'place' asks for a place: name its two numbers"):
        predict("place", "Where?", at="xyz", low=0, high=1, unit="m", near=1, draw=draw_place)


def test_a_place_out_of_its_bounds_is_not_remembered(shown):
    ask_place()
    form = module._predictions["place"].form
    assert form.parse("1.0 2.0") == (1, 2)
    assert form.parse("1.0 2.5") is None
    assert form.parse("1.0") is None


@pytest.mark.parametrize("high", [0, (3, 0), (3, 2, 1)])
def test_a_place_has_one_upper_bound_or_two_above_the_lower(shown, high):
    with pytest.raises(ValueError, match=r"low=0"):
        predict("place", "Where?", at="xy", low=0, high=high, unit="m", near=1, draw=draw_place)


def test_only_a_place_has_two_upper_bounds(shown):
    with pytest.raises(ValueError, match="'many': only a place in a picture"):
        predict("many", "How many?", low=0, high=(3, 2), unit="m", near=1)


def test_nothing_was_said_of_what_nobody_asked():
    assert module.said("nothing") is None
