"""Questions of exercises: drawn, put, graded, and shown again with what is right."""
