"""A device that is not there: tensors say they are on it, and refuse to be mixed."""

import pytest
import torch
from torch import nn

from seqlab.check.elsewhere import ELSEWHERE, Elsewhere, answers_device, is_elsewhere, mark


@pytest.fixture
def x() -> torch.Tensor:
    return mark(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))


def test_what_is_made_of_marked_tensors_is_there_too(x):
    with Elsewhere():
        y = (x @ x).softmax(-1)[0]
        assert y.device == ELSEWHERE
        assert is_elsewhere(y)
        assert y.tolist() == torch.tensor([[7.0, 10.0]]).softmax(-1)[0].tolist()


def test_what_is_on_the_cpu_does_not_mix_with_it(x):
    with Elsewhere(), pytest.raises(RuntimeError, match="at least two devices"):
        x + torch.ones(2)


def test_a_number_of_no_axes_does(x):
    with Elsewhere():
        assert is_elsewhere(x * torch.tensor(2.0))


@pytest.mark.parametrize(
    "make",
    [
        lambda x: torch.ones(2, device=x.device),
        lambda x: torch.tensor([1, 2], device="cuda"),
        lambda x: torch.ones(2).to(x.device),
        lambda x: torch.ones(2).to(x),
        lambda x: torch.ones(2).cuda(),
        lambda x: torch.zeros_like(x[0]),
        lambda x: x.new_ones(2),
    ],
)
def test_there_are_many_ways_to_make_a_tensor_there(x, make):
    with Elsewhere():
        assert is_elsewhere(x + make(x))


def test_a_tensor_comes_back_to_the_cpu(x):
    with Elsewhere():
        back = x.cpu()
        assert back.device.type == "cpu"
        assert (back + torch.ones(2)).tolist() == [[2.0, 3.0], [4.0, 5.0]]
        with pytest.raises(TypeError, match="convert cuda"):
            x.numpy()


def test_a_model_can_be_there(x):
    model = mark(nn.LSTM(2, 3, batch_first=True))
    with Elsewhere():
        states, _ = model(x[None])
        assert is_elsewhere(states)
        with pytest.raises(RuntimeError, match="at least two devices"):
            model(torch.ones(1, 2, 2))


def test_the_notebooks_device_is_found_behind_a_decorator():
    names = {"torch": torch, "device": torch.device("cpu")}
    exec("@torch.no_grad()\ndef answer():\n    return torch.ones(2).to(device)", names)
    with answers_device(names["answer"]), Elsewhere():
        assert is_elsewhere(names["answer"]())
    assert names["device"] == torch.device("cpu")


def test_places_may_be_counted_on_the_cpu_but_not_the_other_way_round(x):
    places = torch.tensor([1, 0])
    with Elsewhere():
        assert is_elsewhere(x[places])
        with pytest.raises(RuntimeError, match="at least two devices"):
            torch.ones(2, 2)[mark(places)]
