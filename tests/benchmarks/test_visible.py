"""How what is read of a notebook is counted."""

from pathlib import Path

import pytest

from bench import visible
from bench.measure import ROOT
from bench.visible import Part, count, lesson_lines

SOURCE = """\
# %% [markdown]
# # A title of five words

# %%
import torch

# %% tags=["aside"]
# @title A question
predict("a", "Why?", {"so": "yes", "thus": "no"})

# %% [markdown]
# ## 1. First words (core)

# %%
x = [
    1,

    2,
]
show(figure, alt="x")

# %% [markdown]
# ## 2. More (deeper)
#
# <details><summary>Answer</summary>
#
# Forty-two, as we know.
#
# </details>

# %%
y = 1
"""


def test_the_parts_of_a_notebook_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visible, "ROOT", tmp_path)
    path = tmp_path / "notebook.py"
    path.write_text(SOURCE)
    assert count(path) == {
        "all": Part(words=5 + 4 + 3, lines=7, lesson=5, predictions=1),
        "core": Part(words=5 + 4, lines=6, lesson=4, predictions=1),
    }


def test_minutes_and_share_follow_from_the_counts() -> None:
    part = Part(words=200, lines=24, lesson=18, predictions=2)
    assert part.minutes == 2 + 2 + 3
    assert part.share == 0.75


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x = 1\ny = 2", 2),
        ("import torch\nx = 1", 1),
        ("%pip install x\nx = 1", 1),
        ("figure, axes = plt.subplots()\naxes.plot(x)", 0),
        ("def draw_ball(ball):\n    return ball", 0),
        ("def throw(ball):\n    return ball", 2),
        ("claim(\n    'a', 'A.', 1, above=0\n)", 0),
        ("seqlab.setup(seed=1)", 0),
    ],
)
def test_apparatus_is_no_lesson(cell: str, lines: int) -> None:
    assert lesson_lines(cell) == lines


@pytest.mark.parametrize("name", ["01_sequences"])
def test_a_lecture_keeps_the_budget_of_what_is_read(name: str) -> None:
    parts = count(ROOT / f"course/lecture/{name}.py")
    assert parts["all"].lines <= 300
    assert parts["all"].share >= 2 / 3
    assert parts["core"].lines <= 250
    assert parts["core"].minutes <= 45
