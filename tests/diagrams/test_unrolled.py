"""The unrolled graph: what stands where, and what is left out."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from seqlab.diagrams import FAINT, draw_unrolled
from seqlab.plots import COLOURS, use_style


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


def test_without_names_boxes_and_arrows_are_left(axes):
    draw_unrolled(axes, ["I", "love"], [None, "networks!"], named=False)
    assert len(axes.patches) == 2
    assert {label.get_text() for label in axes.texts} == {"", "I", "love", "networks!"}
    arrows = [label for label in axes.texts if getattr(label, "arrow_patch", None)]
    assert len(arrows) == 4  # two inputs, one state, one output; none from h_0


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


def backward_arrows(axes) -> list:
    """Return the arrows in the colour of the gradient."""
    arrows = [label.arrow_patch for label in axes.texts if getattr(label, "arrow_patch", None)]
    return [arrow for arrow in arrows if to_hex(arrow.get_facecolor()) == COLOURS[3]]


def test_a_gradient_flows_down_from_the_outputs_and_to_the_left(axes):
    draw_unrolled(axes, ["a", "b"], ["x", "y"], gradient=[(0.5, -1.25), (2.0, 0.0)])
    ends = [(note.xyann, note.xy) for note in axes.texts if getattr(note, "arrow_patch", None)]
    leftwards = [(start, end) for start, end in ends if start[0] > end[0]]
    downwards = [(start, end) for start, end in ends if start[1] > end[1]]
    assert len(backward_arrows(axes)) == 3  # no arrow for the part that is 0
    assert len(leftwards) == 1
    assert len(downwards) == 2
    assert [len(labels(axes, number)) for number in ("0.5", "-1.2", "2")] == [1, 1, 1]


def test_a_larger_part_has_a_wider_arrow_whatever_its_sign(axes):
    draw_unrolled(axes, ["a"] * 3, ["x"] * 3, gradient=[(0.1, -3.0), (1.0, 2.0), (0.5, 0.0)])
    widths = [arrow.get_arrowstyle().tail_width for arrow in backward_arrows(axes)]
    assert widths[1] > widths[3] > widths[2] > widths[4] > widths[0]


def test_the_gradient_of_later_steps_is_faint_too(axes):
    draw_unrolled(axes, ["a", "b"], ["x", "y"], shown=1, gradient=[(1.0, 2.0), (3.0, 0.0)])
    assert [arrow.get_alpha() for arrow in backward_arrows(axes)] == [1, 1, FAINT]


def test_a_gradient_without_a_flow_draws_no_arrow(axes):
    draw_unrolled(axes, ["a"], ["x"], gradient=[(0.0, 0.0)])
    assert not backward_arrows(axes)


@pytest.mark.parametrize("steps", range(1, 7))
def test_numbers_of_the_gradient_touch_no_other_words(axes, steps):
    draw_unrolled(axes, ["a"] * steps, ["x"] * steps, gradient=[(-0.0012, -0.0034)] * steps)
    axes.figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in axes.texts if label.get_text()]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_a_gradient_for_another_number_of_steps_is_refused(axes):
    with pytest.raises(ValueError, match="gradients for each of 2 steps, got 1"):
        draw_unrolled(axes, ["a", "b"], ["x", "y"], gradient=[(1.0, 0.0)])


def test_an_output_is_fed_back_where_nothing_else_is_read(axes):
    draw_unrolled(axes, ["a", None, None, "b"], ["x", "y", None, "z"], feedback=True, shown=2)
    arrows = [patch for patch in axes.patches if patch.get_gid() == "feedback"]
    routes = [arrow.get_path().vertices[:-1, 0] for arrow in arrows]  # the last point closes a head
    assert [(round(x[0]), round(x[-1])) for x in routes] == [(1, 2), (2, 3)]
    assert [arrow.get_alpha() for arrow in arrows] == [1, FAINT]


@pytest.mark.parametrize("steps", range(1, 7))
def test_letters_are_large(axes, steps):
    draw_unrolled(axes, ["a"] * steps, ["x"] * steps, gradient=[(0.1, 0.2)] * steps)
    assert min(label.get_size() for label in axes.texts if label.get_text()) >= 11
