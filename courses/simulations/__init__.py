"""Case simulations: the graph of scenes, what is wrong with one, its diagram, and playing it."""
