"""What a reader can work out about a hidden cell."""

import numpy
from scipy.optimize import linprog  # type: ignore[import-untyped]


def bounds(table, hidden, key):
    """Lowest and highest count of a hidden cell that agree with everything shown."""
    columns = {cell: number for number, cell in enumerate(hidden)}
    matrix, right = [], []
    for equation in table.equations:
        row, known = [0.0] * len(columns), 0
        for cell, sign in [*((part, 1) for part in equation.parts), (equation.total, -1)]:
            if cell in columns:
                row[columns[cell]] += sign
            else:
                known += sign * table.cells[cell]
        matrix.append(row)
        right.append(-known)
    found = []
    for sign in (1, -1):
        wanted = numpy.zeros(len(columns))
        wanted[columns[key]] = sign
        result = linprog(wanted, A_eq=matrix, b_eq=right, bounds=(0, None))
        found.append(sign * result.fun if result.status == 0 else -sign * float("inf"))
    return found
