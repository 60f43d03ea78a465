"""The article as it is read and edited: its face, what is dimmed or marked in it, its parts."""
