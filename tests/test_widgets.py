"""Controls: the static figure first."""

import ipywidgets
import pytest

from seqlab.widgets import explore


@pytest.fixture
def events(monkeypatch) -> list:
    """Collect what happens, in its order."""
    events = []
    monkeypatch.setattr("IPython.display.display", lambda shown: events.append(shown))
    return events


def test_it_draws_first_and_shows_the_controls_afterwards(events):
    slider = ipywidgets.IntSlider(value=3)
    explore(lambda width: events.append(width), width=slider)
    assert events[0] == 3
    assert isinstance(events[1], ipywidgets.VBox)
    assert events[1].children[0] is slider
    assert isinstance(events[1].children[1], ipywidgets.Output)


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


def test_a_control_is_named_after_its_argument_unless_it_has_a_name(events):
    first, second = ipywidgets.IntSlider(), ipywidgets.IntSlider(description="layers")
    explore(lambda **_: None, hidden_size=first, depth=second)
    assert (first.description, second.description) == ("hidden size", "layers")


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


def test_it_works_where_no_front_end_listens(capsys):
    explore(lambda width: print("drawn with", width), width=ipywidgets.IntSlider(value=3))
    assert capsys.readouterr().out.startswith("drawn with 3\n")
