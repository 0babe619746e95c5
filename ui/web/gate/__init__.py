"""The gate in front of Gradio: it lets through what the page itself sends, and nothing else.

Gradio serves far more than this page uses (files by path, a proxy, calls of every event by name),
and its own checks depend on how it was started. So each request is checked against an explicit
list: its host and origin, its route, its size, and, for an event, the types of its values.
"""
