"""Films that are drawn picture by picture: animated pictures, and sequences of numbered frames. The child of films
(`matching.media.film.child`) decodes them as well; everything here but `rates` runs within its walls.
"""
