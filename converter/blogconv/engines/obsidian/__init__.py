"""Obsidian: reading vaults as blogs, and writing blogs as vaults.

The app is closed source. Its behaviour is taken from its help, its API and its importer, which its makers publish, and
from what was observed in version 1.13.
"""

from .engine import ObsidianEngine

ENGINE = ObsidianEngine()

__all__ = ["ENGINE", "ObsidianEngine"]
