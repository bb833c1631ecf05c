-- The place of the step that a step takes back.
ALTER TABLE steps ADD COLUMN undoes INTEGER;
-- Who closed the row as a matter of their own, why, and what the store showed (JSON).
ALTER TABLE outbox ADD COLUMN handed_over TEXT;
-- What the plan does with money, as the order stood when it was recorded (JSON).
ALTER TABLE outbox ADD COLUMN money TEXT;
