"""Move a blog between engines without losing a word, a link or an address."""
