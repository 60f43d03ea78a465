"""Models that others have exported: OpenVINO and ONNX graphs become folders like our own."""
