// Visits by the calendar: groups, who is in them, how far the month has come, and agreements of care. Pure; the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../../kernel/area.ts';
import { Names } from '../../../kernel/names.ts';
import { PageQuery } from '../../../kernel/page.ts';

/** Strongest first. */
export const RISKS = ['high', 'medium', 'low'] as const;
export type Risk = (typeof RISKS)[number];

/** How a list sorts what is due: a visit by the calendar never stands above a red alert. */
export const SEVERITY_OF = { high: 'orange', medium: 'yellow', low: 'blue' } as const satisfies Record<Risk, string>;

export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const Day = z.iso.date();
const area = z.string().regex(AREA_CODE).optional();

export const RoutineGroupRow = z.object({
  id: z.string(),
  names: Names,
  risk: z.enum(RISKS),
  isByHand: z.boolean().describe('no dataset tells who belongs to it'),
  needsAgreement: z.boolean(),
  visitors: z.array(z.string()),
  members: z.number().describe('households in it now, here'),
  starts: z
    .array(z.object({ id: z.uuid(), areaCode: z.string(), place: z.string(), startedAt: z.string() }))
    .describe('where it is visited by the calendar'),
});
export type RoutineGroupRow = z.infer<typeof RoutineGroupRow>;

export const RoutineGroups = z.object({
  groups: z.array(RoutineGroupRow),
  everyDays: z.record(z.enum(RISKS), z.number()).describe('days from one visit to the next'),
});
export type RoutineGroups = z.infer<typeof RoutineGroups>;

export const StartInput = z.object({ groupId: z.string().max(40), area: z.string().regex(AREA_CODE) });
export type StartInput = z.infer<typeof StartInput>;

export const MemberFilter = PageQuery.extend({
  area,
  group: z.string().max(40).optional(),
  ended: z.enum(['no', 'yes']).default('no'),
});

export const MemberRow = z.object({
  id: z.uuid(),
  groupId: z.string(),
  household: z.object({ id: z.uuid(), number: z.string().nullable(), head: z.string().nullable() }),
  areaCode: z.string(),
  place: z.string(),
  risk: z.enum(RISKS),
  origin: z.enum(['data', 'hand']),
  carer: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  since: z.string(),
  until: z.string().nullable(),
  why: z.string().nullable(),
  endedWhy: z.string().nullable(),
  lastSeenOn: z.string().nullable(),
  dueOn: z.string().nullable().describe('of the visit that is open'),
});
export type MemberRow = z.infer<typeof MemberRow>;

export const MemberInput = z.object({
  groupId: z.string().max(40),
  household: z.string().trim().min(1).max(40).describe('its number'),
  risk: z.enum(RISKS),
  carerId: z.uuid().nullable().default(null).describe('who is to go; left out: whoever serves the village'),
  why: z.string().trim().min(2).max(300),
});
export type MemberInput = z.input<typeof MemberInput>;
export const MemberChange = z.object({ risk: z.enum(RISKS).optional(), carerId: z.uuid().nullable().optional() });
export type MemberChange = z.infer<typeof MemberChange>;
export const EndInput = z.object({ reason: z.string().trim().min(2).max(300) });

/** Who can be named as the one who goes. */
export const CarerRow = z.object({ id: z.uuid(), name: z.string(), visitorKind: z.string() });
export type CarerRow = z.infer<typeof CarerRow>;

export const RELATIONS = ['relative', 'neighbour', 'village', 'institution', 'other'] as const;
export const AGREEMENT_STATES = ['missing', 'ending', 'running', 'over'] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

export const AgreementFilter = PageQuery.extend({ area, state: z.enum(AGREEMENT_STATES).default('missing') });

export const AgreementRow = z.object({
  id: z.uuid().nullable().describe('null: there is none'),
  household: z.object({ id: z.uuid(), number: z.string().nullable(), head: z.string().nullable() }),
  areaCode: z.string(),
  place: z.string(),
  state: z.enum(AGREEMENT_STATES),
  carer: z.string().nullable(),
  relation: z.enum(RELATIONS).nullable(),
  terms: z.string().nullable(),
  signedOn: z.string().nullable(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  endedOn: z.string().nullable(),
  endedWhy: z.string().nullable(),
});
export type AgreementRow = z.infer<typeof AgreementRow>;

export const AgreementCounts = z.record(z.enum(AGREEMENT_STATES), z.number());

const agreed = z.object({
  carer: z.string().trim().min(2).max(60),
  relation: z.enum(RELATIONS),
  terms: z.string().trim().min(2).max(1000),
  signedOn: Day,
  from: Day,
  until: Day,
});
const isInOrder = ({ from, until }: { from: string; until: string }) => from <= until;
const disorder = { path: ['until'], message: '最后一天不能早于第一天。 / The last day lies before the first.' };
export const AgreementInput = agreed
  .extend({ household: z.string().trim().min(1).max(40) })
  .refine(isInOrder, disorder);
export type AgreementInput = z.infer<typeof AgreementInput>;
export const AgreementChange = agreed.refine(isInOrder, disorder);
export type AgreementChange = z.infer<typeof AgreementChange>;
