# %% right: if and inner functions
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    if finding == "exploding":
        def clip(gradients):
            return clip_by_global_norm(gradients, 1)

        return {"clip": clip}
    if finding == "vanishing":
        return {"initialise": lambda noise: orthogonal(noise)}
    if finding == "not detached":
        def carry(state):
            return state.detach()

        return {"carry": carry}
    return {"learning_rate": learning_rate / 20}

# %% right: match
def prescribe(finding, learning_rate):
    match finding:
        case "exploding":
            return {"clip": lambda g: clip_by_global_norm(g, max_norm=1.0)}
        case "vanishing":
            return {"initialise": orthogonal}
        case "not detached":
            return {"carry": torch.Tensor.detach}
        case "learning rate":
            return {"learning_rate": 0.05 * learning_rate}

# %% right: key and value apart
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    keys = {"exploding": "clip", "vanishing": "initialise", "not detached": "carry"}
    key = keys.get(finding, "learning_rate")
    values = {
        "clip": lambda grads: clip_by_global_norm(grads, 1.0),
        "initialise": lambda noise: torch.linalg.qr(noise)[0],
        "carry": lambda h: h.data,
        "learning_rate": learning_rate / 20.0,
    }
    return {key: values[key]}

# %% right: clips by a formula of its own
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    def clip(gradients):
        n = global_norm(gradients)
        return [g / n for g in gradients] if n > 1 else [g.clone() for g in gradients]

    def carry(h):
        return h.detach()

    if finding == "learning rate":
        return dict(learning_rate=learning_rate / 20)
    elif finding == "not detached":
        return dict(carry=carry)
    elif finding == "vanishing":
        return dict(initialise=orthogonal)
    elif finding == "exploding":
        return dict(clip=clip)

# %% one: clip_by_global_norm without its max_norm
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    treatments = {
        "exploding": {"clip": clip_by_global_norm},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: called in place of given
def prescribe(finding, learning_rate):
    if finding == "exploding":
        return {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)}
    if finding == "vanishing":
        return {"initialise": orthogonal(torch.randn(32, 32))}
    if finding == "not detached":
        return {"carry": lambda state: state.detach()}
    if finding == "learning rate":
        return {"learning_rate": learning_rate / 20}

# %% one: twenty times larger
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    treatments = {
        "exploding": {"clip": lambda g: clip_by_global_norm(g, 1.0)},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda s: s.detach()},
        "learning rate": {"learning_rate": learning_rate * 20},
    }
    return treatments[finding]

# %% one: all treatments at once
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    return {
        "clip": lambda gradients: clip_by_global_norm(gradients, 1.0),
        "initialise": orthogonal,
        "carry": lambda state: state.detach(),
        "learning_rate": learning_rate / 20,
    }

# %% one: the state is not cut off
def prescribe(finding, learning_rate):
    if finding == "exploding":
        return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
    elif finding == "vanishing":
        return {"initialise": orthogonal}
    elif finding == "not detached":
        return {"carry": lambda state: state}
    else:
        return {"learning_rate": learning_rate / 20}

# %% one: the state is thrown away
def prescribe(finding: str, learning_rate: float) -> dict:
    if finding == "exploding":
        return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
    if finding == "vanishing":
        return {"initialise": orthogonal}
    if finding == "not detached":
        return {"carry": lambda state: torch.zeros_like(state)}
    return {"learning_rate": learning_rate / 20}

# %% one: the cures of two illnesses changed about
def prescribe(finding, learning_rate):
    treatments = {
        "vanishing": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "exploding": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: lr for learning_rate
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    match finding:
        case "exploding":
            return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
        case "vanishing":
            return {"initialise": orthogonal}
        case "not detached":
            return {"carry": lambda h: h.detach()}
        case "learning rate":
            return {"lr": learning_rate / 20}

# %% one: ten times smaller
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    if finding == "learning rate":
        return {"learning_rate": learning_rate / 10}
    if finding == "not detached":
        return {"carry": lambda h: h.detach()}
    if finding == "vanishing":
        return {"initialise": orthogonal}
    return {"clip": lambda grads: clip_by_global_norm(grads, 1.0)}

# %% one: the noise as it is
def prescribe(finding, learning_rate):
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": lambda noise: noise},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: an underscore in the finding
def prescribe(finding, learning_rate):
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": orthogonal},
        "not_detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]

# %% one: one finding is missing
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    if finding == "exploding":
        return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
    elif finding == "not detached":
        return {"carry": lambda h: h.detach()}
    elif finding == "learning rate":
        return {"learning_rate": learning_rate / 20}

# %% one: numbers clipped, not the norm
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    def clip(gradients):
        return [g.clamp(-1.0, 1.0) for g in gradients]

    if finding == "exploding":
        return {"clip": clip}
    if finding == "vanishing":
        return {"initialise": orthogonal}
    if finding == "not detached":
        return {"carry": lambda s: s.detach()}
    return {"learning_rate": learning_rate / 20}

# %% two: without its max_norm, twenty times larger
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    treatments = {
        "exploding": {"clip": clip_by_global_norm},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": 20 * learning_rate},
    }
    return treatments[finding]

# %% two: American spelling, state not cut off
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    if finding == "exploding":
        return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
    if finding == "vanishing":
        return {"initialize": orthogonal}
    if finding == "not detached":
        return {"carry": lambda s: s}
    return {"learning_rate": learning_rate / 20}

# %% two: called in place of given, lr for learning_rate
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    if finding == "exploding":
        return {"clip": lambda g: clip_by_global_norm(g, 1.0)}
    if finding == "vanishing":
        return {"initialise": orthogonal(noise)}
    if finding == "not detached":
        return {"carry": lambda h: h.detach()}
    if finding == "learning rate":
        return {"lr": learning_rate / 20}

# %% two: clipped to another norm, noise as it is
def prescribe(finding: str, learning_rate: float) -> dict:
    cure = {
        "exploding": {"clip": lambda grads: clip_by_global_norm(grads, 0.1)},
        "vanishing": {"initialise": lambda noise: noise / len(noise) ** 0.5},
        "not detached": {"carry": lambda h: h.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return cure[finding]
