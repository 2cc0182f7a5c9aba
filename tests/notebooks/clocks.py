"""Finds claims whose value comes from a clock, as far as the text of a source shows it.

Statements are followed in their order. A name is *timed* when what it holds comes from a clock, or
from something timed; a function is when it returns such a thing. What a loop works on that a clock
ends is timed as well, and so is what a function with such a loop is given.
"""

import ast
from collections.abc import Iterator

CLOCKS = {"perf_counter", "process_time", "monotonic", "thread_time", "default_timer", "getrusage"}
CLOCKS |= {f"{name}_ns" for name in CLOCKS}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def timed_claims(source: str) -> list[str]:
    """Return the ids of the claims that depend on a clock, in their order."""
    reader = _Reader()
    reader.follow(ast.parse(source).body)
    return list(dict.fromkeys(reader.found))


class _Reader:
    def __init__(self, timed: set[str] | None = None, bounded: set[str] | None = None) -> None:
        self.timed = set(timed or ())
        self.bounded = set(bounded or ())  # functions that work as long as a clock lets them
        self.modules: set[str] = set()
        self.found: list[str] = []
        self.returns_time = self.ends_by_clock = False

    def follow(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def is_timed(self, node: ast.AST | None) -> bool:
        return node is not None and any(map(self._reads_clock, ast.walk(node)))

    def _reads_clock(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.timed or name in CLOCKS
            case ast.Attribute(value=ast.Name(id="time"), attr="time"):
                return True
            case ast.Attribute(attr=name):
                return name in CLOCKS or "seconds" in name
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                return "seconds" in key
        return False

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.ClassDef(name=name, body=body):
                inside = self._inside(body)
                if any(f.name in inside.timed for f in body if isinstance(f, Function)):
                    self.timed.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                self.modules |= {each.asname or each.name for each in names}
            case ast.For(target=target, iter=series, body=body, orelse=orelse):
                self._bind(target, series)
                self._repeat([*body, *orelse])
            case ast.While(test=test, body=body):
                self._repeat(body)
                if self.is_timed(test) or (self._leaves_by_clock(body)):
                    self._ended_by_clock(node)
            case ast.If(body=body, orelse=orelse):
                self._calls(node.test)
                self.follow([*body, *orelse])
            case ast.With(items=items, body=body):
                for item in items:
                    self._calls(item.context_expr)
                self.follow(body)
            case ast.Try():
                handled = [each for handler in node.handlers for each in handler.body]
                self.follow([*node.body, *handled, *node.orelse, *node.finalbody])
            case _:
                self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        self._calls(node)
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, value=value):
                self._bind(target, value)
            case ast.AugAssign(target=target, value=value) if self.is_timed(value):
                self._mark(target)
            case ast.Return(value=value) | ast.Expr(value=ast.Yield(value=value)):
                self.returns_time |= self.is_timed(value)

    def _repeat(self, body: list[ast.stmt]) -> None:
        for _ in range(2):  # what the first round has made, the second one finds
            self.follow(body)

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        """Give the names of a target what the value holds."""
        if isinstance(target, ast.Tuple):
            for each, part in zip(target.elts, self._parts(target, value), strict=True):
                self._bind(each, part)
        elif self.is_timed(value):
            self._mark(target)
        elif isinstance(target, ast.Name):
            self.timed.discard(target.id)

    def _parts(self, target: ast.Tuple, value: ast.expr | None) -> list[ast.expr | None]:
        """Return what each of several targets gets, where it can be told apart."""
        match value:
            case ast.Tuple(elts=parts) if len(parts) == len(target.elts):
                return list(parts)
            case ast.Call(func=ast.Attribute(value=items, attr="items")):
                return [None, items]  # the keys of a table are no times
            case ast.Call(func=ast.Name(id="zip"), args=parts) if len(parts) == len(target.elts):
                return list(parts)
            case ast.Call(func=ast.Name(id="enumerate"), args=[series]):
                return [None, series]
        return [value] * len(target.elts)

    def _mark(self, target: ast.AST) -> None:
        """Note that the variable at the root of ``a``, ``a.b`` or ``a[b]`` holds a time."""
        while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
            target = target.value
        if isinstance(target, ast.Name) and target.id not in self.modules:
            self.timed.add(target.id)

    def _calls(self, node: ast.AST) -> None:
        for call in ast.walk(node):
            if isinstance(call, ast.Call):
                self._call(call)

    def _call(self, call: ast.Call) -> None:
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        match call.func:
            case ast.Name(id="claim"):
                if any(map(self.is_timed, given)):
                    self.found.append(ast.literal_eval(call.args[0]))
            case ast.Name(id=name) if name in self.bounded:
                for each in given:
                    self._mark(each)
            case ast.Attribute(value=owner, attr="append" | "extend" | "add" | "update"):
                if any(map(self.is_timed, given)):
                    self._mark(owner)

    def _leaves_by_clock(self, body: list[ast.stmt]) -> bool:
        return any(
            isinstance(leave, ast.Break | ast.Return)
            for statement in body
            for choice in ast.walk(statement)
            if isinstance(choice, ast.If) and self.is_timed(choice.test)
            for leave in ast.walk(choice)
        )

    def _ended_by_clock(self, loop: ast.While) -> None:
        self.ends_by_clock = True
        for node in ast.walk(loop):
            if isinstance(node, ast.Name):
                self._mark(node)

    def _inside(self, body: list[ast.stmt]) -> "_Reader":
        """Follow what stands in a function or class, with the names that are known so far."""
        inside = _Reader(self.timed, self.bounded)
        inside.modules = self.modules
        inside.follow(body)
        self.found += inside.found
        return inside

    def _function(self, node: Function) -> None:
        inside = self._inside(node.body)
        self.timed.discard(node.name)
        if inside.returns_time:
            self.timed.add(node.name)
        if inside.ends_by_clock:
            self.bounded.add(node.name)
        own = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
        own |= {each.id for each in _names(node) if isinstance(each.ctx, ast.Store)}
        self.timed |= inside.timed - own


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Name))
