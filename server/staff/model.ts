// A file of accounts as it comes in: what each line is refused for, and what was made. Pure; the browser imports its types.
import { z } from 'zod';
import { Names } from '../kernel/names.ts';

/** try: nothing is made · all: everything or nothing · good: the lines without a fault */
export const IMPORT_MODES = ['try', 'all', 'good'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/** More accounts than this in one file are refused: each costs a password's hash. */
export const MOST_ACCOUNTS = 500;

export const ImportFault = z.object({
  line: z.number().describe('as a person sees it in the file'),
  column: z.string().nullable().describe('its heading'),
  found: z.string(),
  expected: Names,
});
export type ImportFault = z.infer<typeof ImportFault>;

export const ImportResult = z.object({
  mode: z.enum(IMPORT_MODES),
  rows: z.number().describe('lines with anything in them, below the headings'),
  good: z.number(),
  made: z.number(),
  waiting: z.number().describe('of those made: officers’ accounts that the security officer must release'),
  faults: z.array(ImportFault),
  preview: z
    .array(z.object({ line: z.number(), username: z.string(), name: z.string(), role: z.string(), place: z.string() }))
    .describe('the first fifty good lines'),
  sheet: z.string().nullable().describe('CSV with the first passwords of what was made, told this once'),
});
export type ImportResult = z.infer<typeof ImportResult>;
