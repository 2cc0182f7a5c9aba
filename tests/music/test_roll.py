import numpy as np
import pytest

from music.tunes import TUNES
from seqlab.music.abc import AbcError
from seqlab.music.roll import describe, piano_roll


@pytest.mark.parametrize(
    ("index", "sentence"),
    [
        (0, "a tune in E Dorian, 6/8, 4 bars, range E4 to G5"),
        (5, "a tune in B flat major, 2/2, 4 bars, range F4 to F5"),
        (8, "a tune in F sharp minor, 12/8, 4 bars, range E4 to C#5"),
    ],
)
def test_a_tune_is_described_in_words(index, sentence):
    assert describe(TUNES[index]) == sentence


def test_a_tune_of_rests_is_described_too():
    assert describe("M:4/4\nL:1/4\nK:C\nz4|").endswith("1 bar, no notes")


def test_each_played_note_is_a_box_at_its_time():
    axes = piano_roll("M:4/4\nL:1/4\nK:C\nG|C2 E2|z4|c3:|").axes[0]
    boxes = [
        (box.get_x(), round(box.get_width() / 0.9, 6), box.get_y() + box.get_height() / 2)
        for box in axes.patches
    ]
    once = [(-0.25, 0.25, 67), (0, 0.5, 60), (0.5, 0.5, 64), (2, 0.75, 72)]
    again = [(x + 3, width, y) for x, width, y in once]
    assert np.allclose(boxes, [*once, *again])
    assert axes.get_title(loc="left").startswith("4 of the 8 notes of this tune in C major")


def labels(figure) -> list[str]:
    return [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_every_pitch_that_sounds_is_named_also_outside_the_scale():
    assert labels(piano_roll("M:4/4\nL:1/4\nK:C\nC^FGc|C4|]")) == ["C4", "F#4", "G4", "C5"]


def test_of_many_pitches_those_of_the_scale_are_named_and_of_too_many_the_frame():
    many = "M:4/4\nL:1/4\nK:C\nC^CD^D|EF^FG|^GA^AB|cdef|]"
    assert labels(piano_roll(many)) == [
        "C4",
        "D4",
        "E4",
        "F4",
        "G4",
        "A4",
        "B4",
        "C5",
        "D5",
        "E5",
        "F5",
    ]
    too_many = "M:4/4\nL:1/4\nK:C\nA,B,CD|EFGA|Bcde|fgab|c'4|]"
    assert labels(piano_roll(too_many)) == ["C4", "G4", "C5", "G5", "C6"]


@pytest.mark.parametrize("tune", [*TUNES, "M:4/4\nL:1/4\nK:C\nz4|z4|"])
def test_every_tune_can_be_drawn(tune):
    figure = piano_roll(tune)
    figure.canvas.draw()
    assert figure.axes[0].get_xlabel()
    assert figure.axes[0].get_ylabel()


def test_rubbish_is_refused():
    with pytest.raises(AbcError):
        piano_roll("rubbish")
