"""The model of tunes whose readers tell it where it is and what came back."""

import torch

from seqlab.models.follower import Follower
from seqlab.models.form import FormReader
from seqlab.models.match_model import Matcher
from seqlab.models.tune_model import TuneLanguageModel
from seqlab.text import Vocabulary

TUNES = ("M:2/4\nL:1/8\nK:G\nGABc|GABd|GABc|GABd|d4|]", "M:6/8\nL:1/8\nK:D\nd2A FED|d2A FGA|]")
VOCABULARY = Vocabulary.from_texts(TUNES)


def model() -> TuneLanguageModel:
    torch.manual_seed(0)
    return TuneLanguageModel(VOCABULARY.tokens, 3, 5, dropout=0.5).eval()


def test_it_equals_the_formulas_written_out():
    network = model()
    ids = VOCABULARY.encode(TUNES[0])
    logits, _ = network(ids[None])
    form, matcher, follower = FormReader(), Matcher(VOCABULARY["|"], 4), Follower(6)
    c = h = torch.zeros(5)
    for t, (character, token) in enumerate(zip(TUNES[0], ids, strict=True)):
        place = sum(P.weight[i] for P, i in zip(network.places, form.read(character), strict=True))
        matched = network.match.weight[matcher.read(int(token))]
        token_back, trust = follower.read(int(token))
        back = network.follow.weight[token_back] + network.trust.weight[trust]
        x = network.embedding.weight[token] + place
        _, (h, c) = network.lstm(x[None], (h.view(1, 5), c.view(1, 5)))
        joined = network.join(torch.cat([h.view(5), matched, back, place]))
        torch.testing.assert_close(logits[0, t], network.linear(torch.tanh(joined)))


def test_the_readers_find_something_in_these_tunes():
    network, ids = model(), VOCABULARY.encode(TUNES[0]).tolist()
    notes = torch.tensor(network._read(ids, *network._new_readers()))  # (time, 7)
    assert (notes.max(dim=0).values > 0).tolist() == [True] * 2 + [False] + [True] * 4


def test_the_state_goes_on_where_it_was():
    network = model()
    ids = VOCABULARY.encode(TUNES[0], ends=True)[None]
    whole, _ = network(ids)
    first, state = network(ids[:, :20])
    rest, _ = network(ids[:, 20:], state)
    torch.testing.assert_close(torch.cat([first, rest], dim=1), whole)


def test_rows_do_not_see_each_other():
    network = model()
    rows = [VOCABULARY.encode(tune, ends=True)[:25] for tune in TUNES]
    together, _ = network(torch.stack(rows))
    for row, ids in enumerate(rows):
        torch.testing.assert_close(together[row], network(ids[None])[0][0])


def test_some_rows_go_on_alone():
    network = model()
    ids = torch.stack([VOCABULARY.encode(tune)[:30] for tune in TUNES])
    _, state = network(ids[:, :20])
    alone, _ = network(ids[1:, 20:], network.select(state, torch.tensor([1])))
    torch.testing.assert_close(alone, network(ids)[0][1:, 20:])


def test_a_state_survives_a_checkpoint(tmp_path):
    network = model()
    ids = VOCABULARY.encode(TUNES[0], ends=True)[None]
    _, state = network(ids[:, :20])
    torch.save(state, tmp_path / "state")
    kept = torch.load(tmp_path / "state", weights_only=True)
    torch.testing.assert_close(network(ids[:, 20:], kept)[0], network(ids)[0][:, 20:])
