// `shouwang rehearsal`: whether this database is one, what its day is, and how to leave it for real work.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { dayOf } from '../kernel/clock.ts';
import { LEAVER, leaveRehearsal } from '../rehearsal/leave.ts';
import { openService, type Service } from '../service.ts';

const WARNING = [
  '离开演练会删掉这个数据库里的一切：人、户、预警、任务、入户记录、批次、账号、会话、日志，只留行政区划。删了找不回来。',
  '之后 npm start 就是正式使用：只有一个管理员账号，密码只显示一次。请先停下服务，再运行：',
  'Leaving the rehearsal deletes everything in this database: persons, households, warnings, tasks, visits, batches, accounts,',
  'sessions and the log; only the divisions stay. It cannot be undone. The next npm start is for real: one administrator, whose',
  'password is shown once. Stop the service first, then run:',
  '',
  '  npm run -s shouwang -- rehearsal leave --yes-delete-everything',
];

export async function rehearsal(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'yes-delete-everything': { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const [verb] = positionals;
  if (verb !== undefined && verb !== 'leave')
    throw new Error(`没有“rehearsal ${verb}”。 / There is no "rehearsal ${verb}".`);
  const service = await openService(readConfig(), verb === 'leave' ? LEAVER : 'shouwang-command');
  try {
    if (verb === undefined) return tell(service, values.json === true);
    if (service.isRehearsal && !values['yes-delete-everything']) {
      console.error(WARNING.join('\n'));
      return 1;
    }
    const { rows } = await leaveRehearsal(service);
    console.log(
      `已离开演练，删了 ${rows} 行。下一次启动是正式使用。 / The rehearsal is left, ${rows} rows are deleted. The next start is for real.`,
    );
    return 0;
  } finally {
    await service.close();
  }
}

function tell({ isRehearsal, clock }: Service, isJson: boolean): number {
  const day = dayOf(clock());
  if (isJson) console.log(JSON.stringify({ isRehearsal, day }));
  else if (isRehearsal)
    console.log(
      `这是演练，人都是编造的，今天当作 ${day}。 / A rehearsal: all people are invented, and today is ${day}.`,
    );
  else console.log(`这不是演练，今天是 ${day}。 / This is no rehearsal; today is ${day}.`);
  return 0;
}
