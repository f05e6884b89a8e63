// Roles and what each may do. An action `noun.verb` is at once the right, the audit entry and the live hint.
import { z } from 'zod';

export const ROLES = [
  'province-monitor', // 省级监测员
  'city-supervisor', // 市级督导员
  'county-dispatcher', // 县级调度员
  'township-officer', // 乡镇经办员
  'village-coordinator', // 村级社会救助协理员
  'department-liaison', // 部门联络员
  'rule-author', // 规则起草人
  'rule-publisher', // 规则发布人
  'administrator', // 系统管理员
  'security-officer', // 安全保密员
  'auditor', // 安全审计员
] as const;
export type Role = (typeof ROLES)[number];

const WATCHERS = ['province-monitor', 'city-supervisor', 'county-dispatcher', 'township-officer'] as const;

/** 三员: accounts, rights, the log. None of them sees a household, and none may do what another does. */
export const OFFICERS = ['administrator', 'security-officer', 'auditor'] as const;

/** Who holds which right; what stands here is the whole of it. */
export const ACTIONS = {
  'session.start': ROLES,
  'session.read': ROLES,
  'session.end': ROLES,
  'password.change': ROLES,
  'area.read': ROLES,
  'alert.read': [...WATCHERS, 'village-coordinator'], // it names people: who writes rules sees counts
  'map.read': [...WATCHERS, 'rule-author', 'rule-publisher'],
  'alert.export': WATCHERS,
  'board.read': WATCHERS,
  'board.export': WATCHERS,
  'silence.read': WATCHERS,
  'silence.preview': ['province-monitor', 'county-dispatcher'],
  'silence.create': ['province-monitor', 'county-dispatcher'],
  'silence.end': ['province-monitor', 'county-dispatcher'],
  'campaign.read': WATCHERS,
  'campaign.preview': ['province-monitor', 'county-dispatcher'],
  'campaign.create': ['province-monitor', 'county-dispatcher'],
  'campaign.end': ['province-monitor', 'county-dispatcher'],
  'household.read': WATCHERS,
  'household.report': WATCHERS,
  'person.reveal': ['county-dispatcher', 'township-officer'],
  'search.read': WATCHERS,
  'task.read': [...WATCHERS, 'village-coordinator'],
  'task.dispatch': ['county-dispatcher', 'township-officer'],
  'task.undo': ['county-dispatcher', 'township-officer'],
  'task.return': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'task.accept': ['village-coordinator'],
  'visit.submit': ['village-coordinator'],
  'visit.choose': ['village-coordinator'],
  'lead.submit': ['village-coordinator'], // by phone, with the visit; no volunteer
  'lead.read': WATCHERS,
  'lead.create': ['county-dispatcher', 'township-officer'],
  'lead.link': ['county-dispatcher', 'township-officer'],
  'lead.register': ['county-dispatcher', 'township-officer'],
  'visit.attempt': ['village-coordinator'],
  'visit.enter-paper': ['township-officer'],
  'form.read': WATCHERS,
  'attachment.send': ['village-coordinator', 'township-officer'], // the township: photos of what it types in from paper
  'attachment.read': ['county-dispatcher', 'township-officer'], // a family's rooms and papers: who judges the visit, and nobody else
  'field.sync': ['village-coordinator'],
  'field.change': ['village-coordinator'],
  'field.view-as': ['county-dispatcher', 'township-officer'],
  'phone.read': WATCHERS,
  'phone.lose': ['county-dispatcher', 'township-officer'],
  'phone.find': ['county-dispatcher', 'township-officer'],
  'phone.ask': ['village-coordinator'], // by the phone's secret, signed in or not
  'phone.wipe': ['village-coordinator'], // likewise
  'task.confirm': ['township-officer', 'county-dispatcher'], // the county: second looks only
  'task.acknowledge': WATCHERS,
  'task.extend': ['county-dispatcher'],
  'second-look.read': WATCHERS,
  'second-look.ask': ['county-dispatcher'],
  'visit.compare': WATCHERS,
  'view.read': WATCHERS,
  'view.change': WATCHERS,
  'absence.read': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'absence.change': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'routine.read': WATCHERS,
  'routine.export': WATCHERS,
  'routine.start': ['county-dispatcher'],
  'routine.stop': ['county-dispatcher'],
  'member.add': ['county-dispatcher', 'township-officer'],
  'member.change': ['county-dispatcher', 'township-officer'],
  'member.end': ['county-dispatcher', 'township-officer'],
  'agreement.add': ['township-officer'],
  'agreement.change': ['township-officer'],
  'agreement.end': ['township-officer'],
  'ticket.read': [...WATCHERS, 'department-liaison'],
  'ticket.answer': ['department-liaison'],
  'precision.read': [...WATCHERS, 'rule-author', 'rule-publisher'],
  'pair.read': ['province-monitor', 'county-dispatcher'],
  'pair.link': ['province-monitor', 'county-dispatcher'],
  'pair.dismiss': ['province-monitor', 'county-dispatcher'],
  'pair.undo': ['province-monitor', 'county-dispatcher'],
  'batch.read': ['province-monitor', 'department-liaison', 'administrator'],
  'batch.hand-in': ['department-liaison'],
  'batch.push': [], // nobody's: a department's system does it, by its key
  'batch.withdraw': ['province-monitor', 'department-liaison'],
  'batch.confirm': ['province-monitor'],
  'intake.cancel': ['province-monitor', 'department-liaison'],
  'reject.fetch': ['department-liaison'],
  'layout.confirm': ['province-monitor', 'department-liaison'],
  'source.read': [...WATCHERS, 'department-liaison', 'administrator'],
  'source.change': ['province-monitor'],
  'rule.read': [...WATCHERS, 'rule-author', 'rule-publisher'],
  'rule.draft': ['rule-author'],
  'rule.discard': ['rule-author', 'rule-publisher'],
  'rule.check': ['rule-author', 'rule-publisher'],
  'rule.preview': ['rule-author', 'rule-publisher'],
  'rule.publish': ['rule-publisher'],
  'rule.retire': ['rule-publisher'],
  'user.read': ['administrator', 'security-officer'],
  'user.create': ['administrator'],
  'user.change': ['administrator'],
  'user.disable': ['administrator'],
  'user.enable': ['administrator'],
  'user.reset': ['administrator'],
  'user.unlock': ['administrator'],
  'user.import': ['administrator'],
  'user.lock': ['security-officer'],
  'user.release': ['security-officer'], // and nobody else, whoever had it locked
  'right.read': OFFICERS,
  'security.read': ['security-officer'],
  'session.revoke': ['administrator', 'security-officer'],
  'key.read': ['department-liaison', 'administrator', 'security-officer'],
  'key.create': ['department-liaison', 'administrator'],
  'key.revoke': ['department-liaison', 'administrator', 'security-officer'],
  'station.read': [...WATCHERS, 'village-coordinator'],
  'station.create': ['county-dispatcher'],
  'station.change': ['county-dispatcher'],
  'station.close': ['county-dispatcher'],
  'training.read': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'training.start': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'training.check': ['county-dispatcher', 'township-officer', 'village-coordinator'],
  'training.oversee': ['province-monitor', 'city-supervisor', 'county-dispatcher'],
  'contact.read': ROLES,
  'contact.change': ROLES,
  'message.read': [...WATCHERS, 'administrator'],
  'message.test': [...WATCHERS, 'administrator'],
  'message.receive': [], // nobody's: a gateway hands in its receipts, signed
  'audit.read': ['auditor'],
  'audit.export': ['auditor'],
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof ACTIONS;

/** True when the role holds the right. */
export function mayDo(role: Role, action: Action): boolean {
  return (ACTIONS[action] as readonly Role[]).includes(role);
}

export const VISITOR_KINDS = [
  'coordinator',
  'grid-worker',
  'social-worker',
  'first-secretary',
  'cadre',
  'volunteer',
] as const;
export type VisitorKind = (typeof VISITOR_KINDS)[number];

/**
 * What each kind of visitor may do. A volunteer goes where they are named, to see how somebody is: why others were sent there, what
 * earlier visits found and what a family lives on is not told to them.
 *
 * | kind | visits by the calendar | visits for a warning | leads of their own | papers signed before them |
 * |---|---|---|---|---|
 */
export const VISITOR_RIGHTS: Record<
  VisitorKind,
  { routine: boolean; alerts: boolean; leads: boolean; papers: boolean }
> = {
  coordinator: { routine: true, alerts: true, leads: true, papers: true },
  'grid-worker': { routine: true, alerts: true, leads: true, papers: true },
  'social-worker': { routine: true, alerts: true, leads: true, papers: true },
  'first-secretary': { routine: true, alerts: true, leads: true, papers: true },
  cadre: { routine: true, alerts: true, leads: true, papers: true },
  volunteer: { routine: true, alerts: false, leads: false, papers: false },
};

/** What somebody may do who goes to doors; an account of long ago that names no kind is a coordinator's. */
export function visitorRights(kind: string | null) {
  return VISITOR_RIGHTS[(kind ?? 'coordinator') as VisitorKind] ?? VISITOR_RIGHTS.volunteer;
}

/** Kinds that visit by the calendar alone. */
export const ROUTINE_ONLY: readonly string[] = VISITOR_KINDS.filter((kind) => !VISITOR_RIGHTS[kind].alerts);

/** The level of the body a role works in; roles without one belong to no body. */
export const BODY_LEVELS: Partial<Record<Role, 'province' | 'prefecture' | 'county' | 'township'>> = {
  'province-monitor': 'province',
  'city-supervisor': 'prefecture',
  'county-dispatcher': 'county',
  'township-officer': 'township',
  'rule-author': 'province',
  'rule-publisher': 'province',
};

export const Credentials = z.object({ username: z.string().min(1).max(80), password: z.string().min(1).max(200) });

export const PasswordChange = z.object({
  oldPassword: z.string().min(1).max(200),
  newPassword: z.string().min(1).max(200),
});

export const AccountInput = z.object({
  username: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,39}$/,
      '小写字母、数字、点和连字符，2 至 40 个。 / 2 to 40 of a-z, 0-9, dot, hyphen.',
    ),
  name: z.string().trim().min(1).max(40),
  role: z.enum(ROLES),
  visitorKind: z.enum(VISITOR_KINDS).nullable().default(null),
  bodyKey: z.string().max(40).nullable().default(null).describe('for staff: whose areas they see'),
  department: z.string().max(40).nullable().default(null).describe('for liaisons'),
  villages: z
    .array(z.string().regex(/^\d{12}$/))
    .max(200)
    .default([])
    .describe('for coordinators'),
  capacity: z.number().int().min(1).max(200).default(8).describe('households in hand at once'),
});
export type AccountInput = z.infer<typeof AccountInput>;

export const AccountRow = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  visitorKind: z.string().nullable(),
  body: z.object({ key: z.string(), name: z.string() }).nullable(),
  department: z.string().nullable(),
  villages: z.array(z.object({ code: z.string(), name: z.string() })),
  capacity: z.number(),
  isActive: z.boolean(),
  lockedUntil: z.string().nullable(),
  createdAt: z.string(),
  lastSignedInAt: z.string().nullable(),
  mustChangePassword: z.boolean().describe('the first password, or one that was reset, still holds'),
  blocked: z.object({ at: z.string(), reason: z.string() }).nullable().describe('by the security officer'),
  version: z.number(),
});
export type AccountRow = z.infer<typeof AccountRow>;

export const KeyInput = z.object({
  label: z.string().trim().min(1).max(80).describe('which system pushes by it'),
  department: z.string().max(40).optional().describe('default: the caller’s own'),
});

/** `secret` is the whole key, told this once. */
export const KeyMade = z.object({ id: z.uuid(), name: z.string(), secret: z.string() });
export type KeyMade = z.infer<typeof KeyMade>;

export const KeyRow = z.object({
  id: z.uuid(),
  name: z.string().describe('its first characters, of which none is secret'),
  department: z.string(),
  departmentNames: z.object({ zh: z.string(), en: z.string() }),
  label: z.string(),
  createdAt: z.string(),
  createdBy: z.string().nullable().describe('null: at the command line'),
  lastUsedAt: z.string().nullable().describe('to the minute'),
  revokedAt: z.string().nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

export const Me = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  body: z.object({ key: z.string(), name: z.string(), level: z.string() }).nullable(),
  department: z.string().nullable(),
  areas: z.array(z.object({ code: z.string(), name: z.string() })).describe('what the account may see, widest first'),
  actions: z.array(z.string()),
  isRehearsal: z.boolean(),
  isPlaying: z.boolean().describe('a rehearsal whose months follow one another by themselves'),
  now: z.iso.datetime({ offset: true }).describe("the service's present: a rehearsal lives in its files' time"),
  mustChangePassword: z.boolean(),
  workdays: z
    .record(z.string(), z.object({ holidays: z.array(z.string()), workdays: z.array(z.string()) }))
    .describe('by year: days off and working weekends that stand above the public calendar'),
});
export type Me = z.infer<typeof Me>;
