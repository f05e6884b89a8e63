// From the server's figures to what is drawn: zones counted with the county they lie in, rates, the order of the ranking. Pure.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { Zone } from '../../api/areas.ts';
import type { Region, Shape } from '../../charts/choropleth.ts';
import type { Measure } from '../../charts/ramp.ts';

export type Child = AlertMap['children'][number];

/** Open alerts a thousand registered households; 0 where nobody is registered. */
export function ratePerThousand(child: Pick<Child, 'total' | 'households'>): number {
  return child.households > 0 ? (1000 * child.total) / child.households : 0;
}

/** Worst first; equal ones by code, so that the order does not jump. */
export function rankChildren(children: readonly Child[], measure: Measure): Child[] {
  const worthOf = (child: Child) => (measure === 'rate' ? ratePerThousand(child) : child.total);
  return [...children].sort((a, b) => worthOf(b) - worthOf(a) || a.code.localeCompare(b.code));
}

function addUp(children: readonly Child[]): Pick<Child, 'total' | 'households' | 'overdue'> {
  const sum = (pick: (child: Child) => number) => children.reduce((total, child) => total + pick(child), 0);
  return {
    total: sum((one) => one.total),
    households: sum((one) => one.households),
    overdue: sum((one) => one.overdue),
  };
}

/** One region a shape, nothing left out: a division without alerts is drawn with 0, a zone is counted with its county. */
export function regionsOf(
  children: readonly Child[],
  shapes: readonly Shape[],
  zones: readonly Zone[],
  measure: Measure,
): Region[] {
  return shapes.map(({ properties: { code, name } }) => {
    const inside = new Set([code, ...zones.filter((zone) => zone.county === code).map((zone) => zone.code)]);
    const figure = addUp(children.filter((child) => inside.has(child.code)));
    return { code, name, value: measure === 'rate' ? ratePerThousand(figure) : figure.total, overdue: figure.overdue };
  });
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
