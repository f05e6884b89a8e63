// What the desk shows, as its address holds it; defaults are left out. Pure; the server checks it again.
import { SEVERITIES, type Severity } from '../../../server/flow/alerts/model.ts';
import { AREA_CODE } from '../../../server/kernel/area.ts';

export const DESK_VIEWS = [
  'waiting',
  'today',
  'overdue',
  'submitted',
  'returned',
  'blocked',
  'out',
  'open',
  'closed',
] as const;
export type DeskView = (typeof DESK_VIEWS)[number];

/** The choices of the level picker: from all down to the strongest alone. */
export const LEVEL_CHOICES = ['', 'red', 'red,orange', 'red,orange,yellow'] as const;

export interface DeskFilter {
  view: DeskView;
  area: string;
  severity: readonly Severity[];
  rule: string;
  assignee: string;
  sort: 'urgency' | 'due';
}

const ID = /^[\da-f-]{36}$/;

/** Reads the filter from an address; what is not understood falls back to its default. */
export function readDeskFilter(search: URLSearchParams, defaultView: DeskView): DeskFilter {
  const named = (search.get('severity') ?? '').split(',');
  const area = search.get('area') ?? '';
  const assignee = search.get('assignee') ?? '';
  return {
    view: DESK_VIEWS.find((one) => one === search.get('view')) ?? defaultView,
    area: AREA_CODE.test(area) ? area : '',
    severity: SEVERITIES.filter((one) => named.includes(one)),
    rule: search.get('rule') ?? '',
    assignee: ID.test(assignee) ? assignee : '',
    sort: search.get('sort') === 'due' ? 'due' : 'urgency',
  };
}

/** The part of an address that a saved view keeps: the filter, and not which task is looked at. */
export function filterOf(search: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of ['view', 'area', 'severity', 'rule', 'assignee', 'sort']) {
    const value = search.get(name);
    if (value) kept.set(name, value);
  }
  return kept.toString();
}
