"""The user's jobs: choosing, editing, importing and exporting them."""
