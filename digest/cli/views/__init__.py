"""What commands show: console output, reports, previews and starter files."""
