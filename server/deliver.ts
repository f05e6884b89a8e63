// Data that leaves by contract: the rows of a delivery, written in its layout, logged with their digest. The same day asked again
// gives the same bytes. Above the flow: it looks at every stage.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Database, Executor } from '../db/client.ts';
import { recordSet } from './audit/record-set.ts';
import { type DELIVERY_FORMATS, DeliveryContract } from './flow/feedback/delivery.ts';
import { writeXlsx } from './flow/ingest/write-xlsx.ts';
import { dayOf } from './kernel/clock.ts';
import { newId } from './kernel/id.ts';
import type { Keys } from './kernel/keys.ts';
import { csvText, type TableCell } from './kernel/table-text.ts';

export interface Delivered {
  fileName: string;
  bytes: Buffer;
  rows: number;
  sha256: string;
}

/** Reads rules/deliveries; a contract that is not sound stops the start with its fault. */
export function loadDeliveries(folder: string): DeliveryContract[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const result = DeliveryContract.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      if (!result.success) throw new Error(`rules/deliveries/${file}: ${z.prettifyError(result.error)}`);
      return result.data;
    });
}

/**
 * Makes one delivery as of `now`. `department` is whose rows are answered, for contracts whose receiver is "department". What left,
 * for whom and by whose hand is logged in the same transaction.
 */
export async function deliver(
  { flow, keys }: { flow: Database; keys: Keys },
  contract: DeliveryContract,
  options: { department: string; now: Date; format?: (typeof DELIVERY_FORMATS)[number]; by: string | null },
): Promise<Delivered> {
  const { now, department } = options;
  const format = options.format ?? contract.format;
  return await flow.transaction(async (tx) => {
    const rows = await tx.execute<Record<string, unknown>>(queryOf(contract, department, dayOf(now)));
    const fields = contract.columns.map((column) => column.field);
    const cells = rows.map((row) => fields.map((field) => cellOf(row[field], keys)));
    const bytes = write(contract, cells, format);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const receiver = contract.receiver === 'department' ? department : contract.receiver;
    const id = newId();
    await tx.execute(sql`insert into exports (id, contract, receiver, format, as_of, rows, sha256, made_at, made_by)
      values (${id}::uuid, ${contract.id}, ${receiver}, ${format}, ${dayOf(now)}, ${rows.length}, ${sha256}, ${now.toISOString()}, ${options.by})`);
    await recordSet(tx, now, 'delivery.make', 'delivery', [
      { id, area: null, details: { contract: contract.id, receiver, rows: rows.length, sha256 } },
    ]);
    return {
      fileName: `${contract.title.zh}_${receiver}_${dayOf(now).replaceAll('-', '')}.${format}`,
      bytes,
      rows: rows.length,
      sha256,
    };
  });
}

/** The last deliveries, newest first. */
export async function listDeliveries(db: Executor): Promise<Record<string, unknown>[]> {
  return await db.execute<
    Record<string, unknown>
  >(sql`select contract, receiver, format, as_of::text, rows, sha256, made_at::text from exports
    order by made_at desc, id desc limit 100`);
}

function queryOf({ about }: DeliveryContract, department: string, asOf: string): SQL {
  if (about === 'recognised')
    return sql`select p.id_cipher as id_number, h.registry_number as household, r.category, r.authority, r.from_on::text, r.until_on::text
      from recognitions r left join persons p on r.subject_kind = 'person' and p.id = r.subject_id
      left join households h on r.subject_kind = 'household' and h.id = r.subject_id
      where r.retracted_at is null and r.from_on <= ${asOf}::date and (r.until_on is null or r.until_on >= ${asOf}::date)
      order by r.category, r.subject_kind, r.subject_id`;
  return sql`select distinct b.file_name as file, e.line, o.rule_id as rule, o.outcome_code as outcome,
      case when o.is_confirmed then '是' when not o.is_confirmed then '否' else '无法核实' end as confirmed, o.closed_at::date::text as closed_on
    from outcomes o join alert_evidence e on e.alert_id = o.alert_id join batches b on b.id = e.batch_id
    where b.department = ${department} and o.closed_at::date <= ${asOf}::date order by 1, 2, 3`;
}

function cellOf(value: unknown, keys: Keys): TableCell {
  if (Buffer.isBuffer(value)) return keys.decrypt(value);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function write(contract: DeliveryContract, rows: TableCell[][], format: (typeof DELIVERY_FORMATS)[number]): Buffer {
  const headings = contract.columns.map((column) => column.heading);
  if (format === 'csv') return Buffer.from(csvText([headings, ...rows]), 'utf8');
  if (format === 'xlsx') return writeXlsx([{ name: contract.title.zh.slice(0, 31), rows: [headings, ...rows] }]);
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(contract.columns.map(({ field }, index) => [field, row[index] ?? null]))),
  );
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
}
