// `shouwang rehearse`: an invented province as department files, and the truth beside them. Writes files; hands nothing in.
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeProvince } from '../rehearsal/province/province.ts';

export async function rehearse(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      households: { type: 'string' },
      months: { type: 'string', default: '24' },
      deliveries: { type: 'string', default: '6' },
      until: { type: 'string', default: '2026-10' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const { households, out, until } = values;
  if (!households || !out) throw new Error('请给出 --households 和 --out。 / Give --households and --out.');
  if (existsSync(out) && readdirSync(out).length > 0) {
    throw new Error(`${out} 不是空文件夹。 / ${out} is not an empty folder.`);
  }
  const total = Number(households);
  const started = performance.now();
  const written = await writeProvince(
    {
      ...{ households: total, until, out, seed: Number(values.seed) },
      ...{ months: Number(values.months), deliveries: Number(values.deliveries) },
    },
    (done) => showProgress(done, total),
  );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (values.json) console.log(JSON.stringify({ ...written, seconds }));
  else {
    const { households: made, people, lines, files, hardships } = written;
    const count = (number: number) => number.toLocaleString('en');
    console.log(
      `${count(made)} 户 ${count(people)} 人，${files} 个文件 ${count(lines)} 行，困难 ${count(hardships)} 起；${seconds} 秒。`,
    );
    console.log(
      `${count(made)} households, ${count(people)} people; ${files} files, ${count(lines)} lines; ${count(hardships)} hardships; ${seconds} s.`,
    );
  }
  return 0;
}

/** One line on a terminal, written over itself; nothing where nobody looks. */
function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const share = Math.min(1, done / total);
  process.stderr.write(
    `\r\x1b[K[${'█'.repeat(Math.round(share * 20)).padEnd(20, '·')}] ${done.toLocaleString('en')} 户 households`,
  );
}
