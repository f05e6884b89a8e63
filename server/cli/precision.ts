// `shouwang precision`: what closed warnings turned out to be, for the whole province.
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { makeScope } from '../access/scope.ts';
import { PRECISION_BY, type Precision, PrecisionFilter } from '../flow/feedback/model.ts';
import { readPrecision } from '../insight/precision.ts';
import { withService } from './open.ts';

const text = { type: 'string' } as const;

export async function precision(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { by: text, from: text, until: text, area: text, rule: text, json: { type: 'boolean' } },
  });
  const { json, ...given } = values;
  const filter = PrecisionFilter.safeParse(given);
  if (!filter.success)
    throw new Error(
      `--by ${PRECISION_BY.join('|')}；日期例 2026-10-15。 / a day such as 2026-10-15.\n${z.prettifyError(filter.error)}`,
    );
  return await withService(async ({ flow, catalogue }) => {
    const counties = await flow.execute<{ code: string }>(sql`select code from areas where length(code) = 6`);
    const all = { userId: '', areas: ['22'], counties: counties.map((county) => county.code), department: null };
    const { items, whole } = await readPrecision(flow, makeScope(all), filter.data, catalogue);
    if (json) for (const item of items) console.log(JSON.stringify(item));
    else if (items.length === 0) console.log('还没有办结的预警。 / No warning has been closed yet.');
    else console.table([...items.map((item) => lineOf(item.names.zh, item)), lineOf('合计 all', whole)]);
    return 0;
  });
}

function lineOf(group: string, row: Precision['whole']) {
  const percent = (share: number | null) => (share === null ? '—' : `${(share * 100).toFixed(1)}%`);
  const days = (count: number | null) => (count === null ? '—' : Number(count.toFixed(1)));
  const { closed, confirmed, refuted, unverified } = row;
  return {
    ...{ group, closed, confirmed, refuted, unverified, share: percent(row.share) },
    interval: row.isFew ? '太少 too few' : `${percent(row.low)}–${percent(row.high)}`,
    ...{ cause_changed: row.causeChanged, to_visit: days(row.daysToVisit), to_close: days(row.daysToClose) },
  };
}
