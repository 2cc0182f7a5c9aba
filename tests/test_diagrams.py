"""The unrolled graph: what stands where, and what is left out."""

import matplotlib.pyplot as plt
import pytest

from seqlab.diagrams import FAINT, draw_unrolled
from seqlab.plots import use_style


@pytest.fixture
def axes():
    plt.switch_backend("agg")
    with plt.rc_context():
        use_style()
        yield plt.subplots(figsize=(7, 3))[1]
    plt.close("all")


def labels(axes, text: str) -> list:
    """Return the texts with these words; an arrow alone is a text without words."""
    return [label for label in axes.texts if label.get_text() == text]


def opacity(axes, text: str) -> list[float]:
    return [label.get_alpha() for label in labels(axes, text)]


def test_each_step_has_a_cell_and_reads_with_the_same_matrix(axes):
    draw_unrolled(axes, ["I", "love", "neural"], [None, None, "networks!"])
    assert len(axes.patches) == 3
    assert [labels(axes, f"$h_{{{t}}}$")[0].get_position() for t in (1, 2, 3)] == [
        (1, 0),
        (2, 0),
        (3, 0),
    ]
    assert len(labels(axes, "$W_{xh}$")) == 3
    assert len(labels(axes, "$W_{hh}$")) == 3  # the first one comes from h_0
    assert len(labels(axes, "$W_{hy}$")) == 1


def test_inputs_stand_below_and_outputs_above_their_cells(axes):
    draw_unrolled(axes, ["I", None], [None, "love"])
    (read,), (put,) = labels(axes, "I"), labels(axes, "love")
    assert read.get_position()[0] == 1
    assert read.get_position()[1] < 0
    assert put.get_position()[0] == 2
    assert put.get_position()[1] > 0


def test_without_recurrence_no_state_is_passed_on(axes):
    draw_unrolled(axes, ["a", "b"], ["c", "d"], recurrent=False)
    assert not labels(axes, "$W_{hh}$")
    assert not labels(axes, "$h_0$")


def test_what_comes_later_is_faint(axes):
    draw_unrolled(axes, ["a", "b", "c"], ["x", "y", "z"], shown=2)
    assert [opacity(axes, text) for text in "abc"] == [[1], [1], [FAINT]]
    assert opacity(axes, "$W_{hh}$") == [1, 1, FAINT]
    assert [cell.get_alpha() for cell in axes.patches] == [1, 1, FAINT]


@pytest.mark.parametrize("steps", range(1, 7))
def test_long_words_neither_touch_nor_leave_the_picture(axes, steps):
    draw_unrolled(axes, ["Introduction"] * steps, ["Introduction"] * steps)
    figure = axes.figure
    figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in labels(axes, "Introduction")]
    assert len(boxes) == 2 * steps
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)


@pytest.mark.parametrize(("inputs", "outputs"), [([], []), (["a"], []), (["a"], ["b", "c"])])
def test_steps_without_partners_are_refused(axes, inputs, outputs):
    with pytest.raises(ValueError, match="an input and an output"):
        draw_unrolled(axes, inputs, outputs)
