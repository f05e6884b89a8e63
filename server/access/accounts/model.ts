// Accounts as the administrator and the security officer see and change them. Pure; the browser imports its types.
import { z } from 'zod';
import { AREA_CODE } from '../../kernel/area.ts';
import { PageQuery } from '../../kernel/page.ts';
import { AccountInput, type AccountRow, ROLES } from '../model.ts';

/** What an account may be found by; several may hold at once. Idle: nobody has signed in by it for ninety days. */
export const ACCOUNT_STATES = ['active', 'disabled', 'locked', 'blocked', 'first-password', 'idle'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
export const IDLE_DAYS = 90;

export const AccountFilter = PageQuery.extend({
  q: z.string().trim().max(40).optional().describe('part of a username or name'),
  role: z.enum(ROLES).optional(),
  area: z.string().regex(AREA_CODE).optional().describe('whose areas or villages lie in it'),
  state: z.enum(ACCOUNT_STATES).optional(),
});
export type AccountFilter = z.infer<typeof AccountFilter>;

/** Everything of an account but its username, which stands in the log and never changes. */
export const AccountChange = AccountInput.omit({ username: true });
export type AccountChange = z.infer<typeof AccountChange>;

export const Reason = z.object({ reason: z.string().trim().min(2).max(300) });

/** The one time that a password is seen. `isBlocked`: the security officer must release the account before it can be used. */
export const PasswordMade = z.object({
  id: z.uuid(),
  username: z.string(),
  password: z.string(),
  isBlocked: z.boolean(),
});
export type PasswordMade = z.infer<typeof PasswordMade>;

/** A body or department that an account may belong to. */
export const Workplaces = z.object({
  bodies: z.array(z.object({ key: z.string(), name: z.string(), level: z.string(), within: z.string().nullable() })),
  departments: z.array(z.object({ code: z.string(), names: z.object({ zh: z.string(), en: z.string() }) })),
});
export type Workplaces = z.infer<typeof Workplaces>;

/** The fields whose change is kept in the log, before and after. Passwords are none of them. */
export const LOGGED = ['name', 'role', 'visitorKind', 'bodyKey', 'department', 'villages', 'capacity'] as const;

/** What differs between two states of an account, field by field; order of villages does not count. */
export function differences(
  before: AccountChange,
  after: AccountChange,
): Record<string, { from: unknown; to: unknown }> {
  const changed: Record<string, { from: unknown; to: unknown }> = {};
  const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  for (const field of LOGGED)
    if (plain(before[field]) !== plain(after[field])) changed[field] = { from: before[field], to: after[field] };
  return changed;
}

/** An account's row as the form that changes it. */
export function changeOf(row: AccountRow): AccountChange {
  const { name, role, visitorKind, body, department, villages, capacity } = row;
  return {
    ...{ name, role, department, capacity, bodyKey: body?.key ?? null },
    visitorKind: visitorKind as AccountChange['visitorKind'],
    villages: villages.map((village) => village.code),
  };
}
