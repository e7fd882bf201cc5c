"""Pages of the hub: the network's figures, the periods of the partner NGOs."""
