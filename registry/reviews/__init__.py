from registry.reviews import concerns as concerns  # loaded before anything here is recorded
