"""Case simulations: the graph of scenes, what is wrong with one, its drawing, and playing it."""
