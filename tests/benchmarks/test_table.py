import subprocess
import sys

import pytest

from bench.__main__ import with_text
from bench.measure import alternate, growth_exponent, peak_memory
from bench.table import Row, markdown, number


def test_a_number_has_three_digits_that_mean_something():
    assert [number(v) for v in (0.12345, 12.345, 1234.5, 0.0)] == ["0.123", "12.3", "1,230", "0"]


def test_the_ratio_is_above_one_where_ours_is_better():
    faster = Row("p", "seconds", [1.0, 2.0], "peer", [3.0, 4.0], more_is_better=False)
    slower = Row("p", "characters/s", [1.0], "peer", [2.0])
    assert faster.ratios == [3.0, 2.0]
    assert slower.ratios == [0.5]


def test_a_row_tells_the_spread_and_whether_the_promise_is_kept():
    row = Row("p", "s", [1.0, 3.0, 2.0], "budget", wanted="under 2.5", kept=True)
    assert "| p | s | 2 (1 to 3) | budget |  |  | under 2.5 | yes |" in markdown([row])


def test_jobs_take_turns():
    said: list[str] = []
    seconds = alternate({"a": lambda: said.append("a"), "b": lambda: said.append("b")}, 3)
    assert said == list("ababab")
    assert {name: len(values) for name, values in seconds.items()} == {"a": 3, "b": 3}


def test_the_growth_exponent_is_the_power():
    sizes = [1.0, 2.0, 4.0, 8.0]
    assert growth_exponent(sizes, [5 * s**2 for s in sizes]) == pytest.approx(2)


def test_a_table_takes_the_place_between_its_marks():
    readme = "a <!-- begin quick -->old<!-- end quick --> b"
    assert with_text(readme, "quick", "| new |") == (
        "a <!-- begin quick -->\n\n| new |\n<!-- end quick --> b"
    )
    with pytest.raises(ValueError, match="once"):
        with_text("nothing", "quick", "")


def test_the_peak_is_that_of_this_process_alone():
    held = bytearray(300_000_000)
    code = "from bench.measure import peak_memory; print(peak_memory())"
    alone = int(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    )
    assert alone < 100_000_000 < len(held) < peak_memory()
