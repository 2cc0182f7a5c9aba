"""What the functions of notebook 01 promise: the box, the flight, the roll-out."""

import ast
from types import SimpleNamespace

import pytest
import torch

from .stored import ROOT

SOURCE = ROOT / "course/lecture/01_sequences.py"
NAMES = {"GRAVITY", "BOX", "DOWN", "move", "throw", "fly", "features", "roll_out", "one_hot"}


@pytest.fixture(scope="module")
def notebook() -> SimpleNamespace:
    """Return the notebook's constants and functions, without running the rest of it."""
    torch.manual_seed(0)
    chosen = [
        statement
        for statement in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if _names(statement) & NAMES
    ]
    names = {"torch": torch, "F": torch.nn.functional}
    exec(compile(ast.Module(chosen, []), SOURCE.name, "exec"), names)
    return SimpleNamespace(**names)


def _names(statement: ast.stmt) -> set[str]:
    """Return what a statement defines: a function, or variables."""
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    if not isinstance(statement, ast.Assign):
        return set()
    return {
        node.id
        for target in statement.targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name)
    }


def test_no_ball_leaves_the_box(notebook):
    paths = notebook.throw(500, frames=80)
    assert paths.shape == (500, 80, 2)
    assert (paths >= 0).all()
    assert (paths <= notebook.BOX).all()


def test_in_the_air_a_ball_moves_as_the_formula_says(notebook):
    position, velocity = torch.tensor([[1.5, 1.0]]), torch.tensor([[1.0, 2.0]])
    before, start = position, velocity
    for _ in range(3):
        position, velocity = notebook.move(position, velocity)
    t = 3 * notebook.FRAME
    torch.testing.assert_close(position, before + start * t - notebook.DOWN * t**2 / 2)
    torch.testing.assert_close(velocity, start - notebook.DOWN * t)


def test_a_wall_gives_back_nine_tenths_of_the_speed(notebook):
    _, velocity = notebook.move(torch.tensor([[2.99, 1.0]]), torch.tensor([[2.0, 0.0]]))
    assert velocity[0, 0] == pytest.approx(-1.8)


def test_two_frames_of_a_flight_say_where_the_ball_goes(notebook):
    flights = notebook.fly(100, frames=9)
    before, now, after = flights[:, -3], flights[:, -2], flights[:, -1]
    expected = 2 * now - before - notebook.DOWN * notebook.FRAME**2
    torch.testing.assert_close(after, expected, rtol=0, atol=1e-8)


def test_least_squares_finds_the_formula(notebook):
    flights = notebook.fly(1000, frames=9)
    seen, following = notebook.features(flights[:, :-1], 2), flights[:, -1]
    weights = torch.linalg.lstsq(seen, following).solution
    fall = notebook.GRAVITY * notebook.FRAME**2
    expected = torch.tensor([[-1, 0], [0, -1], [2, 0], [0, 2], [0, -fall]], dtype=torch.float64)
    torch.testing.assert_close(weights, expected, rtol=0, atol=1e-6)


def test_a_roll_out_feeds_each_prediction_back(notebook):
    seen = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])  # (1 ball, 2 frames, 2)
    rolled = notebook.roll_out(lambda path: path[:, -1] + path[:, -2], seen, 3)
    assert rolled.tolist() == [[[4, 6], [7, 10], [11, 16]]]


def test_a_one_hot_row_has_its_one_in_the_column_of_its_symbol(notebook):
    assert notebook.one_hot("aba").tolist() == [[1, 0], [0, 1], [1, 0]]
    assert notebook.one_hot(["to", "be"]).tolist() == [[0, 1], [1, 0]]
