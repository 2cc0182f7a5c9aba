"""Reading a lab: its exercises, their solutions, and what these need."""

import textwrap

import pytest

from seqlab.check.lab import Lab, read_lab


@pytest.fixture
def lab(tmp_path) -> Lab:
    path = tmp_path / "lab9_toy.py"
    path.write_text(
        textwrap.dedent(
            '''
            # %% [markdown]
            # def no_code(): pass

            # %%
            import math
            from seqlab.check import checker
            check = checker("lab9")
            device = seqlab.device()

            # %%
            SCALE = 2
            BIG = heavy_training()


            # %%
            def double(x):
                """Twice."""
                # TODO 9.1: Double it.
                ### BEGIN SOLUTION
                return SCALE * x
                ### END SOLUTION


            check(double)

            # %%
            @torch.no_grad()
            def root(x):
                # TODO 9.2: Take the root.
                ### BEGIN SOLUTION
                return math.sqrt(double(x)), device
                ### END SOLUTION


            # %%
            def shown(x):
                return x
            '''
        )
    )
    return Lab(path)


def test_the_exercises_are_the_functions_with_a_todo(lab):
    assert [(task.number, task.name, task.todo) for task in lab.tasks.values()] == [
        ("9.1", "double", "TODO 9.1: Double it."),
        ("9.2", "root", "TODO 9.2: Take the root."),
    ]


def test_a_solution_is_the_whole_function_without_the_markers(lab):
    assert lab.tasks["double"].source == (
        'def double(x):\n    """Twice."""\n    # TODO 9.1: Double it.\n    return SCALE * x'
    )
    assert lab.tasks["root"].source.startswith("@torch.no_grad()\ndef root(x):")


def test_only_what_a_solution_needs_is_run(lab):
    assert lab.surroundings("double")["SCALE"] == 2


def test_what_another_solution_defines_is_there_and_a_device_is_the_cpu(lab):
    lab._statements.insert(0, (compile_import("import torch"), ""))
    names = lab.surroundings("root")
    assert names["double"](3) == 6
    assert str(names["device"]) == "cpu"


def test_a_local_name_takes_nothing_from_the_lab(lab):
    """A parameter and a loop variable may be called as something that takes an hour to make."""
    text = "def half(BIG):\n    return [SCALE / x for x in BIG if (lambda shown: shown)(x)]"
    lab._statements.append((compile_import(text), ""))
    lab._statements.insert(0, (compile_import("lists = [[SCALE] for SCALE in missing]"), ""))
    assert lab.surroundings("half")["SCALE"] == 2
    assert "shown" not in lab.surroundings("half")


def compile_import(text):
    import ast

    return ast.parse(text).body[0]


def test_it_knows_what_its_cells_define(lab):
    assert lab.defines("shown")
    assert lab.defines("math")
    assert not lab.defines("x")


@pytest.mark.parametrize("name", ["lab99", "judge", "../lab5", ""])
def test_an_unknown_lab_is_named(name):
    with pytest.raises(ValueError, match="no lab is called"):
        read_lab(name)
