from registry.approvals import concerns as concerns  # loaded before anything here is recorded
