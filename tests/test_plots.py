"""Figures with a text alternative."""

import base64
import colorsys
import io

import matplotlib.pyplot as plt
import pytest

from seqlab import plots


@pytest.fixture
def shown(monkeypatch) -> list[tuple]:
    outputs = []
    monkeypatch.setattr(
        "IPython.display.display",
        lambda data, metadata, raw: outputs.append((data, metadata)),
    )
    return outputs


@pytest.fixture
def figure():
    plt.switch_backend("agg")
    with plt.rc_context():
        plots.use_style()
        figure, axes = plt.subplots()
        axes.plot([1, 2, 3], label="training")
        axes.plot([3, 2, 2.5], label="held out")
        axes.plot([0, 1], label="_helper")
        yield figure
    plt.close("all")


def test_a_figure_leaves_its_text_alternative_in_the_output(figure, shown):
    plots.show(figure, alt="The loss falls.")
    ((data, metadata),) = shown
    assert metadata == {"image/png": {"alt": "The loss falls."}}
    assert data["text/plain"] == "The loss falls."
    picture = plt.imread(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.shape[:2] == (350, 700)


def test_a_figure_is_shown_once_and_closed(figure, shown):
    plots.show(figure, alt="The loss falls.")
    assert not plt.fignum_exists(figure.number)


def test_the_same_figure_gives_the_same_bytes(figure, shown):
    plots.show(figure, alt="a")
    plots.show(figure, alt="a")
    assert shown[0] == shown[1]


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_figure_without_words_is_refused(figure, shown, alt):
    with pytest.raises(ValueError, match="say in alt what the figure shows"):
        plots.show(figure, alt=alt)
    assert not shown


def test_labels_stand_at_the_end_of_their_lines_in_their_colours(figure):
    plots.label_lines(figure)
    notes = {note.get_text(): note for note in figure.axes[0].texts}
    assert set(notes) == {"training", "held out"}
    assert notes["held out"].xy == (2, 2.5)
    assert notes["held out"].get_color() == plots.COLOURS[1]


def test_a_line_without_points_has_no_place_for_a_label(figure):
    figure.axes[0].plot([], [], label="nothing")
    plots.label_lines(figure)
    assert "nothing" not in {note.get_text() for note in figure.axes[0].texts}


def test_the_first_colours_differ_in_print_too():
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return colorsys.rgb_to_yiq(red, green, blue)[0]

    assert len(set(plots.COLOURS)) == len(plots.COLOURS)
    assert abs(grey(plots.COLOURS[0]) - grey(plots.COLOURS[1])) > 0.1
