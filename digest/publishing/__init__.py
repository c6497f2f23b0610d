"""Publish editions: leases of jobs, the archive site, and the outbox of deliveries."""
