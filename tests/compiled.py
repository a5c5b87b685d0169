"""What every application would compile again: templates and the builders of addresses, kept for a whole process.

A test has an application of its own; two thirds of the time that it took to make one went into compiling.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """The templates that this process has compiled."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what an earlier application compiled."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what this application compiled."""
        if bucket.code is not None:
            self._compiled[bucket.key, bucket.checksum] = bucket.code


class CompiledRule(Rule):
    """A rule whose builder is that of an earlier rule with the same parts: it finds the converters on the rule."""

    _builders: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        parts: tuple[Any, ...] = (self.rule, *self._trace, repr(self.defaults), append_unknown)
        if parts not in self._builders:
            self._builders[parts] = super()._compile_builder(append_unknown)
        return self._builders[parts]


def keep_compiled() -> None:
    """Let every application of this process use what an earlier one compiled."""
    Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
    Flask.url_rule_class = CompiledRule
