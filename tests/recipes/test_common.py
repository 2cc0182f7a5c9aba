"""The command line of the recipes: what it trains, and what it keeps."""

import json
from dataclasses import dataclass

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from course.recipes import common


@dataclass(frozen=True)
class Recipe(common.Recipe):
    batch_size: int = 2
    learning_rate: float = 0.1
    steps: int = 6


RECIPES = [Recipe("one, large"), Recipe("other", seed=1)]


def step(model, optimizer, batch, state):
    return common.update(model, optimizer, model(batch).square().mean()), None


def train(recipe, checkpoint, step=step):
    torch.manual_seed(recipe.seed)
    model = nn.Linear(3, 1)
    batches = [torch.ones(2, 3) + i for i in range(10)]
    return model, common.trained(model, batches, step, recipe, checkpoint)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("RUNS", "RECORDS", "WEIGHTS"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(common, name, tmp_path / name)
    return tmp_path


def main(*arguments, recipes=RECIPES, train=train):
    common.main("toy", recipes, train, {"other": "toy_other"}, arguments)


def names_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))


def test_it_trains_what_is_named_into_a_folder_of_its_own(folder, capsys):
    main("one, large", "--steps", "4")
    assert names_in(folder) == ["RUNS/one_large.safetensors"]
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (record["name"], record["steps"], record["parameters"]) == ("one, large", 4, 4)


def test_what_is_kept_is_shipped_in_half_precision_with_its_record(folder):
    main("other", "--keep")
    main("one, large", "--keep")  # has no weights that are shipped
    main("other", "--keep", "--steps", "5")
    records = json.loads((folder / "RECORDS/toy.json").read_text())
    assert [(record["name"], record["steps"]) for record in records] == [
        ("one, large", 6),
        ("other", 5),
    ]
    (shipped,) = (folder / "WEIGHTS").iterdir()
    assert shipped.name == "toy_other.safetensors"
    halves, whole = load_file(shipped), load_file(folder / "RUNS/other.safetensors")
    assert {weight.dtype for weight in halves.values()} == {torch.float16}
    torch.testing.assert_close(halves["weight"].float(), whole["weight"], atol=1e-3, rtol=0)


def test_without_a_name_the_only_one_is_trained_and_of_several_one_must_be_named(folder, capsys):
    main(recipes=RECIPES[:1])
    assert names_in(folder) == ["RUNS/one_large.safetensors"]
    with pytest.raises(SystemExit):
        main()
    with pytest.raises(SystemExit):
        main("none")
    assert "one, large" in capsys.readouterr().err


def test_an_interrupted_recipe_goes_on(folder, capsys):
    calls = []

    def interrupted_step(*arguments):
        if len(calls) == 3:
            raise KeyboardInterrupt
        calls.append(arguments)
        return step(*arguments)

    main("other")
    expected = load_file(folder / "RUNS/other.safetensors")
    with pytest.raises(KeyboardInterrupt):
        main("other", train=lambda *given: train(*given, step=interrupted_step))
    main("other")
    assert "going on from step 3" in capsys.readouterr().out
    found = load_file(folder / "RUNS/other.safetensors")
    torch.testing.assert_close(found["weight"], expected["weight"], rtol=0, atol=0)
