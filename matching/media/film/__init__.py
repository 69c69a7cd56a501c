"""Films: containers that hold moving pictures, decoded frame by frame in a child within walls.

`film.Film` is the medium. The child imports `wire`, `container`, `survey`, `frames`, `pictures` and `choice`; everything else is its
parent's.
"""
