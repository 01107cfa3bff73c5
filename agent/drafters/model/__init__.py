"""The drafter that asks a chat model: what is sent, and what is made of its answer."""
