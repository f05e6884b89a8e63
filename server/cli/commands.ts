// The commands, one value each: how it is called, what it does, what it runs.
import { verifyLog } from './audit.ts';
import { batches } from './batches.ts';
import { campaigns } from './campaigns.ts';
import type { Command } from './command.ts';
import { cycle } from './cycle.ts';
import { deliver } from './deliver.ts';
import { FILE_COMMANDS } from './file-commands.ts';
import { ingest } from './ingest.ts';
import { keys } from './keys.ts';
import { list } from './list.ts';
import { messages } from './messages.ts';
import { pairs } from './pairs.ts';
import { importFile } from './parameters.ts';
import { password } from './password.ts';
import { precision } from './precision.ts';
import { rehearsal } from './rehearsal.ts';
import { rules } from './rules.ts';
import { silences } from './silences.ts';
import { tickets } from './tickets.ts';
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
      '例 Example:  npm run -s shouwang -- ingest tests/fixtures/samples/2026-09',
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
    help: ['例 Example:  npm run -s shouwang -- parameters import tests/fixtures/samples/参数_2026.csv'],
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
    name: 'keys',
    usage: 'keys [create --department D --label L | revoke <id>] [--json]',
    zh: '部门推送用的密钥：列出、新建（只显示一次）、撤销。',
    en: "Departments' keys for pushing rows: list, make (shown once), revoke.",
    help: [
      'create             新建；密钥只显示这一次，丢了就撤销重建 / shown this once: lose it, revoke it and make another',
      '  --department D   哪个部门，如 tax / whose, such as tax',
      '  --label L        哪个系统用它推送 / which system pushes by it',
      'revoke <id>        撤销，下一次推送即被拒绝 / the next push with it is refused',
      '--json             每个密钥一行 JSON / one JSON line a key',
    ],
    run: keys,
  },
  {
    name: 'pairs',
    usage: 'pairs [--json] [--all] | link|dismiss|undo <id> --reason R',
    zh: '可能是同一人的两条记录：认定、排除，或收回决定。',
    en: 'Records that may be one person: link them, dismiss, or take a decision back.',
    help: [
      '--json --all              每对一行 JSON；含已定的 / one JSON line a pair; decided ones too',
      'link <id> --reason R      是同一人：退回的行按正确号码收下，或两个号码从此算一人 / they are one',
      '  --keeps person|other    两个号码算作哪一个，缺省为前一个 / as whom two numbers count, default the first',
      'dismiss <id> --reason R   不是；一号两名时，另一个名字的行从此等待 / they are not; rows under the other name wait',
      'undo <id> --reason R      收回，一切如前 / take it back, all is as before',
      '  --dry-run               先看会改变什么，不改 / see what would change, change nothing',
    ],
    run: pairs,
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
    usage: 'alerts [--json] [--all | --backlog]',
    zh: '未结的预警；或还在等候村里有余力的存量。',
    en: 'Open alerts; or the backlog that waits for room in the villages.',
    help: [
      '--all: 含已结束的 / ended ones too',
      '--backlog: 等候发出的存量，按村和规则 / what waits, by village and rule',
    ],
    run: list.alerts,
  },
  {
    name: 'silences',
    usage: 'silences [list [--all] | add --reason R --until DAY | end <id>] [--json]',
    zh: '静默：一条规则、一户或一个地方，一段时间内不出预警；列出、新建、提前结束。',
    en: 'Silences: of what nobody is told for a while; list, make, end early.',
    help: [
      'add                新建，并说它现在压住什么 / make one, and say what it hides now',
      '  --rule ID        哪条规则，缺省为红色以外的全部 / which rule, default all but red ones',
      '  --household N    哪一户（户号） / which household',
      '  --area CODE      哪个地区 / which division',
      '  --reason R       为什么 / why',
      '  --until DAY      到哪天，最长180天 / until when, at most 180 days',
      'end <id>           提前结束，仍成立的随即补发 / what still holds is raised then',
      '--all              含已结束的 / those that are over, too',
    ],
    run: silences,
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
    name: 'campaigns',
    usage: 'campaigns [list | open --name N --reason R --area CODE --due DAY | end <id>] [--json]',
    zh: '摸排与灾后排查：列出、开始、结束。',
    en: 'Sweeps by hand, and surveys after disasters: list, begin, end.',
    help: [
      'open               开始摸排，下一次比对开出任务 / begin a sweep; the next turn opens its tasks',
      '  --condition CEL  哪些家庭，写法同规则 / which households, in the words of rules',
      '  --share S        在没有规则点名的家庭中抽这一份（0至1） / draw this share of those whom no rule named',
      '  --size N         或抽这么多户 / or so many of them',
      '  --seed S         抽样的种子，凭它可以重抽 / the seed, by which anybody draws it again',
      'end <id>           结束；没派出去的撤销 / what nobody was given is called off',
      '',
      '例 Example:  npm run -s shouwang -- campaigns open --name 抽查 --reason 看规则漏了谁 --area 222405 --due 2026-11-30 --size 50',
    ],
    run: campaigns,
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
    name: 'rules',
    usage:
      'rules [check [file…] | list | show <id> | draft <file> | preview <draft> | publish <draft> | retire <id>] [--as USERNAME]',
    zh: '规则：在用的、草案；起草、试算、由另一人发布、停用。',
    en: 'Rules: in force and drafted; draft, preview, publish by a second person, retire.',
    help: [
      'check [file…]              查规则与指标文件，不用数据库；有问题时退出码为 1 / checks rule and indicator files, no database; exit code 1 at a fault',
      'list                       在用的规则、草案、看不见的来源 / in force, drafts, blind sources',
      'show <id>                  各版本、起草和发布的人、定义 / versions, who drafted and published, the definition',
      'draft <file> --as U        起草：与 rules/monitoring/ 同样写法的 YAML / a draft, written as the files there',
      'preview <draft> --as U     若今天启用：命中谁、比现在多谁少谁、每村多走几户 / whom it would name today, and whom that sends',
      'publish <draft> --as U --from 2026-11-01   由起草人以外的人发布，从哪天起 / by another than its author, from a day on',
      'retire <id> --as U --reason R              停用；未结的预警不受影响 / ends it; open alerts stay open',
      '--as USERNAME              以哪个账号：岗位与辖区都按它 / as which account, with its role and area',
      '--json                     一行一个 JSON / one JSON line each',
    ],
    run: rules,
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
    name: 'precision',
    usage: 'precision [--by rule|version|dataset|cause|county|month] [--from DAY] [--until DAY] [--json]',
    zh: '办结的预警准不准：核实属实的比例与 95% 区间。',
    en: 'How right warnings were: the share confirmed, with its 95 % interval.',
    help: [
      '--by B       按规则（缺省）、版本、来源、原因、县、月 / grouped by rule (default), version, source, cause, county, month',
      '--from DAY --until DAY   办结的日子 / days of closing',
      '--area CODE --rule ID    只看这里、这条规则 / only there, only this rule',
      '--json       每组一行 JSON / one JSON line a group',
      '未能核实的不计入比例；核实不足 10 条的说明不了什么。 Unverified ones are outside the share; fewer than 10 verified tell nothing.',
    ],
    run: precision,
  },
  {
    name: 'tickets',
    usage: 'tickets [--all] [--department D] [--json] | answer <id> --code C --text T [--batch N]',
    zh: '数据质量问题单：入户发现有误的来源行；代部门答复。',
    en: "Data-quality tickets: rows a visit found wrong; a department's answer.",
    help: [
      '--all              含已答复的 / answered ones too',
      'answer <id>        答复，只能一次 / answer, once',
      '  --code C         corrected 已更正 | row-is-right 核对无误 | not-ours 不是本部门的事',
      '  --batch N        更正所在的批次 / the batch that corrects the row',
    ],
    run: tickets,
  },
  {
    name: 'messages',
    usage: 'messages [--json] | test <username>',
    zh: '通知送达情况，各渠道是否通；给一个账号发测试消息。',
    en: 'How telling people went, and whether each channel works; a test message to an account.',
    help: [
      '--json             每种一行 JSON / one JSON line a kind',
      'test <username>    马上发一条，没送出时退出码为 1 / send one now; exit code 1 when it was not sent',
      '通知里只有件数，不含任何一户的情况 / messages hold figures, and nothing of any household',
    ],
    run: messages,
  },
  {
    name: 'rehearsal',
    usage: 'rehearsal [leave --yes-delete-everything]',
    zh: '这是不是演练；离开演练：删掉一切，改为正式使用。',
    en: 'Whether this is a rehearsal; leave it: everything is deleted, and real work begins.',
    help: [
      'leave              说明会删什么；服务开着时不做 / says what will be deleted; refused while a server runs',
      '  --yes-delete-everything   真的删 / do it',
      '--json             是否演练和今天的日子，一行 JSON / one JSON line',
    ],
    run: rehearsal,
  },
  {
    name: 'password',
    usage: 'password reset <username>',
    zh: '给账号一个新密码：最后一位保密员忘了密码时用。',
    en: 'Gives an account a new password, for when the only security officer forgot theirs.',
    help: ['新密码只显示一次，原有登录全部结束。 Shown once; whoever is signed in is signed out.'],
    run: password,
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
