"""Manifests → the podcast feed."""

from narrator.feed.channel import FeedItem, article_text, feed_guid, feed_page, feed_pages, item_text
from narrator.feed.stylesheets import feed_styles

__all__ = ["FeedItem", "article_text", "feed_guid", "feed_page", "feed_pages", "feed_styles", "item_text"]
