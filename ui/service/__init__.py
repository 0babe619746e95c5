"""What an interface offers, without a framework: no Gradio, no HTTP."""
