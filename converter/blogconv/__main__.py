"""`blogconv` and `python -m blogconv`: the command."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command. Until it is loaded and can answer an interrupt with a sentence, one ends it without a word."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from .cli import main as command

    signal.signal(signal.SIGINT, handler)
    command()


if __name__ == "__main__":
    main()
