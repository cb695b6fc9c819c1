-- The archived: those of late first, for `-` in Search, and by name, for a list that would add one of them anew.
CREATE INDEX customer_archived ON customer (archived_at DESC, id) WHERE archived_at IS NOT NULL;
CREATE INDEX customer_archived_by_name ON customer (sort_key) WHERE archived_at IS NOT NULL;
