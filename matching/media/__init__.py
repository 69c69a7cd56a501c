"""Decoding of hostile files, in a child process that can do nothing else (`matching.media.picture`).

Nothing is imported here: the child starts with this package and must not load numpy or OpenCV.
"""
