// Column types that several stages share. Codes are compared byte by byte ("C"), so that ranges of area codes use indexes.
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** An administrative division's national code, as text: 22, 2201, 220102, 220102001, 220102001001. */
export const areaCode = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** Raw bytes: keyed hashes and encrypted values. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** An inside number; outsiders never see one where a uuid stands beside it. */
export const reference = (name: string) => bigint(name, { mode: 'number' });

/** An instant, `timestamptz`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
