"""What the usual messages of Python and torch mean, in plain words."""

from __future__ import annotations

import re

# name, pattern of "Kind: message", what it means and where to look
MEANINGS = [
    (
        "shapes_of_a_product",
        r"RuntimeError: (mat1 and mat2 shapes cannot|size mismatch|Expected size for first two)"
        r"|inconsistent tensor size|RuntimeError: mat2 must be a matrix|both arguments to matmul",
        "The shapes of a matrix product do not fit: the last size of the first must be the first "
        "size of the second. Write both shapes beside the product: is a transpose missing or too "
        "many, do the two stand in the wrong order, or is it the wrong one of two matrices?",
    ),
    (
        "shapes_do_not_match",
        r"must match the (existing )?size|The size of tensor a|are not broadcastable|"
        r"operands could not be broadcast|The expanded size of the tensor",
        "Two tensors are combined number by number, and their shapes do not fit: from the last "
        "axis on, sizes must be equal, or one of them 1. Print both shapes: is an axis missing "
        "(unsqueeze, keepdim=True, [:, None]), or one too many?",
    ),
    (
        "pieces_of_different_size",
        r"stack expects each tensor to be equal size|Sizes of tensors must match except|"
        r"torch.cat\(\): expected|Tensors must have same number of dimensions",
        "Tensors of different shapes cannot be put together like this. torch.stack needs equal "
        "shapes and makes a new axis; torch.cat joins along an axis that is there.",
    ),
    (
        "not_a_list_of_tensors",
        r"expected Tensor as element|must be tuple of Tensors|new\(\): invalid data type",
        "torch.stack and torch.cat want a list of tensors; this list holds something else, such as "
        "numbers or lists.",
    ),
    (
        "numbers_cannot_be_in_this_shape",
        r"shape '.*' is invalid for input of size|cannot reshape",
        "view or reshape asks for another number of elements than there are. Compute the product "
        "of the sizes asked for, and look at the shape that came in.",
    ),
    (
        "axis_does_not_exist",
        r"IndexError: (Dimension out of range|too many indices)|invalid axis|AxisError",
        "An axis is asked for that this tensor does not have: it has fewer axes than you expect. "
        "Print its shape in the line before.",
    ),
    (
        "place_does_not_exist",
        r"IndexError: (index .* out of|list index out of range|string index|tuple index)|"
        r"index out of range in self|index .* is out of bounds",
        "A place is asked for that is not there. Places go from 0 to length - 1: is an index one "
        "too large, does a loop run too far, or is it the length of another axis?",
    ),
    (
        "one_number_expected",
        r"only one element tensors can be converted|a Tensor with \d+ elements cannot be converted|"
        r"only (length-1|0-dimensional) arrays can|must be real number, not",
        "One number is needed here, and a tensor with several came. The functions of `math` take "
        "single numbers; those of torch (torch.exp, torch.sqrt, ...) take whole tensors.",
    ),
    (
        "truth_of_many_numbers",
        r"Boolean value of Tensor with|truth value of an array",
        "`if`, `and`, `or`, `not` ask for one True or False, and here is a tensor of many. Use "
        "torch.where or a mask, & and |, or say .any() or .all().",
    ),
    (
        "in_place_on_a_leaf",
        r"a leaf Variable that requires grad|a view of a leaf Variable",
        "A tensor that is to be learned was written into. Make a new tensor, or do it inside "
        "`with torch.no_grad():` where the exercise asks for a change in place.",
    ),
    (
        "changed_before_backward",
        r"modified by an inplace operation",
        "A tensor that the backward pass still needs was written into (+=, *=, x[...] = ..., a "
        "method ending in _). Make a new tensor instead.",
    ),
    (
        "cut_off",
        r"does not require grad and does not have a grad_fn|element 0 of tensors does not require",
        "The loss is cut off from what is to be learned, so there is nothing to go back through. "
        ".item(), .detach(), .data, numpy, torch.tensor(...) and torch.no_grad() all cut.",
    ),
    (
        "graph_is_gone",
        r"backward through the graph a second time",
        "The graph is used up by one backward pass. Either something is carried over with its "
        "history, or the graph must be kept: retain_graph=True, if that is what is asked for.",
    ),
    (
        "gradients_to_numpy",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "numpy cannot follow gradients. Stay with torch: nearly every function of numpy is there.",
    ),
    (
        "types_do_not_match",
        r"to have the same dtype|expected scalar type|mixed dtype|must have the same dtype|"
        r"Expected tensor for argument .* scalar types|not implemented for '(Long|Int|Bool|Half)'|"
        r"can only be floating|Input dtype must be|\"\w+\" not implemented",
        "Numbers of two types are mixed, or a function wants another type: fractions of 32 bits "
        "(torch.float32), of 64 bits, whole numbers (torch.int64), True and False. numpy makes 64 "
        "bits; .float() and .long() change the type.",
    ),
    (
        "not_probabilities",
        r"probability tensor contains|invalid multinomial distribution",
        "torch.multinomial wants probabilities: none below 0, and not all 0, no NaN. Has what you "
        "hand it gone through the softmax?",
    ),
    (
        "arguments_of_a_call",
        r"TypeError: .*(takes \d+ positional|takes from|missing \d+ required|unexpected keyword|"
        r"got multiple values|received an invalid combination|must be Tensor, not|takes no arg)",
        "A function is called with other arguments than it takes: too many, too few, or of another "
        "kind. Look up its first line: help(function), or Shift+Tab in the call.",
    ),
    (
        "key_does_not_exist",
        r"^KeyError",
        "A dictionary is asked for a key that it does not have. dict.get(key, default) gives a "
        "default; or is the key spelt in another way, or of another type than you expect?",
    ),
    (
        "nothing_where_something_is_needed",
        r"'NoneType' object|NoneType",
        "Something is None here: a function that returns nothing, a gradient that was never "
        "computed, or an argument that was left out.",
    ),
    (
        "no_such_method",
        r"AttributeError: '(\w+)' object has no attribute",
        "This kind of value has no such method or property. Is it a list or a number where you "
        "expect a tensor (or the other way round), or is the name misspelt?",
    ),
    (
        "no_value_yet",
        r"UnboundLocalError|cannot access local variable",
        "A variable is used before it has a value: it gets one only in a branch or loop that was "
        "not entered, or further down.",
    ),
    (
        "no_such_name",
        r"NameError: name '(\w+)' is not defined",
        "This name is not known: is it misspelt, defined further down, or of another function?",
    ),
    ("divided_by_zero", r"ZeroDivisionError", "A divisor is 0: is a count or a length not there?"),
    ("calls_itself_for_ever", r"RecursionError", "The function calls itself, and never stops."),
    (
        "not_iterable",
        r"TypeError: .*(is not iterable|object is not subscriptable|has no len\(\)|unpack|"
        r"indices must be integers|unhashable type)|ValueError: (too many|not enough) values",
        "A value is of another form than the code expects: a number where a list is meant, more or "
        "fewer values than names on the left, or something that can only be gone through once.",
    ),
    (
        "operation_between_two_kinds",
        r"TypeError: (unsupported operand|can only concatenate|can't multiply|bad operand|"
        r"can't convert)",
        "An operation between two kinds of values that do not go together, such as a list and a "
        "number, or a text and a tensor.",
    ),
]


def meaning(kind: str, message: str) -> tuple[str, str]:
    """Return the name and the meaning of an error, or two empty texts where it is an unusual one.

    Args:
        kind: The name of the exception.
        message: Its text.
    """
    text = f"{kind}: {message}"
    for name, pattern, sentence in MEANINGS:
        if re.search(pattern, text):
            return name, sentence
    return "", ""
