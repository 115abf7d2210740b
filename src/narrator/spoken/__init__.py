"""spoken"""
