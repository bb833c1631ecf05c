-- When the copy was made from which the ledger was restored: such a step may have been sent,
-- or its plan taken back, after that. It is sent only when a person asks for it.
ALTER TABLE steps ADD COLUMN restored_from INTEGER;
