// The flow, once: nine words in one order. The cycle runs the steps, the README draws them, a test holds the folders to them.
import { type AlertNeeds, raiseAlerts } from './alerts/step.ts';
import { learn } from './feedback/step.ts';
import type { TicketPolicy } from './feedback/tickets.ts';
import { computeIndicators } from './indicators/step.ts';
import type { RuleBook } from './rules/load.ts';
import { judge } from './rules/step.ts';
import type { Deadlines } from './tasks/deadlines.ts';
import type { RoutinePolicy } from './tasks/routine/policy.ts';
import { openTasks } from './tasks/step.ts';
import type { Step } from './turn.ts';

/** What the cycle hands every step beside the turn. */
export interface Policy extends AlertNeeds {
  book: RuleBook;
  deadlines: Deadlines;
  tickets: TicketPolicy;
  routine: RoutinePolicy;
}

export interface Stage {
  name: string;
  zh: string;
  /** What the cycle runs. Without one, files (ingest, match) or people (visits, assistance) set it going. */
  step?: Step<Policy>;
  /** The tables its SQL may write. */
  tables: readonly string[];
}

export const STAGES: readonly Stage[] = [
  {
    name: 'ingest',
    zh: '数据归集',
    tables: [
      ...[
        'batches',
        'batch_months',
        'facts',
        'rejects',
        'waiting_rows',
        'snapshot_rows',
        'name_differences',
        'near_numbers',
        'refused_names',
        'parameters',
      ],
      ...['intakes', 'api_keys', 'layouts', 'sources', 'consents', 'exports'],
    ],
  },
  {
    name: 'match',
    zh: '身份匹配',
    tables: [
      ...['persons', 'person_details', 'households', 'household_figures', 'memberships', 'residences', 'kinships'],
      ...['identity_links', 'candidate_pairs', 'touched_households'],
    ],
  },
  { name: 'indicators', zh: '指标', step: computeIndicators, tables: ['household_indicators'] },
  { name: 'rules', zh: '规则研判', step: judge, tables: ['findings', 'waiting_findings', 'rule_versions'] },
  {
    name: 'alerts',
    zh: '预警',
    step: raiseAlerts,
    tables: ['alerts', 'alert_figures', 'alert_evidence', 'cases', 'leads', 'silences'],
  },
  {
    name: 'tasks',
    zh: '派发',
    step: openTasks,
    tables: ['tasks', 'task_alerts', 'open_work', 'campaigns', 'absences', 'draws', 'saved_views'].concat([
      'routine_starts',
      'routine_members',
      'routine_rounds',
      'care_agreements',
    ]),
  },
  { name: 'visits', zh: '入户核查', tables: ['visits', 'visit_attempts', 'attachments'] },
  { name: 'assistance', zh: '救助帮扶', tables: ['categories', 'recognitions'] },
  { name: 'feedback', zh: '反馈评估', step: learn, tables: ['outcomes', 'tickets'] },
];
