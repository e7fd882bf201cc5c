"""The newsletter: asked for twice (on the page, then by mail), sent at a stated pace, left with one click."""
