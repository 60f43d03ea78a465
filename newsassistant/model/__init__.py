"""What a checkpoint is: configuration and weights; imports only core."""
