"""The weights and records that come with the course."""

import pytest

from seqlab import stored
from seqlab.models import shipped
from seqlab.stored import read_attempts, shipped_weights
from seqlab.text import Vocabulary


def test_every_network_can_be_built_and_has_its_weights():
    names = {path.stem for path in stored.WEIGHTS.glob("*.safetensors")}
    assert names == {*shipped.NETWORKS, "limits"}  # that one has two vocabularies
    vocabulary = Vocabulary(["<mask>", "|", "A"])
    for name in shipped.NETWORKS:
        layers = shipped.build(name, vocabulary).state_dict().keys()
        assert layers == shipped_weights(name).keys(), name


def test_no_file_of_weights_is_large():
    assert max(path.stat().st_size for path in stored.WEIGHTS.iterdir()) < 4_000_000


@pytest.mark.parametrize("name", ["best", "lab5", "limits", "music", "transformers"])
def test_every_record_tells_its_name_and_cost(name):
    assert all({"name", "steps", "cpu_seconds"} <= record.keys() for record in read_attempts(name))


def test_an_installed_package_has_the_records_with_it(tmp_path, monkeypatch):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/toy.json").write_text('[{"name": "toy"}]')
    monkeypatch.setattr(stored, "HERE", tmp_path)
    assert read_attempts("toy") == [{"name": "toy"}]
