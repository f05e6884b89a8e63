// The first accounts. A real installation gets one administrator; a rehearsal gets the cast: one member a role in the two counties
// the sample files speak of, and the neighbour, a full set of roles in a third county. Tests use the same cast.
import { sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.ts';
import { departments } from '../../db/schema/areas.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import type { AccountInput, Role } from './model.ts';
import { hashPassword, makePassword } from './password.ts';
import { addAccounts, hasNoAccounts } from './users.ts';

export type CastMember = Pick<AccountInput, 'username' | 'name' | 'role'> & Partial<AccountInput>;

/** Counties of the cast: the two of the sample files, and the neighbour, of whom only a generated province has data. */
const COUNTIES = [
  { code: '220102', username: 'nanguan', name: '南关区' },
  { code: '222405', username: 'longjing', name: '龙井市' },
  { code: '222403', username: 'dunhua', name: '敦化市' },
] as const;

/** The townships of the cast, each with an officer and a coordinator for all its villages. */
const TOWNSHIPS: Record<string, string> = {
  '220102001': 'nanling',
  '220102002': 'ziqiang',
  '220102003': 'minkang',
  '220102004': 'xinchun',
  '220102005': 'changtong',
  '220102006': 'quanan',
  '220102007': 'shuguang',
  '220102008': 'yongji',
  '220102009': 'taoyuan',
  '220102010': 'hongcheng',
  '220102011': 'mingzhu',
  '220102012': 'fuyu',
  '220102013': 'shengshi',
  '220102200': 'xingfu',
  '222405001': 'anmin',
  '222405002': 'longmen',
  '222405005': 'liyuan',
  '222405100': 'kaishantun',
  '222405102': 'laotougou',
  '222405103': 'sanhe',
  '222405104': 'dongshengyong',
  '222405105': 'zhixin',
  '222405200': 'dexin',
  '222405201': 'baijin',
  '222405400': 'linye',
  '222405401': 'dasu',
  '222403100': 'dashitou',
};

/** The township of the cast's volunteer, who goes on visits by the calendar where they are named. */
const VOLUNTEER = '222405105';

/** The departments of the cast's liaisons; contracts may bring more. */
const DEPARTMENTS = [
  ['police', '公安厅', 'Public Security'],
  ['traffic-police', '公安交管', 'Traffic Police'],
  ['civil-affairs', '民政厅', 'Civil Affairs'],
  ['medical-insurance', '医保局', 'Medical Insurance'],
  ['tax', '税务局', 'Taxation'],
  ['social-insurance', '社保局', 'Social Insurance'],
  ['employment', '人社厅', 'Employment'],
  ['disabled-federation', '残联', "Disabled Persons' Federation"],
  ['education', '教育厅', 'Education'],
  ['housing', '住建厅', 'Housing'],
  ['emergency', '应急厅', 'Emergency Management'],
  ['agriculture', '农业农村厅', 'Agriculture and Rural Affairs'],
] as const;

const PROVINCIAL: CastMember[] = [
  { username: 'province', name: '省监测员', role: 'province-monitor', bodyKey: '22' },
  { username: 'rule-author', name: '规则起草人', role: 'rule-author', bodyKey: '22' },
  { username: 'rule-publisher', name: '规则发布人', role: 'rule-publisher', bodyKey: '22' },
  { username: 'administrator', name: '系统管理员', role: 'administrator' },
  { username: 'security-officer', name: '安全保密员', role: 'security-officer' },
  { username: 'auditor', name: '安全审计员', role: 'auditor' },
  { username: 'changchun', name: '长春市督导员', role: 'city-supervisor', bodyKey: '2201' },
  { username: 'yanbian', name: '延边州督导员', role: 'city-supervisor', bodyKey: '2224' },
];

/** Every member of the cast, with the villages that the loaded divisions give each coordinator. */
export async function listCast(db: Executor): Promise<CastMember[]> {
  const rows = await db.execute<{ code: string; name: string; parent_code: string; parent: string }>(sql`
    select v.code, v.name, v.parent_code, t.name as parent from areas v join areas t on t.code = v.parent_code
    where v.level = 'village' and v.parent_code = any(${sql.param(Object.keys(TOWNSHIPS))}::text[]) order by v.code`);
  const liaisons = DEPARTMENTS.map(
    ([department, name]): CastMember => ({
      username: department,
      name: `${name}联络员`,
      role: 'department-liaison',
      department,
    }),
  );
  const dispatchers = COUNTIES.map(
    ({ code, username, name }): CastMember => ({
      username,
      name: `${name}调度员`,
      role: 'county-dispatcher',
      bodyKey: code,
    }),
  );
  const local = Object.entries(TOWNSHIPS).flatMap(([code, word]): CastMember[] => {
    const county = COUNTIES.find((one) => code.startsWith(one.code))!;
    const villages = rows.filter((row) => row.parent_code === code);
    const place = villages[0]?.parent ?? code;
    const username = `${county.username}-${word}`;
    return [
      { username, name: `${place}经办员`, role: 'township-officer', bodyKey: code },
      {
        username: `${username}-village`,
        name: `${place}协理员`,
        role: 'village-coordinator',
        visitorKind: 'coordinator',
        villages: villages.map((village) => village.code),
        capacity: Math.max(8, villages.length * 4),
      },
      ...(code === VOLUNTEER
        ? [
            {
              username: `${username}-volunteer`,
              name: `${place}志愿者`,
              role: 'village-coordinator' as const,
              visitorKind: 'volunteer' as const,
              villages: villages.map((village) => village.code),
            },
          ]
        : []),
    ];
  });
  return [...PROVINCIAL, ...liaisons, ...dispatchers, ...local];
}

/** Adds the whole cast with one password; expects none of it to be there. Returns the members. */
export async function addCast(tx: Executor, password: string, now: Date): Promise<CastMember[]> {
  await tx
    .insert(departments)
    .values(DEPARTMENTS.map(([code, nameZh, nameEn]) => ({ code, nameZh, nameEn })))
    .onConflictDoNothing();
  const cast = await listCast(tx);
  // One hash for all: they share the password anyway, and eighty hashes would cost the first start two seconds.
  const passwordHash = await hashPassword(password);
  const defaults = { visitorKind: null, bodyKey: null, department: null, villages: [], capacity: 8 };
  const accounts = cast.map((member) => ({ ...defaults, ...member, passwordHash, mustChangePassword: false }));
  await addAccounts(tx, accounts, now, '2020-01-01');
  return cast;
}

/** The rehearsal's password: the same at each start of one installation, so that it can be printed again; not stored. */
export function rehearsalPassword(keys: Keys): string {
  return keys
    .derive('rehearsal')
    .slice(0, 12)
    .replace(/(.{4})(?=.)/g, '$1-');
}

export type FirstAccounts =
  | { kind: 'already-there' }
  | { kind: 'cast'; password: string; members: CastMember[] }
  | { kind: 'administrator'; username: string; password: string };

/** Fills an installation without accounts: with the cast on a rehearsal, else with one administrator whose password is told this once. */
export async function addFirstAccounts(
  db: Database,
  options: { rehearse: boolean; keys: Keys; now: Date },
): Promise<FirstAccounts> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.first-accounts'))`);
    if (!(await hasNoAccounts(tx))) return { kind: 'already-there' };
    if (options.rehearse) {
      const password = rehearsalPassword(options.keys);
      return { kind: 'cast', password, members: await addCast(tx, password, options.now) };
    }
    const password = makePassword();
    const administrator = {
      username: 'administrator',
      name: '系统管理员',
      role: 'administrator' satisfies Role,
      visitorKind: null,
      bodyKey: null,
      department: null,
      villages: [],
      capacity: 8,
      passwordHash: await hashPassword(password),
      mustChangePassword: true,
    } as const;
    await addAccounts(tx, [{ ...administrator, villages: [] }], options.now, dayOf(options.now));
    return { kind: 'administrator', username: administrator.username, password };
  });
}
