from registry.checks import concerns as concerns  # loaded before anything here is recorded
