"""The outbox: messages are rows in the transaction of what they report, and a worker sends them afterwards."""
