"""Manifests → the podcast feed."""

from narrator.feed.channel import feed_guid, feed_page, feed_pages, item_text

__all__ = ["feed_guid", "feed_page", "feed_pages", "item_text"]
