"""speech/engines"""
