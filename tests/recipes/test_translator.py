"""The translator without attention: what it reads, what it writes, and how little it carries."""

import torch
import torch.nn.functional as F

from course.recipes.translator import Translator
from seqlab.text import pad

START, END = 1, 2


def model() -> Translator:
    torch.manual_seed(0)
    return Translator(9, 7, embedding_size=6, hidden_size=10).eval()


def test_the_filling_at_the_end_of_a_source_changes_nothing():
    source, lengths = pad([torch.tensor([1, 5, 2]), torch.tensor([1, 3, 4, 5, 6, 2])])
    together = model().encode(source, lengths)
    alone = model().encode(source[:1, :3], lengths[:1])
    assert together.shape == (1, 2, 10)
    assert torch.allclose(together[:, :1], alone, atol=1e-6)


def test_writing_step_by_step_equals_reading_the_whole_target():
    net, target = model(), torch.tensor([[1, 4, 5, 3]])
    state = torch.randn(1, 1, 10)
    whole, _ = net.decode(target, state)
    for t in range(4):
        logits, state = net.decode(target[:, t : t + 1], state)
        assert torch.allclose(logits[:, 0], whole[:, t], atol=1e-6)


def test_the_state_has_one_size_however_long_the_source():
    net = model()
    for time in (1, 50):
        assert net.encode(torch.ones(3, time, dtype=torch.long), torch.full((3,), time)).shape == (
            1,
            3,
            10,
        )


def test_after_the_end_nothing_but_ends_is_written():
    net = model()
    source, lengths = pad([torch.tensor([1, k, 2]) for k in range(3, 9)])
    for row in net.translate(source, lengths, START, END, longest=12).tolist():
        if END in row:
            assert set(row[row.index(END) :]) == {END}
    assert net.translate(source, lengths, START, END, longest=12).shape[1] <= 12


def test_it_learns_to_reverse_and_writes_what_it_learned():
    torch.manual_seed(0)
    net = Translator(8, 8, embedding_size=16, hidden_size=32)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    body = torch.randint(3, 8, (60, 3))
    ends = torch.full((60, 1), END)
    source = torch.cat([torch.full((60, 1), START), body, ends], dim=1)
    target = torch.cat([torch.full((60, 1), START), body.flip(1), ends], dim=1)
    lengths = torch.full((60,), 5)
    for _ in range(150):
        logits = net(source, lengths, target[:, :-1])
        loss = F.cross_entropy(logits.transpose(1, 2), target[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    written = net.eval().translate(source, lengths, START, END, longest=10)
    assert (written == target[:, 1:]).all(1).float().mean() > 0.9
