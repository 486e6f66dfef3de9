"""Reading Hugo sites, topic by topic: settings, files, dates, addresses, terms, Markdown, bodies.

Facts are from gohugoio/hugo, read at 0.166 and run at 0.111.3, 0.147.9 and 0.168.0.
"""
