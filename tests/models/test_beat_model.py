"""The transformer that hears the beat."""

import torch

from seqlab.models.beat_model import BeatTransformer
from seqlab.models.transformer import TransformerLanguageModel
from seqlab.music.metronome import Metronome
from seqlab.text import Vocabulary

TUNE = "M:4/4\nL:1/8\nK:C\nA2B2 c2d2|e8|]"
VOCABULARY = Vocabulary.from_texts([TUNE])


def model() -> BeatTransformer:
    torch.manual_seed(0)
    inner = TransformerLanguageModel(len(VOCABULARY), 8, 2, 2, dropout=0.5)
    return BeatTransformer(inner, VOCABULARY.tokens).eval()


def tokens() -> torch.Tensor:
    return VOCABULARY.encode(TUNE, ends=True)[None]


def test_what_is_left_of_the_bar_is_added_to_the_embedding():
    network = model()
    metronome = Metronome()
    left = [0, *(metronome.read(character) + 2 for character in TUNE), 0]
    expected, _ = network.model(tokens(), None, network.beat.weight[left][None])
    torch.testing.assert_close(network(tokens())[0], expected)


def test_the_beat_changes_what_is_predicted():
    network = model()
    plain, _ = network.model(tokens())
    assert (network(tokens())[0] - plain).abs().max() > 1e-3


def test_one_token_at_a_time_equals_one_pass():
    network = model()
    whole, _ = network(tokens())
    state, steps = None, []
    for token in tokens()[0]:
        logits, state = network(token[None, None], state)
        steps.append(logits)
    torch.testing.assert_close(torch.cat(steps, dim=1), whole)


def test_some_rows_go_on_with_the_metronomes_that_are_theirs():
    network = model()
    other = VOCABULARY.encode(TUNE.replace("A2B2 c2d2", "A2|B2 c8"), ends=True)[None, :-1]
    both = torch.cat([tokens()[:, : other.shape[1]], other])
    with torch.no_grad():
        whole, _ = network(both)
        _, state = network(both[:, :24])
        chosen = network.select(state, torch.tensor([1]))
        torch.testing.assert_close(network(both[1:, 24:], chosen)[0], whole[1:, 24:])
