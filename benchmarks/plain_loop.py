"""What a plain Python loop costs: read each post, parse its front matter with libyaml, write it."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml


def main(source: Path, target: Path) -> None:
    for path in sorted((source / "source" / "_posts").glob("*.md")):
        text = path.read_text("utf-8")
        _, head, _ = text.split("---\n", 2)
        yaml.load(head, Loader=yaml.CSafeLoader)
        place = target / "content" / "posts" / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
