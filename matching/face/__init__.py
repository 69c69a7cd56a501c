"""Faces: found by YuNet, encoded by SFace, with dlib as an independent second opinion."""

import os

os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")  # before the first `import cv2`: its new engine warns at every load
