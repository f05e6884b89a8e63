// The commands, one value each: how it is called, what it does, what it runs.
import { verifyLog } from './audit.ts';
import { batches } from './batches.ts';
import type { Command } from './command.ts';
import { cycle } from './cycle.ts';
import { deliver } from './deliver.ts';
import { FILE_COMMANDS } from './file-commands.ts';
import { ingest } from './ingest.ts';
import { list } from './list.ts';
import { importFile } from './parameters.ts';
import { why } from './why.ts';

export type { Command };

export const COMMANDS: readonly Command[] = [
  {
    name: 'ingest',
    usage: 'ingest <file|folder>… [--period 2026-09]',
    zh: '收下部门送来的文件（CSV、XLSX）；同一文件送两次不改变什么。',
    en: "Takes in departments' files (CSV, XLSX); the same file twice changes nothing.",
    help: [
      '--period P   哪一期，文件没有说明时 / the period, when the file does not say',
      '--now ISO    收到的时刻，缺省为现在 / when it was received, default now',
      '--json       每个文件一行 JSON / one JSON line a file',
      '',
      '例 Example:  npm run -s shouwang -- ingest db/rehearsal/2026-09',
      '文件夹里不认识的文件按名字退回，其余照收；指名的文件收不下时退出码为 1。',
      'In a folder, unknown files are refused by name and the others taken in; a file you name that is refused gives exit code 1.',
      '收下之后运行 cycle 才有新的预警；服务开着时它自己会比对。',
      'Run cycle afterwards to see new warnings; a running server compares by itself.',
    ],
    run: ingest,
  },
  {
    name: 'parameters',
    usage: 'parameters import <csv>',
    zh: '导入各地标准（参数,地区,城乡,生效日期,数值,单位）。',
    en: 'Imports local standards by area, urban or rural, and day.',
    help: ['例 Example:  npm run -s shouwang -- parameters import db/rehearsal/参数_2026.csv'],
    run: importFile,
  },
  {
    name: 'cycle',
    usage: 'cycle [--now ISO]',
    zh: '比对一遍：指标、规则、预警、任务、反馈。',
    en: 'One turn of the flow: indicators, rules, alerts, tasks, feedback.',
    help: [
      '--now ISO    当作哪一刻（2026-10-15 或 2026-10-15T08:00+08:00） / as of which instant',
      '--no-wait    另一轮正在比对时不等 / give way to a turn that is running (exit code 75)',
      '--json       每一步的行数与毫秒 / rows and milliseconds of each step',
    ],
    run: cycle,
  },
  {
    name: 'batches',
    usage: 'batches [--json] | withdraw <id> | confirm <id>',
    zh: '收到的批次，每行去了哪里；撤回一批，或让压住的花名册生效。',
    en: 'Batches, and what became of their rows; take one back, or let a held snapshot in.',
    help: [
      '--json             每批一行 JSON / one JSON line a batch',
      'withdraw <id> --reason R   撤回：它的事实不再算数，如同没来过 / take back, as if it had never come',
      '  --dry-run        先看会改变什么，不改 / see what would change, change nothing',
      'confirm <id>       被压住的花名册生效 / let a held snapshot in',
    ],
    run: batches,
  },
  {
    name: 'findings',
    usage: 'findings [--json] [--rule ID]',
    zh: '现在成立的研判结果（上一次比对那天）。',
    en: 'What is true now, as of the last turn.',
    help: ['--json: NDJSON {rule, household, subject, since, values}; household = 户号; 金额以分计 / money in fen'],
    run: list.findings,
  },
  {
    name: 'alerts',
    usage: 'alerts [--json] [--all]',
    zh: '未结的预警。',
    en: 'Open alerts.',
    help: ['--all: 含已结束的 / ended ones too'],
    run: list.alerts,
  },
  {
    name: 'tasks',
    usage: 'tasks [--json] [--all]',
    zh: '未结的任务。',
    en: 'Open tasks.',
    help: ['--all: 含已办结的 / closed ones too'],
    run: list.tasks,
  },
  {
    name: 'deliver',
    usage: 'deliver [<contract> --to <department>] [--format csv|xlsx|ndjson] [--out FILE]',
    zh: '按约定送出：来源行的核查结果、认定结果；不写约定时列出约定与送出记录。',
    en: 'What leaves by contract: results for rows, recognised categories; without one, lists contracts and what left.',
    help: ['例 Example:  npm run -s shouwang -- deliver row-results --to tax --out tax.csv'],
    run: deliver,
  },
  {
    name: 'why',
    usage: 'why <alert> [--json]',
    zh: '这条预警凭什么：数值、界线、来源行、政策原文。',
    en: 'Why an alert stands: values, lines, rows, policy.',
    help: [],
    run: why,
  },
  {
    name: 'audit',
    usage: 'audit verify',
    zh: '核对日志封存链，找出改动。',
    en: 'Verifies the sealed log.',
    help: [],
    run: verifyLog,
  },
  ...FILE_COMMANDS,
];
