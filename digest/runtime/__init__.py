"""The process around the program: executors, clock and environment, plug-ins, redaction, shipped files."""
