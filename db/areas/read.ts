// Reads the committed area files beside this module: divisions, administering bodies, statistical zones.
// Where they come from and what they leave out: README.md here. Who may see which area is server/access's business.
import { readFileSync } from 'node:fs';

/** `zone`: a development zone with a six-digit statistical code of its own but no county's seat and no border (README.md). */
export const divisionLevels = ['province', 'prefecture', 'county', 'zone', 'township', 'village'] as const;
export type DivisionLevel = (typeof divisionLevels)[number];

export type Division = { code: string; name: string; level: DivisionLevel };

export type BodyLevel = 'province' | 'prefecture' | 'county' | 'township';

/** An authority and the areas it administers, each a code prefix; where prefixes of two bodies of a level nest, the longer one decides. */
export type Body = { key: string; name: string; level: BodyLevel; areas: string[] };

/** A zone and the county whose map area stands for it: for drawing only, not for responsibility. */
export type Zone = { code: string; name: string; county: string };

/** All of Jilin's divisions in code order, which puts each parent before its children; read anew at each call (about 13,000 rows). */
export function readDivisions(): Division[] {
  return readRows('divisions.csv').map(([code, name, level]) => ({ code, name, level: level as DivisionLevel }));
}

/** The administering bodies, from the province down to one for each township. */
export function readBodies(): Body[] {
  return readRows('bodies.csv').map(([key, name, level, areas]) => ({
    key,
    name,
    level: level as BodyLevel,
    areas: areas.split(';'),
  }));
}

/** The nine development zones that have no border of their own. */
export function readZones(): Zone[] {
  return readRows('zones.csv').map(([code, name, county]) => ({ code, name, county }));
}

type Row = [string, string, string, string];

/** The files are plain: no quotes, no commas in values (build.ts makes sure), a header line, `#` lines are remarks. */
function readRows(file: string): Row[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').split('\n');
  const [, ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return rows.map((line) => line.split(',') as Row);
}
