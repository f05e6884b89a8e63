// Alerts: what was found on whom, how strong, in which state, and why. Pure; the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../kernel/area.ts';
import { Names } from '../../kernel/names.ts';

export const SEVERITIES = ['red', 'orange', 'yellow', 'blue'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;

/**
 * An alert's states. `open` moves on; the others are ends.
 *
 * | from | to | by |
 * |---|---|---|
 * | open | closed | its task was closed with an outcome |
 * | open | resolved | the data now says otherwise (contradicted) |
 * | open | cancelled | the batch behind it was withdrawn, and nobody had worked on it |
 */
export const ALERT_STATES = ['open', 'closed', 'resolved', 'cancelled'] as const;

export const SubjectKind = z.enum(['person', 'household', 'area', 'source', 'lead']);

/** By which way somebody told of a household that no rule had found. */
export const LEAD_CHANNELS = ['coordinator', 'self-report', 'petition', '12345'] as const;
export type LeadChannel = (typeof LEAD_CHANNELS)[number];

/** What an alert is called that no rule raised. */
export const LEAD_NAMES: Record<LeadChannel, Names> = {
  coordinator: { zh: '协理员主动发现', en: 'Found by a coordinator' },
  'self-report': { zh: '群众自己反映', en: 'Reported by the family' },
  petition: { zh: '信访反映', en: 'Told by a petition' },
  '12345': { zh: '12345 热线反映', en: 'Told by the 12345 line' },
};

export const FILTER_STATES = ['open', 'ended', 'closed', 'lapsed', 'all'] as const;

/** The one filter of map, list and figures: all three always agree. Lists are comma-separated in the URL. */
const list = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .optional()
    .transform((text) => (text ? text.split(',') : []))
    .pipe(z.array(z.enum(values)));
export const AlertFilter = z.object({
  area: z.string().regex(AREA_CODE).optional().describe('a division; default: all of mine'),
  subject: z.enum(['need', 'source']).default('need').describe('hardship, or the sources themselves: late, unusual'),
  state: z.enum(FILTER_STATES).default('open').describe('ended: closed by a visit, or lapsed with the data'),
  severity: list(SEVERITIES),
  class: list(CLASSES),
  rule: z.string().max(80).optional(),
  cause: z.string().max(40).optional(),
  source: z.string().max(60).optional().describe('a dataset: alerts of the rules that rest on it'),
  from: z.iso.date().optional().describe('raised on this day or later'),
  until: z.iso.date().optional().describe('raised on this day or earlier'),
  endedFrom: z.iso.date().optional().describe('ended on this day or later'),
  endedUntil: z.iso.date().optional().describe('ended on this day or earlier'),
  day: z.iso.date().optional().describe('what stood open at the end of that day; `state` is not asked then'),
});
export type AlertFilter = z.infer<typeof AlertFilter>;

export const AlertRow = z.object({
  id: z.uuid(),
  ruleId: z.string().nullable(),
  rule: Names,
  class: z.enum(CLASSES),
  severity: z.enum(SEVERITIES),
  cause: z.string().nullable(),
  state: z.enum(ALERT_STATES),
  raisedAt: z.string(),
  endedAt: z.string().nullable(),
  areaCode: z.string(),
  place: z.string().describe('county, township and village by name'),
  household: z.object({ number: z.string().nullable(), head: z.string().nullable(), members: z.number() }).nullable(),
  message: Names.describe('what was found, with its values'),
  taskId: z.uuid().nullable(),
  taskState: z.string().nullable(),
});
export type AlertRow = z.infer<typeof AlertRow>;

/** Why an alert stands: values against thresholds, the rows behind them, the rule and the policy sentence. */
export const Why = z.object({
  alert: AlertRow,
  lead: z
    .object({
      channel: z.enum(LEAD_CHANNELS),
      by: z.string().nullable().describe('who wrote it down'),
      receivedAt: z.string(),
      head: z.string().nullable(),
      people: z.number().nullable(),
      idMasked: z.string().nullable(),
      isKnown: z.boolean().describe('it hangs on a household of the registry'),
    })
    .nullable()
    .describe('somebody told of it; no rule stands behind it'),
  rule: z.object({
    id: z.string(),
    version: z.number(),
    publishedAt: z.string().nullable(),
    condition: z.string().describe('the rule itself, in CEL'),
    params: z.array(
      z.object({ name: z.string(), label: Names, unit: z.enum(['fen', 'count', 'ratio']), value: z.number() }),
    ),
    policy: z.object({ document: z.string(), quote: z.string(), seed: z.string() }),
    measures: z.array(Names),
  }),
  sinceOn: z.string().nullable(),
  values: z.array(
    z.object({
      name: z.string(),
      label: Names,
      unit: z.enum(['fen', 'count', 'ratio', 'flag']),
      value: z.number().nullable().describe('null: unknown'),
      kind: z.enum(['indicator', 'standard']),
      source: z
        .object({ document: z.string(), place: z.string(), from: z.string() })
        .nullable()
        .describe('of a local standard: where it stands written'),
    }),
  ),
  holds: z.boolean().nullable().describe('the condition with these values; null: some are not told to this reader'),
  changes: z
    .array(
      z.object({
        name: z.string(),
        label: Names,
        unit: z.enum(['fen', 'count', 'ratio', 'flag']),
        from: z.number().nullable(),
        to: z.number(),
      }),
    )
    .describe('each alone, the others as they are, would keep the rule silent; none for who sees bands'),
  next: z
    .array(
      z.object({
        dataset: z.string(),
        title: Names,
        period: z.string().nullable(),
        dueOn: z.string().nullable().describe('null: it comes when something happens'),
        isLate: z.boolean(),
      }),
    )
    .describe('when what the rule rests on is told again'),
  householdId: z.uuid().nullable().describe('its page, for those who may read it'),
  evidence: z.array(
    z.object({
      indicator: z.string(),
      dataset: z.string(),
      title: Names,
      department: Names,
      fileName: z.string(),
      line: z.number(),
      onDate: z.string(),
      amount: z.number().nullable().describe('fen; for a diagnosis-bearing source a coordinator sees a band only'),
      code: z.string().nullable(),
      person: z.string().nullable(),
      receivedAt: z.string(),
      isWithdrawn: z.boolean(),
    }),
  ),
});
export type Why = z.infer<typeof Why>;

/** A count as it may be told; those who take no part in the cases are not told small ones. */
const Count = z.number().nullable().describe('null: fewer than five, which this role is not told');
const MaybeKnown = z.number().nullable().describe('null: not known of a past day, or fewer than five');

/** What the map page shows for one filter: totals, one figure a child division, one a rule, and which sources are blind. */
export const AlertMap = z.object({
  area: z.object({ code: z.string(), name: z.string(), level: z.string() }),
  total: Count,
  severities: z.record(z.enum(SEVERITIES), Count),
  overdue: MaybeKnown.describe('tasks of these alerts past a deadline'),
  late: MaybeKnown.describe('alerts whose task is past a deadline'),
  hidesFew: z.boolean().describe('the caller is not told counts of one to four, nor what would give them away'),
  waiting: z
    .number()
    .describe(
      'findings that stood when their rule was first run, to be raised as villages have room: not harmless; 10000 is that many or more',
    ),
  children: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      level: z.string(),
      households: z.number().describe('households in the registry there'),
      total: Count,
      severities: z.record(z.enum(SEVERITIES), Count),
      overdue: MaybeKnown,
      late: MaybeKnown,
    }),
  ),
  rules: z.array(z.object({ id: z.string(), names: Names, severity: z.enum(SEVERITIES), total: Count })),
  sources: z.array(
    z.object({
      dataset: z.string(),
      title: Names,
      month: z.string().nullable().describe('the newest month or day delivered'),
      isBlind: z.boolean().describe('too old to judge by: what rests on it is unknown, not harmless'),
      rules: z.array(z.string()),
    }),
  ),
  asOf: z.string().nullable().describe('the last whole comparison'),
});
export type AlertMap = z.infer<typeof AlertMap>;

/** What stands and has not been raised yet, by place and rule. */
export const BacklogRow = z.object({
  areaCode: z.string().describe('the village'),
  place: z.string(),
  ruleId: z.string(),
  rule: Names,
  severity: z.enum(SEVERITIES),
  findings: z.number(),
  households: z.number(),
  oldestOn: z.string().describe('since when the oldest of them stands'),
});
export type BacklogRow = z.infer<typeof BacklogRow>;

/** The longest that nobody is told of something, in days: half a year, then somebody must say anew why. */
export const LONGEST_SILENCE = 180;

const silenced = {
  ruleId: z.string().max(60).optional().describe('default: every rule but red ones'),
  household: z.string().max(40).optional().describe('a 户号; default: everybody of the area'),
  area: z.string().regex(AREA_CODE).optional().describe('default: the household’s'),
};
export const SilencePreviewInput = z.object(silenced);
export const SilenceInput = z.object({
  ...silenced,
  reason: z.string().trim().min(4).max(500),
  until: z.iso.datetime({ offset: true }).describe('at most 180 days from now'),
});
export type SilenceInput = z.infer<typeof SilenceInput>;

/** Why a silence ends before its time. */
export const SilenceEndInput = z.object({ reason: z.string().trim().min(2).max(500).optional() });

/** A rule that a silence may name. */
export const SilencedRule = z.object({
  id: z.string(),
  names: Names,
  severity: z.enum(SEVERITIES),
  of: z.enum(['household', 'source', 'area']),
});
export type SilencedRule = z.infer<typeof SilencedRule>;

export const SilenceRow = z.object({
  id: z.uuid(),
  ruleId: z.string().nullable(),
  rule: Names.nullable().describe('null: every rule but red ones'),
  household: z.string().nullable().describe('户号'),
  areaCode: z.string(),
  place: z.string(),
  reason: z.string(),
  fromAt: z.string(),
  untilAt: z.string(),
  endedAt: z.string().nullable().describe('before its time'),
  madeBy: z.string().nullable().describe('null: at the command line'),
  isHolding: z.boolean(),
});
export type SilenceRow = z.infer<typeof SilenceRow>;

export const SilencePreview = z.object({
  households: z.number().describe('about whom nobody would be told'),
  findings: z.number().describe('that stand and have raised no alert'),
  rules: z.array(z.object({ ruleId: z.string(), rule: Names, findings: z.number() })),
  untouched: z.number().describe('open alerts it speaks of: they go on as they are'),
});
export type SilencePreview = z.infer<typeof SilencePreview>;
