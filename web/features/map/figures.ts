// From the server's figures to what is drawn: zones counted with the county they lie in, rates, the order of the ranking. Pure.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertChanges, AlertConfirmed } from '../../../server/insight/model.ts';
import type { Zone } from '../../api/areas.ts';
import type { Region, Shape } from '../../charts/choropleth.ts';
import type { Measure } from '../../charts/ramp.ts';

export type Child = AlertMap['children'][number];

/** Fewer verified cases than this are drawn hollow: their share says little. */
const FEW_VERIFIED = 30;

type Counts = Pick<Child, 'total' | 'households' | 'overdue' | 'late'>;

/** What stands beside the map's figures and comes by another way: confirmation, and red alerts nobody has gone to. */
export interface Beside {
  confirmed?: AlertConfirmed | undefined;
  redLate?: AlertChanges['redLate'] | undefined;
}

/** Open alerts a thousand registered households; 0 where nobody is registered, null where the count is not told. */
export function ratePerThousand(child: Pick<Child, 'total' | 'households'>): number | null {
  if (child.total === null) return null;
  return child.households > 0 ? (1000 * child.total) / child.households : 0;
}

/** Alerts past a deadline in per cent of all; 0 where there are none, null where it is not known. */
export function lateShare(child: Pick<Child, 'total' | 'late'>): number | null {
  if (child.total === null || child.late === null) return null;
  return child.total > 0 ? (100 * child.late) / child.total : 0;
}

function worthOf(child: Counts, measure: Measure): number {
  if (measure === 'rate') return ratePerThousand(child) ?? 0;
  return (measure === 'late' ? lateShare(child) : child.total) ?? 0;
}

/** Worst first; equal ones by code, so that the order does not jump. Confirmation is no hardship: there the number ranks. */
export function rankChildren(children: readonly Child[], measure: Measure): Child[] {
  return [...children].sort((a, b) => worthOf(b, measure) - worthOf(a, measure) || a.code.localeCompare(b.code));
}

/** Parts together; unknown as soon as one part is. */
export function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

export function addUp(children: readonly Child[]): Counts {
  return {
    total: sumOf(children.map((one) => one.total)),
    households: children.reduce((sum, one) => sum + one.households, 0),
    overdue: sumOf(children.map((one) => one.overdue)),
    late: sumOf(children.map((one) => one.late)),
  };
}

/** The codes that a shape stands for: its own and those of the zones in it. */
export function codesIn(code: string, zones: readonly Zone[]): Set<string> {
  return new Set([code, ...zones.filter((zone) => zone.county === code).map((zone) => zone.code)]);
}

/** Children with each zone counted in its county. */
export function withZones(children: readonly Child[], zones: readonly Zone[]): Child[] {
  const isZone = (code: string) => zones.some((zone) => zone.code === code);
  return children
    .filter((child) => !isZone(child.code))
    .map((child) => ({ ...child, ...addUp(children.filter((one) => codesIn(child.code, zones).has(one.code))) }));
}

/** One region a shape, nothing left out: a division without alerts is drawn with 0, a zone is counted with its county. */
export function regionsOf(
  children: readonly Child[],
  shapes: readonly Shape[],
  { zones, measure, confirmed, redLate }: Beside & { zones: readonly Zone[]; measure: Measure },
): Region[] {
  return shapes.map(({ properties: { code, name } }) => {
    const inside = codesIn(code, zones);
    const figure = addUp(children.filter((child) => inside.has(child.code)));
    const marks = (redLate?.areas ?? []).filter((one) => inside.has(one.code)).map((one) => one.total ?? 0);
    const mark = marks.reduce((sum, one) => sum + one, 0);
    if (measure === 'confirmed') {
      const own = (confirmed?.children ?? []).filter((one) => inside.has(one.code));
      return {
        code,
        name,
        mark,
        ...confirmedShare(sumOf(own.map((one) => one.verified)), sumOf(own.map((one) => one.confirmed))),
      };
    }
    const value = { rate: ratePerThousand, late: lateShare, count: (one: Counts) => one.total }[measure](figure);
    return { code, name, value, mark };
  });
}

/** The share of verified alerts that were right, in per cent; null where none was verified or it is not told. */
export function confirmedShare(
  verified: number | null,
  confirmed: number | null,
): { value: number | null; isFew: boolean } {
  if (!verified || confirmed === null) return { value: null, isFew: true };
  return { value: (100 * confirmed) / verified, isFew: verified < FEW_VERIFIED };
}

/** Which borders fit these children: counties, prefectures, or none below the county. */
export function drawnLevel(children: readonly Child[]): 'counties' | 'prefectures' | null {
  if (children.length === 0) return null;
  if (children.every((child) => child.code.length === 4)) return 'prefectures';
  return children.every((child) => child.code.length === 6) ? 'counties' : null;
}

/** Where a click leads: from the province into the prefecture first, then into the county. */
export function stepInto(area: string, clicked: string): string {
  return area.length === 2 ? clicked.slice(0, 4) : clicked;
}
