"""From weights to a stateful OpenVINO model; the only builder of graphs."""
