// Read-only looks across the stages: the map's figures, divisions and borders.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readZones } from '../../db/areas/read.ts';
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { AlertFilter, AlertMap } from '../flow/alerts/model.ts';
import { Precision, PrecisionFilter } from '../flow/feedback/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { orNotFound } from '../kernel/problem.ts';
import { readMap } from './map.ts';
import { AlertTrend } from './model.ts';
import { readPrecision } from './precision.ts';
import { readTrend } from './trend.ts';

const Geometry = z.record(z.string(), z.unknown()).describe('a GeoJSON FeatureCollection; properties code and name');
const borders = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../db/areas/${file}`, import.meta.url), 'utf8')) as Record<string, unknown>;

export function insightRoutes(catalogue: Catalogue): Route[] {
  const counties = borders('borders.json');
  const prefectures = borders('prefectures.json');
  const zones = readZones();

  return [
    defineRoute({
      method: 'GET',
      url: '/api/map',
      action: 'map.read',
      summary: 'Figures of one division and its children under the filter of the list',
      query: AlertFilter,
      response: AlertMap,
      async handle({ tx, scope, query, now }) {
        return orNotFound(await readMap(tx, scope, query, catalogue, now));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/map/trend',
      action: 'map.read',
      summary:
        'The last twelve weeks under the same filter: raised, closed, and open at each week’s end, whatever its state says',
      query: AlertFilter,
      response: AlertTrend,
      async handle({ tx, scope, query, now }) {
        return await readTrend(tx, scope, query, now);
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/precision',
      action: 'precision.read',
      summary: 'What closed warnings turned out to be, by rule, version, source, cause, county or month',
      query: PrecisionFilter,
      response: Precision,
      async handle({ tx, scope, query }) {
        return await readPrecision(tx, scope, query, catalogue);
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/areas',
      action: 'area.read',
      summary: 'Divisions below one, in the order of their codes',
      query: z.object({ parent: z.string().regex(AREA_CODE) }),
      response: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })) }),
      async handle({ tx, query }) {
        type Area = { code: string; name: string; level: string };
        const items = await tx.execute<Area>(
          sql`select code, name, level from areas where parent_code = ${query.parent} order by code`,
        );
        return { items: [...items] };
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/areas/zones',
      action: 'area.read',
      summary: 'Development zones without borders, and the county that stands for each on a map',
      response: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), county: z.string() })) }),
      handle: async () => ({ items: zones }),
    }),
    defineRoute({
      method: 'GET',
      url: '/api/borders',
      action: 'area.read',
      summary: 'Borders of the sixty counties',
      response: Geometry,
      handle: async () => counties,
    }),
    defineRoute({
      method: 'GET',
      url: '/api/borders/prefectures',
      action: 'area.read',
      summary: 'Borders of the nine prefectures',
      response: Geometry,
      handle: async () => prefectures,
    }),
  ];
}
