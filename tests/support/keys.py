"""A key as good as a real one."""

RANDOM = "k3J9-vQ2x_T7mZ0pL5wR8cN1yB6dF4hS-aE2gU9iO7tX3qM0zV"
