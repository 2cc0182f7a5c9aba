"""Controls: one live drawing, or a row of states where no kernel listens."""

import asyncio
import copy
import random
import re

import ipywidgets
import nbformat
import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import Markdown, display
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from traitlets.config import Config

from seqlab import style
from seqlab.progress import STRICT
from seqlab.widgets import STATES, explore


@pytest.fixture
def events(monkeypatch) -> list:
    """Collect what happens where a kernel listens, in its order."""
    monkeypatch.delenv(STRICT, raising=False)
    events = []
    monkeypatch.setattr("IPython.display.display", lambda shown: events.append(shown))
    return events


@pytest.fixture
def stored(monkeypatch):
    """Return a function that tells what explore leaves in a notebook that is built."""
    monkeypatch.setenv(STRICT, "1")
    InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))

    def outputs(draw, **controls) -> list[dict]:
        with capture_output(stdout=False) as shown:
            explore(draw, **controls)
        return [output.data for output in shown.outputs]

    yield outputs
    InteractiveShell.clear_instance()


def bundle(**values) -> dict[str, str]:
    """Return a picture whose alternative names the values."""
    words = ", ".join(f"{name} is {value}" for name, value in values.items())
    return {"text/html": f'<img alt="{words}">', "text/plain": words}


def picture(**values) -> None:
    display(bundle(**values), raw=True)


def labels(html: str) -> list[str]:
    return re.findall("<b>(.*?)</b>", html)


def alternatives(html: str) -> list[str]:
    return re.findall('alt="(.*?)"', html)


# --- where a kernel listens -----------------------------------------------------------------------


def test_the_controls_stand_above_the_one_drawing(events):
    slider = ipywidgets.IntSlider(value=3)
    explore(lambda width: events.append(width), width=slider)
    box, drawn = events
    assert isinstance(box, ipywidgets.VBox)
    assert box.children[0] is slider
    assert isinstance(box.children[1], ipywidgets.Output)
    assert drawn == 3


def test_moving_a_control_draws_again_with_the_values_of_all(events):
    slider, box = ipywidgets.IntSlider(value=3), ipywidgets.Checkbox(value=False)
    explore(lambda **values: events.append(values), width=slider, filled=box)
    slider.value = 5
    box.value = True
    assert [e for e in events if isinstance(e, dict)] == [
        {"width": 3, "filled": False},
        {"width": 5, "filled": False},
        {"width": 5, "filled": True},
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [("hidden_size", "hidden size"), ("a", "a"), ("w_hh", "w_hh"), ("w_labs", "w_labs")],
)
def test_a_control_is_named_after_its_argument_and_a_symbol_stays(events, name, words):
    control = ipywidgets.IntSlider()
    explore(lambda **_: None, **{name: control})
    assert control.description == words


def test_a_control_keeps_a_name_of_its_own(events):
    control = ipywidgets.IntSlider(description="layers")
    explore(lambda **_: None, depth=control)
    assert control.description == "layers"


def test_a_slider_draws_when_it_is_let_go(events):
    slider = ipywidgets.FloatSlider()
    explore(lambda **_: None, temperature=slider)
    assert slider.continuous_update is False


def test_without_a_control_it_says_what_is_missing(events):
    with pytest.raises(ValueError, match="needs a control"):
        explore(lambda: None)


def test_something_else_than_a_control_is_named(events):
    with pytest.raises(TypeError, match=r"width must be a control, .* got tuple"):
        explore(lambda width: events.append(width), width=(1, 9))
    assert not events


def test_it_works_where_no_front_end_listens(monkeypatch, capsys):
    monkeypatch.delenv(STRICT, raising=False)
    explore(lambda width: print("drawn with", width), width=ipywidgets.IntSlider(value=3))
    assert capsys.readouterr().out.endswith("drawn with 3\n")


def test_an_error_of_the_first_drawing_is_seen(events):
    with pytest.raises(ZeroDivisionError):
        explore(lambda width: 1 // width, width=ipywidgets.IntSlider(value=0))


def test_the_same_values_give_the_same_drawing_and_no_later_number_changes(events):
    def three(width) -> None:
        events.append((random.random(), np.random.rand(), torch.rand(()).item()))

    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    expected = random.random(), np.random.rand(), torch.rand(()).item()
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    slider = ipywidgets.IntSlider(value=3)
    explore(three, width=slider)
    assert (random.random(), np.random.rand(), torch.rand(()).item()) == expected
    slider.value = 5
    assert events[1] == events[2] == expected


CELL = """
import ipywidgets
from IPython.display import display
from seqlab.widgets import explore

def draw(width):
    display({"text/html": f'<img alt="{width} wide">', "text/plain": str(width)}, raw=True)

slider = ipywidgets.IntSlider(value=3)
explore(draw, width=slider)
"""


def run_live(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run a notebook as a front end with widgets does.

    nbclient answers an Output through the socket on which it waits for the kernel, and may then
    miss the kernel's reply for ever: so it is given up after a minute, and tried again.
    """
    for tries_left in (2, 1, 0):
        tried = copy.deepcopy(notebook)
        try:
            client = NotebookClient(tried, kernel_name="python3", timeout=60)
            asyncio.run(client.async_execute())
            break
        except CellTimeoutError:
            if not tries_left:
                raise
    return tried


@pytest.mark.parametrize("moved", ["", "slider.value = 5"])
def test_a_live_notebook_shows_one_picture_below_the_controls(monkeypatch, moved):
    monkeypatch.delenv(STRICT, raising=False)
    cells = [nbformat.v4.new_code_cell(text) for text in (CELL, moved) if text]
    notebook = run_live(nbformat.v4.new_notebook(cells=cells))
    (box,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in box.data
    models = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    (output,) = (m["state"] for m in models.values() if m["model_name"] == "OutputModel")
    (shown,) = output["outputs"]
    assert shown["data"]["text/html"] == f'<img alt="{5 if moved else 3} wide">'


# --- where none does ------------------------------------------------------------------------------


def test_a_built_notebook_holds_a_row_of_labelled_states_and_no_control(stored):
    (row,) = stored(picture, w_hh=ipywidgets.FloatSlider(value=0.5, min=-2, max=2, step=0.25))
    assert row.keys() == {"text/html", "text/plain"}
    assert labels(row["text/html"]) == ["w_hh: -2", "w_hh: -0.75", "w_hh: 0.5", "w_hh: 2"]
    assert alternatives(row["text/html"])[2] == "w_hh is 0.5"
    assert "Run this cell to choose for yourself: w_hh." in row["text/html"]
    assert row["text/plain"].endswith("w_hh: 2\nw_hh is 2.0")


def test_the_other_controls_stay_at_their_start(stored):
    slider = ipywidgets.IntSlider(value=4, min=1, max=4)
    beginning = ipywidgets.Dropdown(options=("I love", "You love", "Doctors treat"), value="I love")
    (row,) = stored(picture, beginning=beginning, steps=slider)
    assert alternatives(row["text/html"]) == [
        "beginning is I love, steps is 4",
        "beginning is You love, steps is 4",
        "beginning is Doctors treat, steps is 4",
    ]
    assert "yourself: beginning, steps." in row["text/html"]
    assert beginning.value == "I love"


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        (ipywidgets.IntSlider(value=3, min=0, max=50), ["0", "3", "33", "50"]),
        (ipywidgets.IntSlider(value=0, min=0, max=80, step=8), ["0", "24", "56", "80"]),
        (ipywidgets.IntSlider(value=6, min=2, max=6), ["2", "3", "5", "6"]),
        (ipywidgets.IntSlider(value=1, min=1, max=2), ["1", "2"]),
        (ipywidgets.IntSlider(value=1, min=1, max=1), ["1"]),
        (ipywidgets.FloatSlider(value=0.8, min=0, max=3, step=0.2), ["0", "0.8", "2", "3"]),
        (ipywidgets.FloatLogSlider(value=0.1, min=-2, max=0, step=0.25), "0.01 0.05623 0.1 1"),
        (ipywidgets.BoundedIntText(value=342, min=1, max=10**9), "1 342 666,666,667 1,000,000,000"),
        (ipywidgets.BoundedFloatText(value=1, min=0, max=3), ["0", "1", "2", "3"]),
        (ipywidgets.IntText(value=7), ["7"]),
        (ipywidgets.Text(value="Шевченко"), ["Шевченко"]),
        (ipywidgets.Text(value="<b>"), ["&lt;b&gt;"]),
        (ipywidgets.Checkbox(value=True), ["no", "yes"]),
        (ipywidgets.ToggleButtons(options=["tanh", "relu"], value="relu"), ["tanh", "relu"]),
        (ipywidgets.Dropdown(options=[("one", 1), ("two", 2)]), ["one", "two"]),
        (ipywidgets.SelectionSlider(options=list(range(1, 12)), value=6), "1 6 8 11"),
        (ipywidgets.IntRangeSlider(value=(2, 3)), ["(2, 3)"]),
    ],
)
def test_the_states_reach_over_what_a_control_allows_and_its_start_is_one(
    stored, control, expected
):
    start = control.value
    (row,) = stored(picture, x=control)
    expected = expected.split() if isinstance(expected, str) else expected
    assert labels(row["text/html"]) == [f"x: {value}" for value in expected]
    assert len(expected) <= STATES
    assert control.value == start


def test_what_a_state_prints_stands_below_its_own_label(stored):
    options = ipywidgets.Dropdown(options=["a<b", "c"])
    (row,) = stored(lambda x: (print(x, "read"), picture(x=x)), x=options)
    first, second = row["text/html"].split("<b>")[1:]
    assert re.search(r"a&lt;b</b>.*<pre.*>a&lt;b read</pre><img", first)
    assert re.search(r"c</b>.*<pre.*>c read</pre><img", second)
    assert row["text/plain"].endswith("x: c\nc read\nx is c")


def test_what_is_no_html_is_shown_once_for_the_start(stored):
    outputs = stored(lambda x: display(Markdown(f"*{x}*")), x=ipywidgets.IntSlider(value=3))
    assert "Run this cell" in outputs[0]["text/html"]
    assert [output["text/markdown"] for output in outputs[1:]] == ["*3*"]


def test_while_a_prediction_is_asked_the_row_is_folded_once(stored):
    style.draw_curtain("width")
    try:
        (row,) = stored(lambda x: style.publish(bundle(x=x)), x=ipywidgets.Checkbox())
        assert style.behind_curtain({"text/html": ""})["text/html"], "the curtain is as it was"
    finally:
        style.open_curtain("width")
    assert row["text/html"].startswith("<details><summary>")
    assert row["text/html"].count("<details>") == 1
    assert alternatives(row["text/html"]) == ["x is False", "x is True"]


def test_every_state_begins_with_the_same_chance(stored):
    torch.manual_seed(1)
    expected = torch.rand(()).item()
    torch.manual_seed(1)
    (row,) = stored(lambda x: print(torch.rand(())), x=ipywidgets.IntSlider())
    assert len(set(re.findall("tensor.*?<", row["text/html"]))) == 1
    assert torch.rand(()).item() == expected


def test_an_error_in_a_built_notebook_is_an_error(stored):
    with pytest.raises(ZeroDivisionError):
        stored(lambda x: 1 // x, x=ipywidgets.IntSlider(value=3))
