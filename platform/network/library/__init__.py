"""The network library: the hub publishes modules, an NGO adopts them and may offer its own.

What is shared passes as a file of the tenant that gives it; the public schema holds titles and facts alone.
"""
