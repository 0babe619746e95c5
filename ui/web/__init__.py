"""The chat in the browser. It imports Gradio, so import it only where the chat is served."""
