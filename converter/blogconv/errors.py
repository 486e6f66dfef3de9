"""What can go wrong so that nothing, or not everything, can be done.

BlogconvError
├── UsageError        what was asked for cannot be done: nothing was written
│   └── MappingError  a mapping file is not of the table language
└── SourceError       the source cannot be read as a blog of that engine
"""

from __future__ import annotations


class BlogconvError(Exception):
    """The root of all errors that blogconv raises on purpose.

    Its text is a sentence for a person; `hint` says what to do about it at the command line.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(BlogconvError):
    """What was asked for cannot be done; nothing was written."""


class MappingError(UsageError):
    """A mapping file does not follow the table language. The text names file and line."""


class SourceError(BlogconvError):
    """The source folder cannot be read as a blog of the engine in question."""
