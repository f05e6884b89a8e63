// What stands in the rail for whom: an entry shows with its right, in the order of the role; what is used less goes under 更多. Pure.
import type { Me } from '../../../server/access/model.ts';
import type { IconName } from './icons.ts';

export interface RailEntry {
  to: string;
  /** Its icon, and its word in the shell's dictionary. */
  name: IconName;
  /** Any of these rights lets a person in. */
  rights: readonly string[];
}

/** In the order of a province's day. */
const ENTRIES: readonly RailEntry[] = [
  { to: '/map', name: 'map', rights: ['map.read'] },
  { to: '/desk', name: 'desk', rights: ['task.read'] },
  { to: '/households', name: 'households', rights: ['household.read'] },
  { to: '/sources', name: 'sources', rights: ['source.read'] },
  { to: '/rules', name: 'rules', rights: ['rule.read'] },
  { to: '/boards', name: 'boards', rights: ['board.read'] },
  { to: '/tickets', name: 'tickets', rights: ['ticket.answer'] },
  { to: '/accounts', name: 'accounts', rights: ['user.read'] },
  { to: '/security', name: 'security', rights: ['security.read'] },
  { to: '/audit', name: 'audit', rights: ['audit.read'] },
  { to: '/escalations', name: 'escalations', rights: ['task.acknowledge'] },
  { to: '/leads', name: 'leads', rights: ['lead.read'] },
  { to: '/pairs', name: 'pairs', rights: ['pair.read'] },
  { to: '/feedback', name: 'feedback', rights: ['precision.read'] },
  { to: '/alike', name: 'alike', rights: ['visit.compare'] },
  { to: '/routine', name: 'routine', rights: ['routine.read'] },
  { to: '/absences', name: 'absences', rights: ['absence.read'] },
  { to: '/phones', name: 'phones', rights: ['phone.read'] },
  { to: '/campaigns', name: 'campaigns', rights: ['campaign.read'] },
  { to: '/silences', name: 'silences', rights: ['silence.read'] },
  { to: '/messages', name: 'messages', rights: ['message.read'] },
  { to: '/stations', name: 'stations', rights: ['station.read'] },
];
const TRAINING: RailEntry = { to: '/training', name: 'training', rights: ['training.start', 'training.oversee'] };
const START: RailEntry = { to: '/start', name: 'start', rights: [] };

/** Those who dispatch begin at the desk; those who write rules, at the rules. The rest keeps its order behind. */
const FIRST: Partial<Record<Me['role'], readonly string[]>> = {
  'county-dispatcher': ['/desk', '/households', '/map', '/escalations', '/sources', '/boards'],
  'township-officer': ['/desk', '/households', '/map', '/escalations', '/sources', '/boards'],
  'rule-author': ['/rules', '/map', '/sources'],
  'rule-publisher': ['/rules', '/map', '/sources'],
  administrator: ['/accounts'],
  'security-officer': ['/security'],
  auditor: ['/audit'],
};

/** At 1366×630 the rail holds the mark and ten entries; seven leave room for the words at the bottom. */
export const MOST = 7;

/** The rail of a person: what shows at once, and what is under 更多. With seven or fewer nothing hides. */
export function railOf(me: Pick<Me, 'role' | 'actions' | 'isRehearsal'>): { shown: RailEntry[]; more: RailEntry[] } {
  const first = FIRST[me.role] ?? [];
  const rank = ({ to }: RailEntry) => (first.includes(to) ? first.indexOf(to) : first.length);
  const all = [...ENTRIES, ...(me.isRehearsal ? [TRAINING] : [])]
    .filter(({ rights }) => rights.some((right) => me.actions.includes(right)))
    .sort((a, b) => rank(a) - rank(b));
  if (all.length === 0) return { shown: [START], more: [] };
  return all.length <= MOST ? { shown: all, more: [] } : { shown: all.slice(0, MOST - 1), more: all.slice(MOST - 1) };
}

/** Every address that the rail may lead to. */
export const RAIL_ADDRESSES = [...ENTRIES, TRAINING, START].map(({ to }) => to);
