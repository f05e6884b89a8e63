// The one state of an account that matters most to whoever looks, and the form that changes it. Pure.
import type { AccountChange, AccountState } from '../../../server/access/accounts/model.ts';
import type { AccountRow } from '../../../server/access/model.ts';
import { LEVELS } from './queries.ts';

/** Whatever keeps somebody out comes first; several may hold at once. */
export function stateOf(
  row: Pick<AccountRow, 'isActive' | 'blocked' | 'lockedUntil' | 'mustChangePassword'>,
  now: Date,
): AccountState {
  if (row.blocked) return 'blocked';
  if (!row.isActive) return 'disabled';
  if (row.lockedUntil && new Date(row.lockedUntil) > now) return 'locked';
  return row.mustChangePassword ? 'first-password' : 'active';
}

/** An account as its form begins. */
export function draftOf(row: AccountRow | null): AccountChange {
  if (!row)
    return {
      ...{ name: '', role: 'county-dispatcher', visitorKind: null, bodyKey: null, department: null },
      ...{ villages: [], capacity: 8 },
    };
  const { name, role, visitorKind, body, department, villages, capacity } = row;
  return {
    ...{ name, role, department, capacity, bodyKey: body?.key ?? null },
    visitorKind: visitorKind as AccountChange['visitorKind'],
    villages: villages.map((one) => one.code),
  };
}

/** The draft with another role: what that role has no use for is emptied, so that nothing unseen is sent. */
export function withRole(draft: AccountChange, role: AccountChange['role']): AccountChange {
  const isCoordinator = role === 'village-coordinator';
  const keepsBody = LEVELS[role] !== undefined && LEVELS[role] === LEVELS[draft.role];
  return {
    ...draft,
    role,
    bodyKey: keepsBody ? draft.bodyKey : null,
    department: role === 'department-liaison' ? draft.department : null,
    villages: isCoordinator ? draft.villages : [],
    visitorKind: isCoordinator ? (draft.visitorKind ?? 'coordinator') : null,
  };
}
