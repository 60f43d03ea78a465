"""House styles: listed, imported, switched."""
