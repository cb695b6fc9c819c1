-- Since when the post is held, for the banner, and how often it was tried in vain, for the growing pauses.
ALTER TABLE post ADD COLUMN held_since INTEGER;
ALTER TABLE post ADD COLUMN looks INTEGER NOT NULL DEFAULT 0;

UPDATE post SET held_since = held_until, looks = 1 WHERE held_until IS NOT NULL;
