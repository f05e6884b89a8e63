// `shouwang template`: the empty file of a contract, for a department to fill in.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../config.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { loadContracts } from '../flow/ingest/load.ts';
import { schemaOf, templateCsv, templateXlsx } from '../flow/ingest/template.ts';

export async function template(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { csv: { type: 'boolean' }, schema: { type: 'boolean' }, out: { type: 'string' } },
  });
  const contracts = await loadContracts(join(PROJECT_ROOT, 'rules', 'datasets'));
  const contract = contracts.find((one) => one.dataset === positionals[0] || one.title.zh === positionals[0]);
  if (!contract) {
    const known = contracts.map((one) => `  ${one.dataset.padEnd(26)}${one.title.zh}`).join('\n');
    throw new Error(`没有数据集“${positionals[0] ?? ''}”。可用 / There is no such dataset; there are:\n${known}`);
  }
  const isText = values.csv || values.schema;
  const out = values.out ?? (isText ? undefined : `${contract.title.zh}_模板.xlsx`);
  const content = contentOf(contract, values);
  if (out === undefined) process.stdout.write(content);
  else {
    await writeFile(out, content);
    console.log(`已写好 written: ${out}`);
  }
  return 0;
}

function contentOf(contract: Contract, { csv, schema }: { csv?: boolean; schema?: boolean }): string | Buffer {
  if (schema) return `${JSON.stringify(schemaOf(contract), null, 2)}\n`;
  return csv ? templateCsv(contract) : templateXlsx(contract);
}
