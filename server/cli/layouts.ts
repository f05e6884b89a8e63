// `shouwang layouts`: headings nobody knows. `propose` shows what they would mean, `confirm` keeps it as a version of the contract.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordSet } from '../audit/record-set.ts';
import { PROJECT_ROOT } from '../config.ts';
import { checkFile } from '../flow/ingest/check.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { layoutFaults } from '../flow/ingest/layout.ts';
import { confirmLayout, readLayouts } from '../flow/ingest/layout-store.ts';
import { loadContracts } from '../flow/ingest/load.ts';
import type { LayoutProposal } from '../flow/ingest/model.ts';
import { FileRefused } from '../flow/ingest/reject.ts';
import { withService } from './open.ts';

const OPTIONS = { dataset: { type: 'string' }, map: { type: 'string' }, json: { type: 'boolean' } } as const;

export async function layouts(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [verb, path] = positionals;
  if ((verb !== 'propose' && verb !== 'confirm') || !path)
    throw new Error(
      '请写 layouts propose <file> 或 layouts confirm <file>。 / Write layouts propose <file> or layouts confirm <file>.',
    );
  const contracts = await loadContracts(join(PROJECT_ROOT, 'rules', 'datasets'));
  if (verb === 'propose') {
    const found = await proposalsOf(path, contracts, values.dataset);
    if (values.json) for (const proposal of found) console.log(JSON.stringify(proposal));
    else console.log(found.length === 0 ? NOTHING : found.map(inWords).join('\n\n'));
    return found.length === 0 ? 1 : 0;
  }
  return await confirm(path, contracts, values);
}

const NOTHING =
  '没有相近的数据集。请对照模板改列名（shouwang template <数据集>）。 / No dataset is near: compare with its template.';

async function confirm(
  path: string,
  contracts: readonly Contract[],
  { dataset, map = '' }: { dataset?: string; map?: string },
): Promise<number> {
  const found = await proposalsOf(path, contracts, dataset);
  if (found.length > 1) {
    const names = found.map((one) => one.dataset).join(', ');
    throw new Error(
      `几个数据集同样接近（${names}），请用 --dataset 指明。 / Several are equally near: choose by --dataset.`,
    );
  }
  const proposal = found[0];
  if (!proposal) throw new Error(NOTHING);
  const contract = contracts.find((one) => one.dataset === proposal.dataset)!;
  const headings = withCorrections(proposal.headings, map);
  const faults = layoutFaults(contract, headings);
  if (faults.length > 0) {
    const told = faults.map(({ zh, en }) => `  ${zh} / ${en}`).join('\n');
    throw new Error(`不能确认，请用 --map 旧=新 补正 / Cannot be confirmed, correct it by --map:\n${told}`);
  }
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    const version = await flow.transaction(async (tx) => {
      const kept = await confirmLayout(tx, { dataset: contract.dataset, headings, by: null, now });
      const details = { version: kept, headings };
      await recordSet(tx, now, 'layout.confirm', 'dataset', [{ id: contract.dataset, area: null, details }]);
      return kept;
    });
    // The file is read once more by what is kept, so that nobody learns at the next delivery that it does not fit.
    await checkFile(path, contracts, { layouts: await readLayouts(flow), period: anyPeriod(contract) });
    console.log(
      `${contract.title.zh} ${contract.dataset}：版本 ${version} 已确认。 / Version ${version} is confirmed.`,
    );
    return 0;
  });
}

const anyPeriod = ({ period }: Contract) => (period.kind === 'term' ? '2026-1' : '2026-01');

/** What a file's headings may mean, of one dataset when it is named; throws when the file is refused for another reason. */
async function proposalsOf(path: string, contracts: readonly Contract[], dataset?: string): Promise<LayoutProposal[]> {
  const wanted = dataset ? contracts.filter((one) => one.dataset === dataset) : contracts;
  if (wanted.length === 0) throw new Error(`没有数据集“${dataset}”。 / There is no dataset "${dataset}".`);
  try {
    const { contract } = await checkFile(path, wanted);
    throw new Error(`表头是已知的：${contract.title.zh}。 / These headings are known: ${contract.dataset}.`);
  } catch (error) {
    if (error instanceof FileRefused && error.reason === 'unknown-layout') return error.proposals;
    throw error;
  }
}

/** `--map 工资总额=收入额,备注=`: over what was proposed; nothing behind the = leaves the heading out. */
function withCorrections(proposed: LayoutProposal['headings'], map: string): LayoutProposal['headings'] {
  const headings = { ...proposed };
  for (const pair of map.split(/[,，]/).filter((one) => one.trim() !== '')) {
    const [from = '', to] = pair.split('=').map((one) => one.trim());
    if (to === undefined || !(from in headings))
      throw new Error(`--map：文件里没有列“${from}”。 / --map: the file has no heading "${from}".`);
    for (const [other, column] of Object.entries(headings)) if (column === to) headings[other] = null;
    headings[from] = to === '' ? null : to;
  }
  return headings;
}

function inWords({ dataset, title, headingLine, headings, missing }: LayoutProposal): string {
  return [
    `${title.zh} ${dataset}  第${headingLine}行 line ${headingLine}`,
    ...Object.entries(headings).map(([from, to]) => `  ${from} → ${to ?? '（不用 left out）'}`),
    ...(missing.length > 0 ? [`  缺少 missing: ${missing.join('、')}`] : []),
  ].join('\n');
}
