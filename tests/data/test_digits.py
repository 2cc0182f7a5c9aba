from collections import Counter
from itertools import groupby

import pytest

from seqlab.data.digits import SHEETS


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("digits").values() for row in split]


def test_a_picture_has_64_pixels_of_17_shades(rows):
    assert {len(row["image"]) for row in rows} == {64}
    assert {pixel for row in rows for pixel in row["image"]} == {*range(17)}


def test_all_digits_are_about_equally_frequent_in_every_split(real):
    for split in real("digits").values():
        counts = Counter(split["digit"])
        assert len(counts) == 10
        assert max(counts.values()) < 2 * min(counts.values())


def test_no_two_pictures_are_equal(rows):
    assert len({tuple(row["image"]) for row in rows}) == len(rows) == 1_797


def test_each_sheet_holds_the_digits_of_the_form_with_few_left_out(rows):
    sheets = [
        [row["digit"] for row in sheet] for _, sheet in groupby(rows, lambda row: row["group"])
    ]
    assert len(sheets) == len(SHEETS)
    form = sheets[0]
    assert len(form) == 130
    for sheet in sheets:
        assert len(sheet) >= 120
        rest = iter(form)
        missing = [digit for digit in sheet if digit not in rest]
        assert len(missing) <= 1  # in one sheet the last digit is another


def test_the_rows_of_a_picture_are_its_lines(rows):
    zeros = [row["image"] for row in rows if row["digit"] == 0]
    mean = [sum(pixels) / len(zeros) for pixels in zip(*zeros, strict=True)]
    middle = mean[24:32]  # the fourth line: a hole between two strokes
    assert max(middle[3:5]) < 3
    assert min(middle[2], middle[5]) > 5
