// The commands for those who prepare files: they look at a file or a contract, and hand nothing in. Only `layouts confirm` keeps
// something.
import { check } from './check.ts';
import type { Command } from './command.ts';
import { layouts } from './layouts.ts';
import { rehearse } from './rehearse.ts';
import { template } from './template.ts';

export const FILE_COMMANDS: readonly Command[] = [
  {
    name: 'check',
    usage: 'check <file|folder>… [--period 2026-09]',
    zh: '送之前先看：文件按哪个约定、哪一期、几行可收、几行退回。不用数据库，什么也不改。',
    en: 'Looks before you send: contract, period, rows accepted and rejected. No database, changes nothing.',
    help: [
      '--period P   哪一期，文件没有说明时 / the period, when the file does not say',
      '--json       每个文件一行 JSON / one JSON line a file',
      '',
      '例 Example:  npm run -s shouwang -- check tests/fixtures/samples/2026-10',
      '有文件收不下或有行退回时退出码为 1。 Exit code 1 when a file is refused or a row rejected.',
    ],
    run: check,
  },
  {
    name: 'template',
    usage: 'template <dataset> [--csv|--schema] [--out FILE]',
    zh: '导入模板：表头、一行例子、数据字典（XLSX）；或 CSV，或一行的 JSON Schema。',
    en: "A dataset's template: headings, an example, the data dictionary (XLSX); or CSV, or the JSON Schema of a row.",
    help: [
      '--csv        只有表头和例子，打印出来 / headings and example only, printed',
      '--schema     一行数据（NDJSON）的 JSON Schema / the JSON Schema of a row (NDJSON)',
      '--out FILE   写到这个文件 / write to this file',
      '',
      '例 Example:  npm run -s shouwang -- template wages --csv',
    ],
    run: template,
  },
  {
    name: 'layouts',
    usage: 'layouts propose <file> | confirm <file> [--dataset X] [--map 旧=新,…]',
    zh: '不认识的表头：看最接近哪个数据集、每列对应什么；确认一次，以后照此收。',
    en: 'Headings nobody knows: what they would mean; confirmed once, files come in by it from then on.',
    help: [
      'propose <file>     每列的建议对应，几个数据集同样接近时都列出 / the proposed mapping; all when several are equally near',
      'confirm <file>     按建议确认，存为约定的新版本，旧版本仍可用 / keep it as a new version; older ones stay in use',
      '--dataset X        只看这个数据集 / only this dataset',
      '--map 旧=新,…      改正建议，等号后空着表示不用 / correct it; nothing behind the = leaves a heading out',
      '--json             每个建议一行 JSON / one JSON line a proposal',
    ],
    run: layouts,
  },
  {
    name: 'rehearse',
    usage: 'rehearse --households N --out DIR',
    zh: '编造一个省的部门文件和真相：人都不存在，什么也不提交。',
    en: "An invented province as departments' files, with the truth beside them; hands nothing in.",
    help: [
      '--households N     户数；1000000 与公布的全省人数相当 / 1000000 carries the published rolls one to one',
      '--out DIR          空文件夹：参数_*.csv、每月一个文件夹、truth/ / an empty folder',
      '--months M         多少个月的生活，缺省 24 / months of life',
      '--deliveries K     最后几个月各一个文件夹，缺省 6；第一个含此前全部 / folders, the first with all before it',
      '--until YYYY-MM    最后一个月，缺省 2026-10 / the last month',
      '--json             写完后一行 JSON / one JSON line when done',
      '--seed S           同样的种子写出同样的字节 / the same seed writes the same bytes',
      '',
      '例 Example:  npm run -s shouwang -- rehearse --households 6000 --out /tmp/province',
    ],
    run: rehearse,
  },
];
