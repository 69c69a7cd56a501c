from registry.lives import concerns as concerns  # loaded before anything here is recorded
