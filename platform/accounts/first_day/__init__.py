"""The first day: a short path on the first page of each role, which ticks itself and goes when it is done or put away.

Each app plugs in the steps that lead into it (`accounts.first_day.steps.register_step`). What is done is read from the
data, all of it by one query; that the path was put away is kept for each user.
"""
