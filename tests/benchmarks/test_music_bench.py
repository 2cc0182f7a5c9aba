"""The music part still runs; its figures mean nothing here."""

import math

import pytest
import torch
from torch import nn

from bench import music, peer
from bench.measure import Effort


def test_a_smoke_run_compares_ours_with_the_peer_and_with_real_tunes():
    rows = music.measure(Effort.SMOKE)
    assert {row.part for row in rows} == {"music"}
    assert all(row.peer and math.isfinite(row.ours[0]) for row in rows)
    assert any(row.ratios and math.isfinite(row.ratios[0]) for row in rows)


class Even(nn.Module):
    """A network that knows nothing: all characters are as likely."""

    def forward(self, tokens, state=None):
        return torch.zeros(*tokens.shape, 8), state


def test_the_peers_bits_count_the_end_of_a_song_as_one_character():
    songs = [torch.arange(2 + n + 2) % 8 for n in (3, 5)]  # with a separator at each end
    bits = music.peer_bits(Even(), songs)
    assert bits == pytest.approx(3 * (3 + 2 + 5 + 2) / (4 + 6))  # 2 guesses for each separator


def test_the_peers_songs_are_held_out_once():
    songs = peer.read_songs()
    bodies = {split: {s.partition("K:")[2] for s in songs[split]} for split in songs}
    assert len(songs["validation"]) == 80
    assert not bodies["train"] & bodies["validation"]


def test_the_peer_has_the_size_that_it_is_known_for():
    weights = sum(p.numel() for p in peer.PeerModel(83).parameters())
    assert weights == pytest.approx(5.36e6, rel=0.01)
