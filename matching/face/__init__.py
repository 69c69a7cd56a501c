"""Faces: found by YuNet, encoded by SFace, with dlib as an independent second opinion."""
