from registry.consents import concerns as concerns  # loaded before anything here is recorded
