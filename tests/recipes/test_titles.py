"""The titles of notebook 09 are what their recipe makes."""

import numpy as np
import pytest
import torch

from course.recipes import titles
from seqlab.data import minilm
from seqlab.data.prepared import read_titles
from seqlab.models.pretrained import load_minilm


def test_titles_are_cleaned_and_come_once():
    words = {"the", "girls", "of", "town", "our", "rose", "red"}
    raw = ["THE GIRLS OF OUR TOWN -- REEL", "The girls of our town.", "Red Rose, The", "The Rose"]
    raw += ["The Red Xyz", "The Red Reel of Town"]
    assert titles.clean(raw, words) == ["The Girls Of Our Town", "The Red Rose"]


def test_there_is_a_vector_of_norm_one_for_each_title_and_query():
    stored = read_titles()
    assert stored.keys.shape == (len(set(stored.titles)), 384)
    assert stored.query_vectors.shape == (len(stored.queries), 384)
    for vectors in (stored.keys, stored.query_vectors):
        torch.testing.assert_close(vectors.norm(dim=-1), torch.ones(len(vectors)))
    assert titles.FILE.stat().st_size < 500_000


def test_the_search_finds_what_was_meant():
    stored = read_titles()
    found = (stored.query_vectors @ stored.keys.T).argmax(dim=-1).tolist()
    answers = {query: stored.titles[i] for query, i in zip(stored.queries, found, strict=True)}
    assert answers["ice and frost"] == "Frost And Snow"
    assert answers["a feline companion"] == "The Cat In The Corner"


@pytest.mark.skipif(not minilm.is_there(), reason="optional: run `seqlab data --optional`")
def test_the_recipe_makes_the_file_that_is_shipped():
    made = titles.make(load_minilm())
    with np.load(titles.FILE) as stored:
        assert stored["titles"].tolist() == made["titles"].tolist()
        assert stored["queries"].tolist() == made["queries"].tolist()
        for name in ("keys", "query_vectors"):
            np.testing.assert_allclose(
                stored[name].astype(np.float32), made[name].astype(np.float32), atol=2e-3
            )
