"""Adding reports from the desk: files are kept in a folder, a process of its own reads them."""
