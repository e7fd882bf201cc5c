"""The graph of a case one edits: scenes as boxes, decisions as arrows, the same as a list, saved as one writes."""
