"""What a function can come to: the functions it names, and those that they name.

Read from compiled code, so that nothing has to be called. A method is taken to
be any of that name in a queryset or manager of ours: too much rather than too
little.
"""

import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, MethodType, ModuleType

from django.apps import apps
from django.db.models import QuerySet

OURS = (
    "core",
    "introductions",
    "members",
    "matching",
    "neascn",
    "notifications",
    "scaps",
    "solutions",
    "tests",
    "translations",
    "vocabulary",
)


def is_ours(thing) -> bool:
    module = getattr(thing, "__module__", None) or ""
    return module.partition(".")[0] in OURS


@cache
def reached(function) -> set:
    """Functions and classes of ours that can be come to from here, itself too."""
    return {thing for thing, _owner in _reached(function)}


def _reached(function) -> set[tuple]:
    seen: set[tuple] = set()
    waiting = [_with_owner(inspect.unwrap(function))]
    while waiting:
        thing, owner = waiting.pop()
        if (thing, owner) in seen:
            continue
        seen.add((thing, owner))
        waiting += _named(thing, owner)
    return seen


def _with_owner(thing) -> tuple:
    """A function, and the class where its `self` looks for more of them."""
    if isinstance(thing, MethodType):
        return inspect.unwrap(thing.__func__), type(thing.__self__)
    return thing, None


def constants(function) -> set[str]:
    """Strings written in the code of what is reached, doc-strings among them."""
    return {
        constant
        for thing in reached(function)
        if isinstance(thing, FunctionType)
        for code in _codes(thing.__code__)
        for constant in code.co_consts
        if isinstance(constant, str)
    }


def _named(thing, owner) -> Iterator[tuple]:
    if isinstance(thing, type):
        for part in vars(thing).values():
            if _is_function(part):
                yield inspect.unwrap(part), thing
        return
    if not isinstance(thing, FunctionType):
        return
    names = {name for code in _codes(thing.__code__) for name in code.co_names}
    for name in names:
        for found in _as_global(thing.__globals__.get(name), names):
            yield found, None
        for found in _methods().get(name, ()):
            yield found, None
        own = getattr(owner, name, None)
        if isinstance(own, FunctionType) and is_ours(own):
            yield inspect.unwrap(own), owner
    for cell in thing.__closure__ or ():
        held = cell.cell_contents
        if isinstance(held, FunctionType | MethodType) and is_ours(
            inspect.unwrap(held)
        ):
            yield _with_owner(inspect.unwrap(held))
        else:
            for found in _as_global(held, names):
                yield found, None


def _as_global(found, names: set[str]) -> Iterator:
    if isinstance(found, ModuleType) and is_ours_module(found):
        for name in names:
            yield from _as_global(vars(found).get(name), set())
    elif _is_function(found) and is_ours(inspect.unwrap(found)):
        yield inspect.unwrap(found)
    elif isinstance(found, type) and is_ours(found):
        if not hasattr(found, "_meta"):
            yield found
        else:
            yield from _own_save(found)


def _own_save(model) -> Iterator:
    if "save" in vars(model):
        yield model.save


def is_ours_module(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] in OURS


def _is_function(thing) -> bool:
    return isinstance(thing, FunctionType) or hasattr(thing, "__wrapped__")


@cache
def _methods() -> dict[str, list]:
    """Methods of our querysets by name, but for those that every queryset has."""
    found: dict[str, list] = {}
    for model in apps.get_models():
        kind = getattr(model._default_manager, "_queryset_class", None)
        if kind is None or not is_ours(kind):
            continue
        for name, part in vars(kind).items():
            if isinstance(part, FunctionType) and not hasattr(QuerySet, name):
                found.setdefault(name, []).append(part)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def all_functions() -> Iterator[FunctionType]:
    """Every function of the portal that is loaded, tests left out."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in OURS or name.startswith("tests"):
            continue
        for thing in list(vars(module).values()):
            if isinstance(thing, FunctionType) and thing.__module__ == name:
                yield inspect.unwrap(thing)
