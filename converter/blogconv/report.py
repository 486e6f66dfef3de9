"""What a conversion did: counts, diagnostics, changes; as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .diagnostics import CODES, Diagnostic, Severity
from .model import Kind, Post, Status
from .output import Changes


@dataclass(slots=True)
class Report:
    """The outcome of a conversion. `constructs` counts by neutral kind; `diffs` is filled on demand."""

    source: str = ""
    target: str = ""
    posts: int = 0
    drafts: int = 0
    pages: int = 0
    assets: int = 0
    constructs: Counter[str] = field(default_factory=Counter)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    flavours: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    diffs: list[str] = field(default_factory=list)
    dry_run: bool = False

    def count(self, post: Post, kinds: Mapping[str, int], diff: str) -> None:
        """Take in one post that was converted, the kinds of its constructs and its difference."""
        self.posts += post.kind is Kind.POST and post.status is not Status.DRAFT
        self.drafts += post.status is Status.DRAFT
        self.pages += post.kind is not Kind.POST and post.status is not Status.DRAFT
        self.constructs.update(kinds)
        self.diffs += [diff] if diff else []

    @property
    def errors(self) -> int:
        """How many diagnostics are errors: posts that did not arrive as they were meant."""
        return sum(d.severity is Severity.ERROR for d in self.diagnostics)

    def by_code(self) -> list[tuple[str, int]]:
        """Diagnostic codes with their counts, gravest first, then most frequent."""
        order = list(Severity)
        counts = Counter(d.code for d in self.diagnostics)
        return sorted(counts.items(), key=lambda c: (order.index(CODES[c[0]].severity), -c[1], c[0]))

    def to_json(self) -> dict[str, Any]:
        """The report as plain data, the same for the same conversion."""
        return {
            "source": self.source,
            "target": self.target,
            "flavours": list(self.flavours),
            "reasons": list(self.reasons),
            "dry_run": self.dry_run,
            "posts": self.posts,
            "drafts": self.drafts,
            "pages": self.pages,
            "assets": self.assets,
            "constructs": dict(sorted(self.constructs.items())),
            "files": {
                "written": len(self.changes.written),
                "unchanged": len(self.changes.unchanged),
                "kept": self.changes.kept,
                "removed": self.changes.removed,
            },
            "diagnostics": [
                {
                    "code": d.code,
                    "severity": d.severity.value,
                    "path": d.path,
                    "line": d.line,
                    "message": d.message,
                    "advice": d.advice,
                }
                for d in self.diagnostics
            ],
        }
