"""General edits of a program: the small slips that people make in any exercise.

Each edit changes one place of a syntax tree. Made in the solution, it gives what a learner may have
written; made in a learner's answer, it may mend it. A tree is changed in place while an edit is at
hand, and put back after it: compile it before asking for the next one.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class GeneralEdit:
    """One edit, while it is made.

    Args:
        kind: Its name, a key of ``SENTENCES``.
        line: The line of the text that it changes, from 1.
        was: The name or sign that stood there, where the edit exchanges one.
        now: The name or sign that stands there now.
    """

    kind: str
    line: int
    was: str = ""
    now: str = ""


# What a learner did whose answer is like the edited solution, or becomes right by the edit.
# {name} is what the learner wrote, so no sentence gives the solution away.
_EITHER_WAY = {
    "axis": (
        "An operation runs along another axis than it should. For each axis, such as batch, time "
        "or features, ask: is it kept, or does it go?"
    ),
    "one_off": (
        "A number is one off: a place, a length, or where a range or a slice begins or ends. Try "
        "it by hand on three elements."
    ),
    "size": (
        "The size of another axis is taken than asked for: which length belongs here, that of the "
        "batch, of the time, or of the features?"
    ),
    "operator": (
        "Where the formula has another operation, this computes with `{name}`. Compare the signs: "
        "+ and -, * (number by number) and @ (matrix product), / and *."
    ),
    "operands": (
        "The two sides of an operation have changed places. The order matters in a matrix "
        "product, a difference, a quotient."
    ),
    "function": "`{name}` is used where another function is asked for.",
    "power": (
        "A power is missing, or has another exponent than in the formula: a square, a cube, a "
        "root? Compare your formula with that of the text, piece by piece."
    ),
    "sign": "A sign is the other way round.",
    "comparison": (
        "A comparison goes the other way, or includes the border where it should not (or leaves "
        "it out): look at <, <=, >, >=, == and !=."
    ),
    "negation": (
        "A condition or a mask is turned round: True stands where False should, and False where "
        "True should."
    ),
    "logic": "`and` and `or` (or & and |, any and all) have changed places.",
    "arguments": "Two arguments of a call have changed places.",
    "results": "Two of the results have changed places. Return them in the order asked for.",
    "order": (
        "Two steps stand in the other order: one uses what the other should have changed before, "
        "or not yet."
    ),
    "variable": (
        "One variable is used where another is meant (`{name}`): an old value for the new one, "
        "say, or an input for a result."
    ),
    "constant": "A constant has another value than the text asks for ({name}).",
    "type": (
        "The numbers are of another type than asked for (whole numbers, fractions of 32 or 64 "
        "bits, or True and False), somewhere on the way."
    ),
    "index": (
        "Another place is taken than asked for: look at the indices, the first against the last."
    ),
    "direction": (
        "The loop (or the slice) runs in the other direction: from the first to the last, or from "
        "the last to the first?"
    ),
    "squeeze": (
        "An axis of length 1 is lost, or one is left that should go: compare the shape of the "
        "result with the one asked for, for a batch of one, too."
    ),
}
# kind: (the learner whose answer is like the edited solution, the one whose answer becomes right).
_ONE_WAY = {
    "transpose": (
        "There is a transpose too many, or two axes are exchanged that should stay. Write the "
        "shapes beside each product.",
        "A transpose is missing, or two axes are not exchanged where they should be. Write the "
        "shapes beside each product.",
    ),
    "no_term": (
        "A term of a sum is missing. Compare your formula with that of the text, term by term.",
        "A sum has a term too many. Compare your formula with that of the text, term by term.",
    ),
    "no_factor": (
        "A factor or a divisor is missing. Compare your formula with that of the text, piece by "
        "piece.",
        "There is a factor or a divisor too many. Compare your formula with that of the text, "
        "piece by piece.",
    ),
    "no_call": (
        "A step is left out: a function that the text asks for is not applied.",
        "There is a step too many: `{name}` is applied where it should not be.",
    ),
    "extra_call": (
        "There is a step too many: the result goes through `{name}`, which is not asked for.",
        "A step is left out: a function that the text asks for is not applied at the end.",
    ),
    "detach": (
        "A piece of the result is cut off from what it was made of, so no gradient can pass. "
        ".detach(), .item(), .data, numpy and torch.tensor(...) all cut.",
        "Something that should be cut off from its history is not: the gradient still flows "
        "through it.",
    ),
    "no_statement": (
        "A step is left out altogether: compare your lines with the list of what is to be done.",
        "There is a line too many.",
    ),
    "no_loop": (
        "A loop is missing: something is done once that should be done again and again.",
        "There is a loop too many: something is done again and again that should be done once.",
    ),
    "return_early": (
        "The `return` stands inside the loop: it leaves after the first round.",
        "The `return` stands outside the loop, or too far to the left.",
    ),
    "return_late": (
        "The `return` stands outside a loop or a condition that it belongs into.",
        "The `return` stands inside the loop: it leaves after the first round.",
    ),
    "adds_up": (
        "A value is added up where it should be replaced.",
        "A value is overwritten in each round of the loop where it should be added up or kept.",
    ),
    "python": (
        "The result has left torch: .item(), .tolist() or numpy made something else of it. Return "
        "the tensor.",
        "A tensor is returned where a list or a number of Python is asked for: .tolist() or "
        ".item() makes one of it.",
    ),
    "no_option": (
        "A call lacks an argument that is needed here.",
        "A call has an argument too many: `{name}`.",
    ),
    "no_index": (
        "A whole tensor or list is used where one part of it is meant: a slice or an index is "
        "missing.",
        "Only a part is used where the whole is meant: there is a slice or an index too many.",
    ),
    "branch": (
        "A condition makes no difference: the same is done in both cases.",
        "A condition is one too many: the same should be done in both cases.",
    ),
}
SENTENCES = {kind: (text, text) for kind, text in _EITHER_WAY.items()} | _ONE_WAY
SENTENCES["no_transpose"] = SENTENCES["transpose"][::-1]
SENTENCES["overwrites"] = SENTENCES["adds_up"][::-1]

_AXIS_CALLS = {
    *("sum", "mean", "softmax", "log_softmax", "cat", "stack", "argmax", "argmin", "max", "min"),
    *("cumsum", "unsqueeze", "squeeze", "flip", "chunk", "split", "norm", "size", "transpose"),
    *("any", "all", "flatten", "gather", "prod", "std", "var", "amax", "amin", "select"),
    *("movedim", "sort", "topk", "repeat_interleave", "logsumexp"),
}
_MODULES = {"torch", "F", "nn", "np", "math", "nn.init", "torch.nn", "nn.utils", "nn.functional"}
_FAMILIES = [
    ["sum", "mean", "max", "min", "amax", "prod", "std", "median"],
    ["sigmoid", "tanh", "relu", "softmax"],
    ["softmax", "log_softmax"],
    ["log", "exp", "log2", "log10"],
    ["sin", "cos"],
    ["zeros", "ones", "zeros_like", "ones_like", "empty", "randn"],
    ["zeros_", "ones_", "eye_"],
    ["argmax", "argmin", "max"],
    ["tril", "triu"],
    ["stack", "cat"],
    ["any", "all"],
    ["sqrt", "square"],
    ["ceil", "floor", "round"],
    ["view", "reshape"],
    ["append", "extend"],
    ["clip_grad_norm_", "clip_grad_value_"],
    ["train", "eval"],
    ["float", "long", "double", "bool"],
    ["lower", "upper"],
    ["startswith", "endswith"],
    ["set", "list", "sorted"],
]
_SWAPPED = {
    name: [other for family in _FAMILIES if name in family for other in family if other != name]
    for family in _FAMILIES
    for name in family
}
_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.MatMult, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
_SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.FloorDiv: "//",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_LOGIC: dict[type[ast.AST], type[ast.AST]] = {
    ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_TRANSPOSES = {"T", "mT", "H", "mH", "transpose", "t", "permute", "movedim", "swapaxes"}

_COPIES = {"list", "tuple", "iter"}  # without them a generator is used up: no slip of its own

Change = tuple[str, ast.AST, str, str]  # kind, the new node, what was there, what is there now


def edits(definition: Definition, lines: tuple[int, int] = (0, 0)) -> Iterator[GeneralEdit]:
    """Make each general edit of a function or class in turn; the tree is whole again at the end.

    Args:
        definition: Its tree.
        lines: First and last line that may be changed, from 1; (0, 0) for all.
    """
    first, last = lines if any(lines) else (0, len(ast.unparse(definition)))
    places = [
        place
        for place in _places(definition)
        if first <= getattr(place[3], "lineno", first) <= last
    ]
    yield from _changed_places(places, [])
    for body in list(_bodies(definition)):
        if first <= body[0].lineno <= last:
            yield from _statement_edits(body)
    yield from _changed_places(places, _local_names(definition))  # many, so they come last


Place = tuple[ast.AST, str, int | None, ast.AST]  # the parent, its field, the index there, the node


def _changed_places(places: Sequence[Place], names: Sequence[str]) -> Iterator[GeneralEdit]:
    """Make the edits of some places: with names those of variables, else all others."""
    for parent, field, place, node in places:
        changes = _of_name(node, parent, field, names) if names else _changes(node, parent)
        for kind, new, was, now in changes:
            _put(parent, field, place, _located(new, node))
            try:
                yield GeneralEdit(kind, getattr(node, "lineno", 1), was, now)
            finally:
                _put(parent, field, place, node)


def sentence(edit: GeneralEdit, mends: bool) -> str:
    """Return what to tell the learner.

    Args:
        edit: The edit that explains the answer.
        mends: It was made in the learner's answer, and made it right; else in the solution.
    """
    name = edit.was if mends else edit.now
    return SENTENCES[edit.kind][mends].format(name=name)


def _places(definition: Definition) -> Iterator[Place]:
    """Yield every node below the body, with where it hangs."""
    todo: list[ast.AST] = list(definition.body)
    for number, statement in enumerate(definition.body):
        yield definition, "body", number, statement
    while todo:
        parent = todo.pop(0)
        for field, value in ast.iter_fields(parent):
            several = isinstance(value, list)
            for place, node in enumerate(value) if several else [(None, value)]:
                if isinstance(node, ast.AST) and not isinstance(node, ast.expr_context):
                    yield parent, field, place, node
                    if _integer(node) is None:  # what is in -1 is no place of its own
                        todo.append(node)


def _located(new: ast.AST, old: ast.AST) -> ast.AST:
    """Give every new node the place of the old one, which the compiler asks for."""
    todo = [new]
    while todo:
        node = todo.pop()
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            ast.copy_location(node, old)
        elif node is not new:
            continue  # what stood in the text has its place, and all below it
        todo += ast.iter_child_nodes(node)
    return new


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


def _bodies(definition: Definition) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(definition):
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body and not isinstance(node, ast.ClassDef):
                yield body


def _local_names(definition: Definition) -> list[str]:
    """Return parameters and assigned names, which may be mistaken for each other."""
    found: dict[str, None] = {}
    for node in ast.walk(definition):
        if isinstance(node, ast.arg) and node.arg != "self":
            found[node.arg] = None
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = None
    return list(found)


def _changes(node: ast.AST, parent: ast.AST) -> Iterator[Change]:
    """Yield what may stand in the place of a node, other variables left aside."""
    found: Iterable[Change] = ()
    match node:
        case ast.BinOp():
            found = _of_operation(node)
        case ast.UnaryOp():
            found = _of_sign(node, parent)
        case ast.Compare():
            found = _of_comparison(node)
        case ast.BoolOp():
            found = _of_logic(node)
        case ast.Call():
            found = _of_call(node)
        case ast.Attribute():
            found = _of_attribute(node)
        case ast.Subscript():
            found = _of_subscript(node)
        case ast.Constant():
            found = _of_constant(node, parent)
        case ast.Return():
            found = _of_return(node)
        case ast.IfExp():
            found = [("branch", node.body, "", ""), ("branch", node.orelse, "", "")]
        case ast.Assign() | ast.AugAssign():
            found = _of_assignment(node)
        case ast.For():
            found = _of_loop(node)
        case ast.comprehension():
            found = _of_filter(node)
    return iter(found)


def _like(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _of_operation(node: ast.BinOp) -> Iterator[Change]:
    was = _SIGNS.get(type(node.op), "")
    if isinstance(node.op, ast.Add | ast.Sub) and _integer(node.right) == 1:
        yield "one_off", node.left, "", ""
        return
    for other in _OPERATORS.get(type(node.op), ()):
        yield "operator", _like(node, op=other()), was, _SIGNS[other]
    if isinstance(node.op, ast.MatMult | ast.Sub | ast.Div):
        yield "operands", _like(node, left=node.right, right=node.left), "", ""
    if isinstance(node.op, ast.Add | ast.Sub):
        yield "no_term", node.left, "", ""
        yield "no_term", node.right, "", ""
    if isinstance(node.op, ast.Pow):
        yield "power", node.left, "", ""
    if isinstance(node.op, ast.Mult | ast.Div | ast.MatMult | ast.FloorDiv):
        yield "no_factor", node.left, "", ""
        yield "no_factor", node.right, "", ""
    if type(node.op) in _LOGIC:
        yield "logic", _like(node, op=_LOGIC[type(node.op)]()), "", ""
        yield "no_factor", node.left, "", ""
        yield "no_factor", node.right, "", ""
    if isinstance(node.op, ast.MatMult):
        for side, operand in (("left", node.left), ("right", node.right)):
            if not _is_transposed(operand):
                yield "transpose", _like(node, **{side: _transposed(operand)}), "", ""
        both = _like(node, left=_transposed(node.right), right=_transposed(node.left))
        yield "operands", both, "", ""


def _transposed(node: ast.expr) -> ast.expr:
    return ast.Attribute(node, "mT", ast.Load())


def _is_transposed(node: ast.expr) -> bool:
    name = _called(node) if isinstance(node, ast.Call) else getattr(node, "attr", "")
    return name in _TRANSPOSES


def _of_sign(node: ast.UnaryOp, parent: ast.AST) -> Iterator[Change]:
    value = _integer(node)
    if value is not None and not isinstance(parent, ast.BinOp):
        yield from _of_integer(node, value, parent, "constant")
        return
    kind = "sign" if isinstance(node.op, ast.USub | ast.UAdd) else "negation"
    yield kind, node.operand, "", ""


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARISONS.get(type(operator), ()):
            changed: list[ast.cmpop] = [*node.ops]
            changed[place] = other()
            yield "comparison", _like(node, ops=changed), "", ""


def _of_logic(node: ast.BoolOp) -> Iterator[Change]:
    yield "logic", _like(node, op=_LOGIC[type(node.op)]()), "", ""
    for place in range(len(node.values)):
        rest = node.values[:place] + node.values[place + 1 :]
        new = rest[0] if len(rest) == 1 else _like(node, values=rest)
        yield "no_term", new, "", ""


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_module(node: ast.AST) -> bool:
    return ast.unparse(node) in _MODULES


def _of_call(node: ast.Call) -> Iterator[Change]:
    name = _called(node)
    method = isinstance(node.func, ast.Attribute) and not _is_module(node.func.value)
    if method and isinstance(node.func, ast.Attribute):
        yield _dropped(name), node.func.value, name, ""
    if node.args and not isinstance(node.args[0], ast.Starred) and name not in _COPIES:
        yield _dropped(name), node.args[0], name, ""
    for other in _SWAPPED.get(name, ()):
        yield "function", _like(node, func=_renamed(node.func, other)), name, other
    for first, second in pairwise(range(len(node.args))):
        args = [*node.args]
        args[first], args[second] = args[second], args[first]
        yield "arguments", _like(node, args=args), "", ""
    if method and len(node.args) == 1 and isinstance(node.func, ast.Attribute):
        func = _like(node.func, value=node.args[0])
        yield "arguments", _like(node, func=func, args=[node.func.value]), "", ""
    for place, keyword in enumerate(node.keywords):
        rest = node.keywords[:place] + node.keywords[place + 1 :]
        yield "no_option", _like(node, keywords=rest), keyword.arg or "", ""
    if name == "transpose" and len(node.args) == 2:
        for axes in ((-2, -1), (1, 2), (0, 1)):
            yield "axis", _like(node, args=[*map(ast.Constant, axes)]), "", ""
    elif len(node.args) > 1 and name not in {"reshape", "view"}:
        yield "no_option", _like(node, args=node.args[:-1]), ast.unparse(node.args[-1]), ""
    yield from _of_range(node, name)
    if name in _AXIS_CALLS and name in {"sum", "mean"} and not node.args and not node.keywords:
        for axis in (0, 1, -1):
            yield "axis", _like(node, args=[ast.Constant(axis)]), "", ""


def _dropped(name: str) -> str:
    """Return the kind of an edit that takes a call away."""
    if name in _TRANSPOSES:
        return "no_transpose"
    if name in {"squeeze", "unsqueeze"}:
        return "squeeze"
    if name in {"float", "long", "double", "bool", "to", "type"}:
        return "type"
    return "direction" if name == "reversed" else "no_call"


def _renamed(func: ast.expr, name: str) -> ast.expr:
    new = copy.copy(func)
    setattr(new, "attr" if isinstance(func, ast.Attribute) else "id", name)
    return new


def _of_range(node: ast.Call, name: str) -> Iterator[Change]:
    if name == "range":
        for place, bound in enumerate(node.args):
            for moved in _moved(bound):
                args = [*node.args]
                args[place] = moved
                yield "one_off", _like(node, args=args), "", ""
        if len(node.args) == 1:
            yield "one_off", _like(node, args=[ast.Constant(1), *node.args]), "", ""
        if len(node.args) == 2:
            yield "one_off", _like(node, args=node.args[1:]), "", ""
        call = ast.Call(ast.Name("reversed", ast.Load()), [node], [])
        yield "direction", call, "", ""


def _of_attribute(node: ast.Attribute) -> Iterator[Change]:
    if node.attr in _TRANSPOSES:
        yield "no_transpose", node.value, "", ""
    if node.attr == "data":
        yield "no_call", node.value, "data", ""


def _of_subscript(node: ast.Subscript) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load):
        yield "squeeze" if _inserts_axis(node) else "no_index", node.value, "", ""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for place, part in enumerate(parts):
        for kind, new in () if _is_of_shape(node) else _of_index(part):
            if len(parts) == 1:
                yield kind, _like(node, slice=new), "", ""
            else:
                elts = [*parts]
                elts[place] = new
                yield kind, _like(node, slice=ast.Tuple(elts, ast.Load())), "", ""
    if len(parts) == 2:
        yield "axis", _like(node, slice=ast.Tuple(parts[::-1], ast.Load())), "", ""
    if len(parts) == 1 and isinstance(node.ctx, ast.Load):
        every = ast.Tuple([ast.Slice(), parts[0]], ast.Load())
        yield "axis", _like(node, slice=every), "", ""


def _inserts_axis(node: ast.Subscript) -> bool:
    return any(isinstance(n, ast.Constant) and n.value is None for n in ast.walk(node.slice))


def _of_index(part: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(part, ast.Slice):
        for bound in ("lower", "upper"):
            there = getattr(part, bound)
            for other in [None, *_moved(there)] if there else []:
                yield "one_off", ast.Slice(**{**vars(part), bound: other})
        if part.step is not None:
            yield "direction", ast.Slice(part.lower, part.upper, None)
        if part.lower is None and part.upper is None and part.step is None:
            yield "no_index", ast.Slice(ast.Constant(1), None, None)
            yield "no_index", ast.Slice(None, ast.Constant(-1), None)
        return
    value = _integer(part)
    if value in (0, -1):
        yield "index", ast.Constant(-1 - value if value is not None else 0)
    for moved in _moved(part):
        yield "one_off", moved


def _moved(node: ast.expr) -> list[ast.expr]:
    """Return a place one further on and one before; a number is an edit of its own."""
    if isinstance(node, ast.Constant) or _integer(node) is not None:
        return []
    return [ast.BinOp(node, sign, ast.Constant(1)) for sign in (ast.Add(), ast.Sub())]


def _integer(node: ast.AST) -> int | None:
    try:
        value = ast.literal_eval(ast.unparse(node))
    except (ValueError, TypeError, SyntaxError):
        return None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _of_constant(node: ast.Constant, parent: ast.AST) -> Iterator[Change]:
    value = node.value
    exponent = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow)
    kind = "power" if exponent and node is parent.right else "constant"  # type: ignore[attr-defined]
    if isinstance(value, bool):
        yield "negation", ast.Constant(not value), "", ""
    elif isinstance(value, int):
        yield from _of_integer(node, value, parent, kind)
    elif isinstance(value, float):
        for number in {-value, 2 * value, value / 2, 1.0, 0.0, 1 - value} - {value}:
            yield kind, ast.Constant(number), str(value), str(number)


def _of_integer(node: ast.expr, value: int, parent: ast.AST, kind: str) -> Iterator[Change]:
    is_axis = (isinstance(parent, ast.Call) and _called(parent) in _AXIS_CALLS) or (
        isinstance(parent, ast.keyword) and parent.arg in {"dim", "axis"}
    )
    near = "axis" if is_axis else "size" if _is_of_shape(parent) else "one_off"
    axes, places = (0, 1, 2, -1, -2), (value + 1, value - 1, abs(value))
    for other in places if near == "one_off" else axes:
        if other != value:
            yield kind if kind == "power" else near, ast.Constant(other), str(value), str(other)
    if near == "one_off" and abs(value) > 1:
        for number in (2 * value, value / 2, 10 * value):
            yield kind, ast.Constant(number), str(value), str(number)


def _is_of_shape(node: ast.AST) -> bool:
    """Tell whether a node is the size of an axis: x.shape[0], x.size(0)."""
    if isinstance(node, ast.Call):
        return _called(node) == "size"
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "shape"
    )


def _of_name(node: ast.AST, parent: ast.AST, field: str, names: Sequence[str]) -> Iterator[Change]:
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    if node.id in names and not (isinstance(parent, ast.Call) and field == "func"):
        for other in names:
            if other != node.id:
                yield "variable", ast.Name(other, ast.Load()), node.id, other
        call = ast.Call(ast.Attribute(node, "detach", ast.Load()), [], [])
        yield "detach", call, "", ""


def _of_tuple(node: ast.Tuple) -> Iterator[Change]:
    for first in range(len(node.elts) if len(node.elts) < 5 else 0):
        for second in range(first):
            elts = [*node.elts]
            elts[first], elts[second] = elts[second], elts[first]
            yield "results", _like(node, elts=elts), "", ""


def _of_return(node: ast.Return) -> Iterator[Change]:
    if isinstance(node.value, ast.Tuple):
        for kind, swapped, was, now in _of_tuple(node.value):
            yield kind, _like(node, value=swapped), was, now
    if node.value is None or isinstance(node.value, ast.Tuple):
        return
    for method, kind in (
        ("squeeze", "squeeze"), ("mean", "extra_call"), ("sum", "extra_call"),
        ("detach", "detach"), ("float", "type"), ("long", "type"), ("double", "type"),
        ("bool", "type"), ("mT", "transpose"), ("softmax(-1)", "extra_call"), ("tolist", "python"),
    ):  # fmt: skip
        name, _, argument = method.partition("(")
        new: ast.expr = ast.Attribute(node.value, name, ast.Load())
        if name != "mT":
            arguments: list[ast.expr] = [ast.Constant(-1)] if argument else []
            new = ast.Call(new, arguments, [])
        yield kind, _like(node, value=new), "", name
    yield "sign", _like(node, value=ast.UnaryOp(ast.USub(), node.value)), "", ""


def _of_assignment(node: ast.Assign | ast.AugAssign) -> Iterator[Change]:
    if isinstance(node, ast.AugAssign):
        yield "overwrites", ast.Assign([node.target], node.value), "", ""
        for other in _OPERATORS.get(type(node.op), ()):
            yield "operator", _like(node, op=other()), _SIGNS.get(type(node.op), ""), _SIGNS[other]
    elif len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        yield "adds_up", ast.AugAssign(node.targets[0], ast.Add(), node.value), "", ""


def _of_loop(node: ast.For) -> Iterator[Change]:
    as_list = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
    turned = ast.Call(ast.Name("reversed", ast.Load()), [as_list], [])
    yield "direction", _like(node, iter=turned), "", ""
    for bounds in (ast.Slice(ast.Constant(1)), ast.Slice(None, ast.Constant(-1))):
        part = ast.Subscript(as_list, bounds, ast.Load())
        yield "one_off", _like(node, iter=part), "", ""


def _of_filter(node: ast.comprehension) -> Iterator[Change]:
    for place in range(len(node.ifs)):
        rest = node.ifs[:place] + node.ifs[place + 1 :]
        yield "branch", _like(node, ifs=rest), "", ""


def _statement_edits(body: list[ast.stmt]) -> Iterator[GeneralEdit]:
    whole = [*body]

    def as_if(new: list[ast.stmt], kind: str, node: ast.stmt) -> Iterator[GeneralEdit]:
        body[:] = [_located(statement, node) for statement in new]  # type: ignore[misc]
        try:
            yield GeneralEdit(kind, getattr(node, "lineno", 1))
        finally:
            body[:] = whole

    for place, node in enumerate(whole):
        before, after = whole[:place], whole[place + 1 :]
        if not isinstance(node, ast.Return) and not _is_docstring(node):
            yield from as_if([*before, *after] or [ast.Pass()], "no_statement", node)
        if isinstance(node, ast.If):
            yield from as_if([*before, *node.body, *after], "branch", node)
            if node.orelse:
                yield from as_if([*before, *node.orelse, *after], "branch", node)
        if after and not isinstance(node, ast.Return) and not isinstance(after[0], ast.Return):
            yield from as_if([*before, after[0], node, *after[1:]], "order", node)
        if isinstance(node, ast.For | ast.While):
            inside = node.body
            yield from as_if([*before, *inside, *after], "no_loop", node)
            if after and isinstance(after[-1], ast.Return):
                early = _like(node, body=[*inside, *after])
                yield from as_if([*before, early], "return_early", after[-1])  # type: ignore[list-item]
            if isinstance(inside[-1], ast.Return) and len(inside) > 1:
                late = _like(node, body=inside[:-1])
                new = [*before, late, inside[-1], *after]
                yield from as_if(new, "return_late", inside[-1])  # type: ignore[arg-type]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
