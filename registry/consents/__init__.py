from registry.consents import concerns as concerns  # what is recorded here has to say first which checks it concerns
