"""Figures with a text alternative."""

import base64
import colorsys
import io
import re

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from seqlab import plots
from seqlab.style import AA, WHITE, contrast


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: outputs.append(data))
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


def test_a_figure_is_shown_with_its_text_alternative(figure, shown):
    plots.show(figure, alt="The loss falls.")
    (data,) = shown
    assert data["text/plain"] == "The loss falls."
    assert '<img alt="The loss falls." width="700"' in data["text/html"]
    (picture,) = re.findall('src="data:image/png;base64,([^"]*)"', data["text/html"])
    assert plt.imread(io.BytesIO(base64.b64decode(picture))).shape[:2] == (350, 700)


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


def test_labels_stand_at_the_end_of_their_lines_in_readable_shades_of_their_colours(figure):
    plots.label_lines(figure)
    notes = {note.get_text(): note for note in figure.axes[0].texts}
    assert set(notes) == {"training", "held out"}
    assert notes["held out"].xy == (2, 2.5)
    assert notes["training"].get_color() == plots.COLOURS[0]
    shade = notes["held out"].get_color()
    assert shade < plots.COLOURS[1]
    assert contrast(shade, WHITE) >= AA


def test_a_line_may_have_its_colour_by_name(figure):
    figure.axes[0].plot([0, 1], color="C4", label="sky")
    plots.label_lines(figure)
    assert contrast(figure.axes[0].texts[-1].get_color(), WHITE) >= AA


def test_words_in_the_colours_of_the_course_are_shown_readable(figure, shown):
    words = [figure.axes[0].text(0, 0, "w", color=c) for c in (*plots.COLOURS, "C3", "grey")]
    plots.show(figure, alt="words")
    assert all(contrast(to_hex(word.get_color()), WHITE) >= AA for word in words)


def test_words_on_something_dark_keep_their_colour(figure, shown):
    word = figure.axes[0].text(0, 0, "0.9", color="white")
    plots.show(figure, alt="words")
    assert word.get_color() == "white"


def test_the_grid_lies_behind_what_is_drawn(figure):
    assert plt.rcParams["axes.axisbelow"] is True


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


@pytest.mark.parametrize(
    "name",
    ["Шевченко", "García", "Ó Súilleabháin", "Wałęsa", "Παπαδόπουλος", "Nguyễn", "Ђорђевић", "7"],
)
def test_a_name_that_the_font_has_is_drawn_without_a_warning(figure, shown, name, recwarn):
    assert plots.drawable(f" {name}\n") == name
    figure.axes[0].set_title(plots.drawable(name))
    plots.show(figure, alt=name)
    assert not recwarn.list


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("王小明", "王, 小, 明"),
        ("दीपा", "द"),
        ("שלום", "ש, ל"),
        ("محمد", "م, ح, د"),
        ("Li 🦄", "🦄"),
    ],
)
def test_a_name_that_cannot_be_drawn_is_refused_with_a_sentence(name, named):
    with pytest.raises(ValueError, match=rf"^A figure cannot show {named}.*: use Latin"):
        plots.drawable(name)


@pytest.mark.parametrize("name", ["", "  ", "😀", "...", "\u0301"])
def test_what_has_no_letter_is_refused_with_a_sentence(name):
    with pytest.raises(ValueError, match="type at least one letter"):
        plots.drawable(name)


def test_an_accent_typed_by_itself_joins_its_letter():
    assert plots.drawable("Garci\u0301a") == "García"
