"""What one machine outgrows, each as a port with its local form: an instance starts on one disk and ends on many machines
without anything above this noticing. The same tests hold for every form (tests/registry/ports)."""
