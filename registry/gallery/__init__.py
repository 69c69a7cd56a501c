from registry.gallery import concerns as concerns  # loaded before anything here is recorded
