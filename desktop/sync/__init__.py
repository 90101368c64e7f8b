"""What leaves the office and what comes in: signed bundles, receipts, merge, outbox."""
