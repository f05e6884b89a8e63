// `shouwang why <alert>`: the same explanation as the screen's.
import { parseArgs } from 'node:util';
import { makeScope } from '../access/scope.ts';
import type { Why } from '../flow/alerts/model.ts';
import { explainAlert } from '../flow/alerts/why.ts';
import { readRuleVersions } from '../flow/rules/versions.ts';
import { formatYuan } from '../kernel/money.ts';
import { withService } from './open.ts';

export async function why(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } });
  const [id] = positionals;
  if (!id || !/^[0-9a-f-]{36}$/i.test(id))
    throw new Error('请给出预警编号（alerts 命令可查）。 / Give an alert id (see the alerts command).');
  return await withService(async ({ flow, catalogue }) => {
    const counties = await flow.execute<{ code: string }>('select code from areas where length(code) = 6');
    const scope = makeScope({
      userId: '',
      areas: ['22'],
      counties: counties.map((county) => county.code),
      department: null,
    });
    const { book, contracts, departments, measures } = catalogue;
    const found = await explainAlert(flow, scope, id, {
      versions: readRuleVersions(book),
      book,
      contracts,
      departments,
      measures,
    });
    if (!found) throw new Error('没有这条预警。 / No such alert.');
    console.log(values.json ? JSON.stringify(found) : inWords(found));
    return 0;
  });
}

function inWords({ alert, rule, values, evidence, sinceOn }: Why): string {
  const amount = (value: number | null, unit: string) =>
    value === null ? '未知 unknown' : unit === 'fen' ? `${formatYuan(value)} 元` : String(value);
  return [
    `${alert.rule.zh} ${alert.rule.en}  ${alert.place}  ${alert.household?.head ?? ''} ${alert.household?.number ?? ''}  ${alert.state}`,
    alert.message.zh,
    alert.message.en,
    '',
    ...values.map((value) => `  ${amount(value.value, value.unit).padStart(16)}  ${value.label.zh} (${value.name})`),
    `  规则 rule: ${rule.condition.replace(/\s+/g, ' ')}`,
    `  ${rule.params.map((param) => `${param.name} = ${param.value}`).join(', ')}  第 ${rule.version} 版 version ${rule.version}, 自 since ${sinceOn}`,
    '',
    ...evidence.map(
      (row) =>
        `  ${row.fileName} 第 ${row.line} 行  ${row.onDate}  ${row.amount === null ? '' : `${formatYuan(row.amount)} 元`}  ${row.person ?? ''}`,
    ),
    '',
    `  “${rule.policy.quote}” ${rule.policy.document}`,
  ].join('\n');
}
