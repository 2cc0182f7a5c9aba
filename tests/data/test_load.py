import random
import urllib.error
from collections import Counter
from dataclasses import replace

import datasets
import pytest

from seqlab import data
from seqlab.data import recipes
from seqlab.data.fetch import fetch, path_of
from seqlab.data.recipes import Recipe

SPLITS = ["train", "validation", "test"]
REEL = "X:1\nL:1/8\nM:4/4\nK:D\nA2FA DAFA|B2gf edBd|A2FA DAFA|BdAF E2D2|]"
REEL_IN_G = "X:2\nL:1/8\nM:4/4\nK:G\nd2Bd GdBd|e2c'b ageg|d2Bd GdBd|egdB A2G2|]"
WALTZ = "X:3\nL:1/4\nM:3/4\nK:G\nGBd|gfe|dBG|A3|]"
SCALE = "X:4\nL:1/4\nM:3/4\nK:G\nGAB|cde|fga|g3|]"


@pytest.fixture
def toy(wheel, tmp_path, monkeypatch) -> Recipe:
    """Make `load("toy")` read rows from the toy wheel, and tell how often they were read."""
    source = tmp_path / "reader.py"
    source.write_text("first version")
    calls = []

    def read(path):
        calls.append(path)
        rows = [{"abc": str(i), "title": "", "collection": "", "group": i} for i in range(60)]
        return {"rows": rows, "dropped": {"too long": 2}, "credits": {"Ann": 60}}

    real = data.RECIPES["tunes"]
    recipe = Recipe("toy", real.card, wheel, read, (source,), real.hub)
    monkeypatch.setitem(data.RECIPES, "toy", recipe)
    recipe.read.calls = calls  # type: ignore[attr-defined]
    return recipe


@pytest.fixture
def hub(monkeypatch):
    """Stand in for the hub's partner of the tunes."""

    def load_dataset(repository, part, revision):
        assert (repository, part) == ("sander-wood/irishman", None)
        assert len(revision) == 40
        return datasets.DatasetDict(
            train=datasets.Dataset.from_dict(
                {"control code": [""] * 4, "abc notation": [REEL, WALTZ, "no tune", SCALE]}
            ),
            validation=datasets.Dataset.from_dict(
                {"control code": [""] * 2, "abc notation": [REEL_IN_G, WALTZ + "C"]}
            ),
        )

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(data.os, "cpu_count", lambda: None)


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(data.DataError, match="no data set 'tuns': choose one of 'tunes'"):
        data.load("tuns")


def test_an_unknown_source_is_answered_with_the_sources_there_are():
    with pytest.raises(data.DataError, match="choose one of 'package', 'hub'"):
        data.load("tunes", source="web")


def test_a_learner_sees_the_sentence_and_none_of_our_depths(toy, index):
    (index / toy.package.filename).unlink()
    with pytest.raises(data.DataError, match="run `seqlab data`") as caught:
        data.load("toy")
    assert [entry.name for entry in caught.traceback][1:] == ["load"]


def test_a_set_has_three_splits_that_hold_every_row_once(toy):
    loaded = data.load("toy")
    assert list(loaded) == SPLITS
    assert sorted(int(text) for split in loaded.values() for text in split["abc"]) == [*range(60)]


def test_loading_draws_from_no_global_random_state(toy):
    random.seed(0)
    expected = random.random()
    random.seed(0)
    data.load("toy")
    assert random.random() == expected


def test_the_card_is_in_the_info_of_each_split(toy):
    for name, split in data.load("toy").items():
        assert str(split.split) == name
        assert "| too long | 2 |" in split.info.description
        assert "Ann (60)" in split.info.description
        assert "public domain" in split.info.license
        assert "ISMIR 2010" in split.info.citation
        assert split.info.homepage


def test_a_set_is_read_once(toy):
    assert data.load("toy")["test"]["abc"] == data.load("toy")["test"]["abc"]
    assert len(toy.read.calls) == 1


def test_a_changed_reader_reads_anew_and_the_outdated_result_goes(toy):
    data.load("toy")
    toy.reader_sources[0].write_text("second version")
    data.load("toy")
    assert len(toy.read.calls) == 2
    assert len(list(data.data_dir().glob("toy-*.json.gz"))) == 1


def test_a_damaged_result_is_read_anew(toy):
    data.load("toy")
    (kept,) = data.data_dir().glob("toy-*.json.gz")
    whole = kept.read_bytes()
    for damaged in (whole[:100], b"", b"no gzip", whole[:40] + bytes(40) + whole[80:]):
        kept.write_bytes(damaged)
        assert len(data.load("toy")["train"]) > 0
        assert kept.read_bytes() == whole


def test_a_result_that_cannot_be_stored_is_explained(toy, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    fetch(toy.package)
    monkeypatch.setattr(recipes.os, "replace", full)
    with pytest.raises(data.DataError, match=r"No space left on device.*SEQLAB_DATA"):
        data.load("toy")


def test_status_tells_missing_from_damaged_from_intact(toy):
    assert not data.status()["toy"].ok
    assert "is missing: run `seqlab data`" in data.status()["toy"].detail
    fetch(toy.package)
    assert data.status()["toy"].ok
    path_of(toy.package).write_bytes(b"damaged")
    assert not data.status()["toy"].ok
    assert "is damaged: run `seqlab data`" in data.status()["toy"].detail


def test_fetch_all_leaves_every_set_ready_and_says_so(toy, monkeypatch, capsys):
    for name in set(data.RECIPES) - {"toy"}:
        monkeypatch.delitem(data.RECIPES, name)
    data.fetch_all()
    assert "toy: 60 rows, ready in" in capsys.readouterr().out
    assert data.status()["toy"].ok


def test_a_set_in_order_is_split_by_it(toy, monkeypatch):
    monkeypatch.setitem(data.RECIPES, "toy", replace(toy, in_order=True))
    texts = [text for split in data.load("toy").values() for text in split["abc"]]
    assert texts == [str(i) for i in range(60)]


def test_a_group_at_a_border_of_a_set_in_order_stays_whole(toy, monkeypatch):
    rows = [{"abc": str(i), "title": "", "collection": "", "group": i // 4} for i in range(60)]

    def read(path):
        return {"rows": rows, "dropped": {}, "credits": {}}

    monkeypatch.setitem(data.RECIPES, "toy", replace(toy, in_order=True, read=read))
    groups = {name: sorted({*split["group"]}) for name, split in data.load("toy").items()}
    assert groups == {"train": [*range(13)], "validation": [13], "test": [14]}


def test_a_set_without_a_partner_says_so(toy, monkeypatch):
    monkeypatch.setitem(data.RECIPES, "toy", replace(toy, hub=None))
    with pytest.raises(data.DataError, match="no partner on the hub: use load"):
        data.load("toy", source="hub")


def test_the_hub_gives_the_same_columns_and_splits(hub, tunes):
    loaded = data.load("tunes", source="hub")
    assert list(loaded) == SPLITS
    assert all(split.features == tunes["train"].features for split in loaded.values())
    assert all("IrishMAN" in split["collection"] for split in loaded.values() if len(split))
    assert all("held-out" in split.info.description for split in loaded.values())


def test_tunes_of_the_hub_are_normal_and_valid_or_left_out(hub):
    loaded = data.load("tunes", source="hub")
    texts = [text for split in loaded.values() for text in split["abc"]]
    assert len(texts) == 4
    assert all(text.startswith("M:") for text in texts)


def test_one_melody_of_the_hub_in_two_keys_is_on_one_side(hub):
    loaded = data.load("tunes", source="hub")
    groups = Counter(group for split in loaded.values() for group in split["group"])
    assert sorted(groups.values()) == [1, 1, 2]


def test_a_hub_that_does_not_answer_is_explained_at_once(monkeypatch):
    def no_network(*arguments, **options):
        raise urllib.error.URLError("no route to host")

    def never(*arguments, **options):
        raise AssertionError("datasets would now try for 23 seconds")

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(data.urllib.request, "urlopen", no_network)
    monkeypatch.setattr(datasets, "load_dataset", never)
    with pytest.raises(data.DataError, match="once you are online") as error:
        data.load("tunes", source="hub")
    assert "no route to host" in str(error.value)
    assert 'or use load("tunes"), which needs no network' in str(error.value)
    assert "\n" not in str(error.value)


def test_an_offline_session_without_the_hubs_set_is_told_why(monkeypatch):
    def offline(*arguments, **options):
        raise ConnectionError("Couldn't reach\nthe hub")

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(datasets, "load_dataset", offline)
    with pytest.raises(data.DataError, match="HF_HUB_OFFLINE is set"):
        data.load("tunes", source="hub")
