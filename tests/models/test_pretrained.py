"""The encoder: torch's own layer is the judge; the real weights are tried where they are."""

import pytest
import torch
from torch import nn

from seqlab.data import minilm
from seqlab.data.fetch import DataError
from seqlab.models.pretrained import EncoderBlock, PretrainedEncoder, load_minilm
from seqlab.models.wordpiece import WordPiece

SIZE, HEADS = 24, 4
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "food", "was", "good"]
MASK = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])

with_minilm = pytest.mark.skipif(
    not minilm.is_there(), reason="optional: run `seqlab data --optional`"
)


@pytest.fixture
def encoder() -> PretrainedEncoder:
    torch.manual_seed(0)
    return PretrainedEncoder(WordPiece(WORDS), SIZE, layers=2, heads=HEADS, positions=10)


def layer_of_torch(block: EncoderBlock) -> nn.TransformerEncoderLayer:
    """Return torch's own layer with the weights of ours."""
    layer = nn.TransformerEncoderLayer(
        SIZE, HEADS, 4 * SIZE, dropout=0.0, activation="gelu", batch_first=True, norm_first=False
    )
    layer.norm1.eps = layer.norm2.eps = 1e-12
    inputs = (block.query, block.key, block.value)
    ours_of = {
        "self_attn.in_proj_weight": torch.cat([part.weight for part in inputs]),
        "self_attn.in_proj_bias": torch.cat([part.bias for part in inputs]),
    }
    for theirs, ours in {
        "self_attn.out_proj": block.output,
        "linear1": block.expand,
        "linear2": block.contract,
        "norm1": block.attention_norm,
        "norm2": block.norm,
    }.items():
        ours_of |= {f"{theirs}.{kind}": value for kind, value in ours.state_dict().items()}
    layer.load_state_dict(ours_of)
    return layer


def test_the_blocks_equal_the_encoder_of_torch(encoder):
    for parameter in encoder.parameters():  # also biases and norms, which begin as 0 and 1
        nn.init.normal_(parameter, std=0.3)
    x = torch.randn(2, 5, SIZE)
    theirs = ours = x
    for block in encoder.blocks:
        theirs = layer_of_torch(block)(theirs, src_key_padding_mask=~MASK)
        ours, _ = block(ours, MASK)
    torch.testing.assert_close(ours[MASK], theirs[MASK])


def test_the_weights_of_a_query_sum_to_one_and_none_goes_to_padding(encoder):
    ids, mask = encoder.encode(["the food was good", "food"])
    states, weights = encoder(ids, mask)
    assert states.shape == (3, 2, 6, SIZE)
    assert weights.shape == (2, 2, HEADS, 6, 6)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(2, 2, HEADS, 6))
    assert weights[:, 1, :, :, 3:].eq(0).all()


def test_a_text_has_the_same_vector_alone_and_in_company(encoder):
    together = encoder.embed(["the food was good", "food"])
    alone = encoder.embed(["food"])
    torch.testing.assert_close(together[1:], alone)
    torch.testing.assert_close(together.norm(dim=-1), torch.ones(2))


def test_positions_let_the_order_of_the_words_count(encoder):
    vectors = encoder.embed(["the food was good", "the good was food"])
    assert not torch.allclose(vectors[0], vectors[1], atol=1e-3)


def test_without_the_download_one_is_told_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SEQLAB_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"optional download \(84 MB\): run `seqlab data --opt"):
        load_minilm()


@with_minilm
def test_the_real_encoder_brings_like_meanings_together():
    real = load_minilm()
    assert sum(parameter.numel() for parameter in real.parameters()) == 22_565_376
    texts = ["A man rides a horse.", "Somebody is on horseback.", "The stock market fell."]
    one, same, other = real.embed(texts)
    assert one @ same > 0.6 > 0.3 > one @ other


@with_minilm
def test_the_real_tokenizer_cuts_as_the_original_does():
    pieces = load_minilm().tokenizer.split("O'Carolan's strathspey, naïve!")
    expected = "[CLS] o ' carol ##an ' s st ##rath ##sp ##ey , naive ! [SEP]"
    assert pieces == expected.split()
