// The columns of a file of accounts: their headings, what they take, and an example; and each line's cells as an account.
import { type AccountInput, ROLES, type Role, VISITOR_KINDS } from '../access/model.ts';
import type { Names } from '../kernel/names.ts';

export type Field = keyof AccountInput;

interface Column {
  field: Field;
  heading: string;
  /** Other headings that mean it. */
  aliases: readonly string[];
  isNeeded: boolean;
  expected: Names;
}

const ROLE_NAMES: Record<Role, string> = {
  'province-monitor': '省级监测员',
  'city-supervisor': '市级督导员',
  'county-dispatcher': '县级调度员',
  'township-officer': '乡镇经办员',
  'village-coordinator': '村级协理员',
  'department-liaison': '部门联络员',
  'rule-author': '规则起草人',
  'rule-publisher': '规则发布人',
  administrator: '系统管理员',
  'security-officer': '安全保密员',
  auditor: '安全审计员',
};

const VISITOR_NAMES: Record<(typeof VISITOR_KINDS)[number], string> = {
  coordinator: '协理员',
  'grid-worker': '网格员',
  'social-worker': '驻站社工',
  'first-secretary': '第一书记',
  cadre: '村干部',
  volunteer: '志愿者',
};

export const COLUMNS: readonly Column[] = [
  {
    ...{ field: 'username', heading: '用户名', aliases: ['账号', 'username'], isNeeded: true },
    expected: {
      zh: '小写字母、数字、点和连字符，2 至 40 个，没有人用过',
      en: '2 to 40 of a-z, 0-9, dot and hyphen, and nobody’s yet',
    },
  },
  {
    ...{ field: 'name', heading: '姓名', aliases: ['name'], isNeeded: true },
    expected: { zh: '1 至 40 个字', en: '1 to 40 characters' },
  },
  {
    ...{ field: 'role', heading: '岗位', aliases: ['角色', 'role'], isNeeded: true },
    expected: { zh: `其中之一：${Object.values(ROLE_NAMES).join('、')}`, en: `one of ${ROLES.join(', ')}` },
  },
  {
    ...{ field: 'bodyKey', heading: '机构', aliases: ['单位', 'body'], isNeeded: false },
    expected: {
      zh: '机构的代码或名称，级别要和岗位相配；协理员、联络员和三员留空',
      en: 'the code or name of a body of the role’s level; empty for coordinators, liaisons and officers',
    },
  },
  {
    ...{ field: 'department', heading: '部门', aliases: ['department'], isNeeded: false },
    expected: { zh: '部门的代码或名称，只有部门联络员要填', en: 'the code or name of a department, for liaisons only' },
  },
  {
    ...{ field: 'villages', heading: '村（社区）', aliases: ['村', '社区', '村社区', 'villages'], isNeeded: false },
    expected: {
      zh: '12 位代码，几个之间用顿号，只有协理员要填',
      en: 'codes of 12 digits, a comma between several, for coordinators only',
    },
  },
  {
    ...{ field: 'visitorKind', heading: '协理员身份', aliases: ['身份', 'visitorKind'], isNeeded: false },
    expected: {
      zh: `其中之一：${Object.values(VISITOR_NAMES).join('、')}，只有协理员要填`,
      en: `one of ${VISITOR_KINDS.join(', ')}, for coordinators only`,
    },
  },
  {
    ...{ field: 'capacity', heading: '在手上限', aliases: ['上限', 'capacity'], isNeeded: false },
    expected: { zh: '1 至 200 的整数，不填是 8', en: 'a whole number from 1 to 200; empty: 8' },
  },
];

/** The empty file: headings, and an example a kind of account, to be replaced. */
export const TEMPLATE: readonly (readonly string[])[] = [
  COLUMNS.map((column) => column.heading),
  ['dongsheng-li', '李东升', '县级调度员', '222405', '', '', '', ''],
  ['chunhua-jin', '金春花', '村级协理员', '', '', '222405105201、222405105203', '协理员', '12'],
  ['tax-wang', '王税', '部门联络员', '', '税务局', '', '', ''],
];

export const ROLE_CHOICES = Object.values(ROLE_NAMES);
export const VISITOR_CHOICES = Object.values(VISITOR_NAMES);

/** Which column stands where: its place by field. */
export type Layout = ReadonlyMap<Field, number>;

/** Reads a line of headings; tells which needed ones it lacks. */
export function readHeadings(cells: readonly string[]): { layout: Layout; missing: string[] } {
  const plain = cells.map((cell) =>
    cell
      .replace(/[\s\ufeff*＊]/g, '')
      .replaceAll('(', '（')
      .replaceAll(')', '）'),
  );
  const layout = new Map<Field, number>();
  for (const { field, heading, aliases } of COLUMNS) {
    const at = plain.findIndex((cell) => cell === heading || aliases.includes(cell));
    if (at >= 0) layout.set(field, at);
  }
  const missing = COLUMNS.filter((column) => column.isNeeded && !layout.has(column.field));
  return { layout, missing: missing.map((column) => column.heading) };
}

export const columnOf = (field: string) => COLUMNS.find((column) => column.field === field);

/** What names may stand for: codes by name, undefined where several things have the name. */
export interface Directory {
  bodies: ReadonlyMap<string, string | undefined>;
  departments: ReadonlyMap<string, string | undefined>;
}

/** A line's cells as an account, not yet checked: what is not understood stays as it was written, for the check to refuse. */
export function readAccount(layout: Layout, cells: readonly string[], directory: Directory): Record<Field, unknown> {
  const text = (field: Field) => (cells[layout.get(field) ?? -1] ?? '').trim();
  const byName = (names: Record<string, string>, written: string) =>
    Object.entries(names).find(([, name]) => name === written)?.[0] ?? written;
  const capacity = text('capacity');
  return {
    username: text('username'),
    name: text('name'),
    role: byName(ROLE_NAMES, text('role')),
    bodyKey: directory.bodies.get(text('bodyKey')) ?? (text('bodyKey') || null),
    department: directory.departments.get(text('department')) ?? (text('department') || null),
    villages: text('villages')
      .split(/[、，,;；\s]+/)
      .filter(Boolean),
    visitorKind: byName(VISITOR_NAMES, text('visitorKind')) || null,
    ...(capacity === '' ? { capacity: 8 } : { capacity: /^\d+$/.test(capacity) ? Number(capacity) : capacity }),
  };
}
