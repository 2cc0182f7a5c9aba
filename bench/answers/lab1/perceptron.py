# %% right: the dot product
def perceptron(x, w, b):
    z = torch.dot(w, x) + b
    y_hat = 1 / (1 + torch.exp(-z))
    return y_hat

# %% right: a loop over the inputs
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = b
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return 1.0 / (1.0 + torch.exp(-z))

# %% right: sigmoid of torch
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    weighted = x * w
    return torch.sigmoid(torch.sum(weighted) + b)

# %% right: half of one plus tanh
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    z = torch.einsum("i,i->", x, w) + b
    return 0.5 * (1 + torch.tanh(z / 2))

# %% one: the minus in exp is missing
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    z = torch.dot(x, w) + b
    return 1 / (1 + torch.exp(z))

# %% one: the bias is forgotten
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    total = (w * x).sum()
    return 1 / (1 + torch.exp(-total))

# %% one: not added up
def perceptron(x, w, b):
    z = x * w + b
    return 1 / (1 + torch.exp(-z))

# %% one: brackets missing under the fraction bar
def perceptron(x, w, b):
    z = w @ x + b
    return 1 / 1 + torch.exp(-z)

# %% one: the bias comes after the sigmoid
def perceptron(x, w, b):
    z = torch.sum(x * w)
    g = 1 / (1 + torch.exp(-z))
    return g + b

# %% one: the answer is a Python number
def perceptron(x, w, b):
    z = (x @ w + b).item()
    return 1 / (1 + math.exp(-z))

# %% one: mean for sum
def perceptron(x, w, b):
    z = torch.mean(x * w) + b
    return torch.sigmoid(z)

# %% one: printed, not returned
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    z = (x * w).sum() + b
    y = 1 / (1 + torch.exp(-z))
    print(y)

# %% one: three inputs for all times
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b
    return 1 / (1 + torch.exp(-z))

# %% one: a new tensor, cut from the gradients
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = torch.tensor([float(xi) * float(wi) for xi, wi in zip(x, w)]).sum() + b.item()
    return 1 / (1 + torch.exp(-z))

# %% one: shape (1,) in place of ()
def perceptron(x, w, b):
    z = w.reshape(1, -1) @ x + b
    return 1 / (1 + torch.exp(-z))

# %% one: inputs and weights added up apart
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = x.sum() * w.sum() + b
    return 1 / (1 + torch.exp(-z))

# %% two: no bias, no minus in exp
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = (x * w).sum()
    return 1 / (1 + torch.exp(z))

# %% two: mean for sum, bias subtracted
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    z = (x * w).mean() - b
    return 1 / (1 + torch.exp(-z))

# %% two: bias after the sigmoid, brackets missing
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    z = torch.dot(w, x)
    return 1 / 1 + torch.exp(-z) + b

# %% two: minus in exp missing, a Python number
def perceptron(x, w, b):
    z = torch.dot(x, w) + b
    y = 1 / (1 + torch.exp(z))
    return y.item()
