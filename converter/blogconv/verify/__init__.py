"""Compare a built site with the one that is to take its place: addresses, texts, links, pictures, lists.

Reading pages needs the packages of the extra `verify`; they are imported when a comparison begins.
"""

from .compare import Address, Comparison, callout_types, compare
from .differences import Difference
from .report import ADVICE, render
from .sites import Status

__all__ = ["ADVICE", "Address", "Comparison", "Difference", "Status", "callout_types", "compare", "render"]
