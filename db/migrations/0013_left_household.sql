-- Since when a person's newest registration is in another household than this; null while they belong to it. Whoever reads a household
-- may know that somebody left it, but not where to: behind the policies the newer row is not to be seen when it lies elsewhere.
CREATE FUNCTION left_household(person bigint, household bigint) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN n.household_id <> household THEN n.from_on END FROM (
    SELECT household_id, from_on FROM memberships WHERE person_id = person AND retracted_at IS NULL
    ORDER BY from_on DESC, batch_id DESC, line DESC LIMIT 1) n
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION left_household(bigint, bigint) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION left_household(bigint, bigint) TO shouwang_flow, shouwang_web;
