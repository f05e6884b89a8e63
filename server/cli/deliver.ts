// `shouwang deliver`: what leaves by contract, to a file.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../config.ts';
import { listDeliveries, loadDeliveries, deliver as makeDelivery } from '../deliver.ts';
import { withService } from './open.ts';

export async function deliver(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' }, out: { type: 'string' }, format: { type: 'string' } },
  });
  const contracts = loadDeliveries(join(PROJECT_ROOT, 'rules', 'deliveries'));
  const [id] = positionals;
  if (!id) {
    for (const one of contracts) console.log(`${one.id.padEnd(16)} ${one.title.zh} ${one.title.en}  → ${one.receiver}`);
    await withService(async ({ flow }) => console.table(await listDeliveries(flow)));
    return 0;
  }
  const contract = contracts.find((one) => one.id === id);
  if (!contract) throw new Error(`没有“${id}”，可用 there are: ${contracts.map((one) => one.id).join(', ')}`);
  const format = values.format;
  if (format !== undefined && format !== 'csv' && format !== 'xlsx' && format !== 'ndjson')
    throw new Error('--format csv | xlsx | ndjson');
  return await withService(async (service) => {
    const codes = service.catalogue.departments.map((one) => one.code);
    if (contract.receiver === 'department' && !codes.includes(values.to ?? ''))
      throw new Error(`请用 --to 写明部门 / say to whom by --to: ${codes.join(', ')}`);
    const options = { department: values.to ?? contract.receiver, now: service.clock(), by: null };
    const made = await makeDelivery(service, contract, format ? { ...options, format } : options);
    const path = values.out ?? made.fileName;
    await writeFile(path, made.bytes, { mode: 0o600 });
    console.log(`${path}  ${made.rows} 行 rows  sha256 ${made.sha256}`);
    return 0;
  });
}
