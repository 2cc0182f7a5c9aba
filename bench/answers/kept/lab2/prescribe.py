# %% right: partial
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    from functools import partial

    cures = dict()
    cures["exploding"] = {"clip": partial(clip_by_global_norm, max_norm=1.0)}
    cures["vanishing"] = {"initialise": orthogonal}
    cures["not detached"] = {"carry": lambda s: s.clone().detach()}
    cures["learning rate"] = {"learning_rate": learning_rate * (1 / 20)}
    return cures[finding]

# %% one: American spelling
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    treatments = {
        "exploding": {"clip": lambda g: clip_by_global_norm(g, 1.0)},
        "vanishing": {"initialize": orthogonal},
        "not detached": {"carry": lambda s: s.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: the whole table, finding not looked up
def prescribe(finding, learning_rate):
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments

# %% one: clipped to another norm
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 5.0)},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: a fixed learning rate
def prescribe(finding: str, learning_rate: float) -> dict:
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": 0.001},
    }
    return treatments[finding]

# %% one: the function without its dictionary
def prescribe(finding, learning_rate):
    if finding == "exploding":
        return lambda gradients: clip_by_global_norm(gradients, 1.0)
    if finding == "vanishing":
        return orthogonal
    if finding == "not detached":
        return lambda state: state.detach()
    if finding == "learning rate":
        return learning_rate / 20

# %% one: the function for a whole network
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": identity_start},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% two: two cures changed about, ten times smaller
def prescribe(finding, learning_rate):
    treatments = {
        "exploding": {"initialise": orthogonal},
        "vanishing": {"clip": lambda g: clip_by_global_norm(g, 1.0)},
        "not detached": {"carry": lambda h: h.detach()},
        "learning rate": {"learning_rate": learning_rate / 10},
    }
    return treatments[finding]
