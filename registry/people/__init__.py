from registry.people import concerns as concerns  # loaded before anything here is recorded
