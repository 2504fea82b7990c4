"""Reports and pictures on paper and in files."""
