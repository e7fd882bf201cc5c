"""For the room: a trainer's guide, slides, a handout and pocket tools of a module, on a page and on paper."""
