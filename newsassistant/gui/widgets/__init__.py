"""Parts that know nothing of articles, models or chats."""
