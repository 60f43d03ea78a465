# Every target prepares what it needs first. Without make: python -m scripts.tasks TARGET
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: run demo test pictures attack bench lint quick hook commit-check train-setup style lock frozen installer-linux installer-macos installer-training installer-windows release clean help

run demo test pictures attack bench lint quick hook commit-check train-setup style lock frozen installer-linux installer-macos installer-training installer-windows release clean help:
	@$(PYTHON) -m scripts.tasks $@ $(ARGS)
