// rules/visits.yaml: the groups that are visited by the calendar, and how often. Checked at the start, each fault with its place.
import { z } from 'zod';
import { VISITOR_KINDS } from '../../../access/model.ts';
import { Names } from '../../../kernel/names.ts';
import { type Catalogue, type CheckedExpression, vocabularyOf } from '../../rules/expression.ts';
import { checkExpression } from '../../rules/typecheck.ts';
import { RISKS } from './model.ts';

const Group = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]{2,39}$/),
  names: Names,
  when: z.string().min(1).optional(),
  high: z.string().min(1).optional(),
  risk: z.enum(RISKS),
  visitors: z.array(z.enum(VISITOR_KINDS)).min(1),
  agreement: z.boolean().default(false),
});
const Pace = z.strictObject({ every_days: z.int().min(1).max(400), ahead_days: z.int().min(0).max(400) });

export const VisitsFile = z.strictObject({
  groups: z.array(Group).min(1).max(40),
  rhythm: z.strictObject({ high: Pace, medium: Pace, low: Pace }),
  soonest_days: z.int().min(0).max(30),
  agreement_ends_days: z.int().min(1).max(365),
});

export interface RoutineGroup extends Omit<z.output<typeof Group>, 'when' | 'high'> {
  /** Who belongs to it, as far as data say; null: entered by hand. */
  when: CheckedExpression | null;
  high: CheckedExpression | null;
}

export interface RoutinePolicy extends Omit<z.output<typeof VisitsFile>, 'groups'> {
  groups: readonly RoutineGroup[];
  /** Outcome codes of visits on which nobody was met. */
  unseen: readonly string[];
}

/** The groups with their conditions compiled; an unknown name, a condition on local standards or a group told twice stops the start. */
export function checkVisits(
  file: z.output<typeof VisitsFile>,
  catalogue: Catalogue,
  outcomes: readonly { code: string; isUnseen: boolean }[],
): RoutinePolicy {
  const faults: string[] = [];
  const compile = (source: string | undefined, place: string): CheckedExpression | null => {
    if (source === undefined) return null;
    const checked = checkExpression(source, vocabularyOf(catalogue), 'flag');
    if ('ok' in checked) {
      const standard = checked.ok.names.find((name) => name.startsWith('standard.'));
      if (standard) faults.push(`${place}: ${standard} is a local standard; a group is told by indicators alone`);
      return checked.ok;
    }
    for (const { line, column, message, nearest } of checked.faults)
      faults.push(`${place} ${line}:${column} ${message.en}${nearest ? ` (${nearest}?)` : ''}`);
    return null;
  };
  const groups = file.groups.map((group, index) => {
    const place = `groups/${index} (${group.id})`;
    if (file.groups.findIndex((one) => one.id === group.id) < index) faults.push(`${place}: told twice`);
    if (group.high && !group.when) faults.push(`${place}: high without when`);
    return { ...group, when: compile(group.when, `${place}/when`), high: compile(group.high, `${place}/high`) };
  });
  for (const [risk, { every_days, ahead_days }] of Object.entries(file.rhythm))
    if (ahead_days >= every_days) faults.push(`rhythm/${risk}: ahead_days must be fewer than every_days`);
  if (faults.length > 0) throw new Error(`rules/visits.yaml:\n  ${faults.join('\n  ')}`);
  return { ...file, groups, unseen: outcomes.filter((one) => one.isUnseen).map((one) => one.code) };
}

/** The group of this id, if the policy has it. */
export const findGroup = ({ groups }: Pick<RoutinePolicy, 'groups'>, id: string) => groups.find((one) => one.id === id);
