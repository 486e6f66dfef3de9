"""Hexo: reading its sites.

Facts are from hexojs/hexo 8.1.2 and, where versions differ, 3.9 to 7.3, read and run.
"""

from .engine import HexoEngine

ENGINE = HexoEngine()

__all__ = ["ENGINE", "HexoEngine"]
