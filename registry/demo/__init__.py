"""A registry of people who do not exist, and pictures to check against it: the main job, for real, on one's own machine."""
