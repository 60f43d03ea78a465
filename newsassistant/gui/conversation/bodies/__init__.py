"""Answers to some jobs as rows and tables; the stored text stays what the model wrote."""
