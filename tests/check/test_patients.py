"""The patients of Lab 2: each is ill in its own way, and stays so until it is treated."""

import pytest
import torch

from seqlab.checks.lab2.patients import BUDGET, STEPS, admit, graph_size

WARD = {patient.name: patient for patient in admit(seed=3)}


def visits(name, count, **treatment):
    training = WARD[name].train(**treatment)
    return [next(training) for _ in range(count)]


def flow_ratio(name):
    (visit,) = visits(name, 1)
    gradients = torch.autograd.grad(visit.loss, visit.states)
    return (gradients[0].norm() / gradients[-1].norm()).item()


def largest_update(name, **treatment):
    def length(tensors):
        return torch.cat([t.flatten() for t in tensors]).norm()

    seen = visits(name, 20, **treatment)
    return max((length(v.changes) / length(v.weights)).item() for v in seen)


def test_the_flow_tells_vanishing_and_exploding_gradients_from_the_others():
    ratios = {name: flow_ratio(name) for name in WARD}
    assert ratios.pop("Borys") < 1e-4
    assert ratios.pop("Danylo") > 30
    assert all(0.03 < ratio < 1 for ratio in ratios.values())


def test_the_updates_tell_the_learning_rate():
    assert largest_update("Anna") > 0.12
    assert largest_update("Anna", learning_rate=WARD["Anna"].learning_rate / 20) < 0.05
    assert all(largest_update(name) < 0.06 for name in ("Borys", "Clara", "Emma"))


def test_only_a_state_that_is_not_detached_makes_every_step_longer():
    attached = [visit.operations for visit in visits("Clara", 4)]
    step = attached[1] - attached[0]
    assert step > 0
    assert attached == [attached[0] + k * step for k in range(4)]
    detached = [visit.operations for visit in visits("Clara", 4, carry=torch.Tensor.detach)]
    assert detached == attached[:1] * 4
    assert [visit.operations for visit in visits("Emma", 4)] == attached[:1] * 4


def test_who_spends_the_budget_is_sent_home_early_and_a_healthy_one_is_not():
    spent = [visit.operations for visit in WARD["Clara"].train()]
    assert 20 < len(spent) < STEPS / 2
    assert sum(spent) <= BUDGET
    assert STEPS * visits("Emma", 1)[0].operations < BUDGET


def test_a_training_without_a_number_for_a_loss_ends():
    broken = WARD["Emma"].train(clip=lambda gradients: [g * torch.nan for g in gradients])
    assert len(list(broken)) == 1


def test_the_same_seed_gives_the_same_stay_and_leaves_torchs_generator_alone():
    before = torch.get_rng_state()
    first, again = (visits("Emma", 3)[-1].loss.item() for _ in range(2))
    assert first == again
    assert torch.equal(before, torch.get_rng_state())
    other = next(admit(seed=4)[-1].train()).loss.item()
    assert other != first


@pytest.mark.parametrize("length", [1, 5, 2000])
def test_the_size_of_a_graph_counts_each_operation_once(length):
    x = torch.ones((), requires_grad=True)
    y = x
    for _ in range(length):
        y = y + y  # two ways into the same operation; long chains break no recursion limit
    assert graph_size(y) == length + 1  # and the leaf
