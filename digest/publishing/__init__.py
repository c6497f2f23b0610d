"""Write the archive site and send editions to their deliveries."""
