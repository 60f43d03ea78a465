"""The list of earlier chats: searched, renamed, deleted, undone, kept in backups."""
