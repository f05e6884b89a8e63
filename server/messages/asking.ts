// Who asks about messages, and of whose they are told.
import { type SQL, sql } from 'drizzle-orm';
import type { SignedIn } from '../access/route.ts';
import { type Scope, within } from '../access/scope.ts';

export interface Asking {
  user: SignedIn;
  scope: Scope;
}

/** SQL: a place is the caller's business. An administrator looks after the delivery to all, others to those who work in their area. */
export function seesPlace({ user, scope }: Asking, county: SQL, area: SQL): SQL {
  return user.role === 'administrator' ? sql`true` : within(scope, county, area);
}
