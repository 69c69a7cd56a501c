"""How like each other the pictures of one person have to be."""

from matching.references import Agreement

AGREEMENT = Agreement(least=0.45, same=0.995)
"""Of the evaluation pictures of one person the median is 0.76, and one in a hundred has less than 0.51."""
