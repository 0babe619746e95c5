from ingest.readers.base import Content
def structured(content: Content) -> Content:
    return content
