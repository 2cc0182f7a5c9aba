"""The model that is told the beat and how a bar like this one went on."""

import torch

from seqlab.models import TuneLanguageModel
from seqlab.models.match_model import Matcher
from seqlab.music.metronome import Metronome
from seqlab.text import Vocabulary

TUNES = ("M:2/4\nL:1/8\nK:G\nGABc|GABd|GABc|d4|]", "M:6/8\nL:1/8\nK:D\nd2A FED|d2A FGA|]")
VOCABULARY = Vocabulary.from_texts(TUNES)


def model() -> TuneLanguageModel:
    torch.manual_seed(0)
    return TuneLanguageModel(VOCABULARY.tokens, 3, 5, dropout=0.5).eval()


def test_it_equals_the_formulas_written_out():
    network = model()
    ids = VOCABULARY.encode(TUNES[0])
    logits, _ = network(ids[None])
    metronome, matcher = Metronome(), Matcher(VOCABULARY["|"], 4)
    beats = torch.tensor([metronome.read(character) + 2 for character in TUNES[0]])
    matches = torch.tensor([matcher.read(int(token)) for token in ids])
    assert matches.any()
    hidden, _ = network.lstm(network.embedding(ids) + network.beat(beats))
    notes = torch.cat([hidden, network.match(matches), network.last_beat(beats)], dim=-1)
    output = torch.tanh(notes @ network.join.weight.T + network.join.bias)
    torch.testing.assert_close(logits[0], network.linear(output))


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


def test_it_hears_the_beat():
    network = model()
    long, short = (VOCABULARY.encode(TUNES[0].replace("2/4", metre)) for metre in ("2/4", "4/4"))
    with torch.no_grad():
        for weights in (network.embedding.weight, network.lstm.weight_hh_l0):
            weights.zero_()  # nothing but the beat is left to tell one metre from the other
    assert not torch.allclose(network(long[None])[0], network(short[None])[0])
