// Read-only looks across the stages: the map's figures, boards, precision, divisions and borders.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readZones } from '../../db/areas/read.ts';
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { Precision, PrecisionFilter } from '../flow/feedback/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { exportRoutes } from './alert-export.ts';
import { boardExportRoutes } from './boards/export.ts';
import { boardRoutes } from './boards/routes.ts';
import { type BorderFile, packBorders } from './borders.ts';
import { mapRoutes } from './map-routes.ts';
import { readPrecision } from './precision.ts';
import { routineBoardRoutes } from './routine/routes.ts';
import { ruleRoutes } from './rules/routes.ts';

const Geometry = z
  .record(z.string(), z.unknown())
  .describe('a GeoJSON FeatureCollection with properties code and name, or the same packed in steps of a thousandth');
const BorderForm = z.object({ form: z.enum(['geojson', 'packed']).default('geojson') });
const borders = (file: string) => {
  const geojson = JSON.parse(readFileSync(new URL(`../../db/areas/${file}`, import.meta.url), 'utf8')) as BorderFile;
  return { geojson: { ...geojson }, packed: { ...packBorders(geojson) } };
};

export function insightRoutes(catalogue: Catalogue): Route[] {
  const counties = borders('borders.json');
  const prefectures = borders('prefectures.json');
  const zones = readZones();

  return [
    ...mapRoutes(catalogue),
    ...ruleRoutes(catalogue),
    ...exportRoutes(catalogue),
    ...boardRoutes(catalogue),
    ...boardExportRoutes(catalogue),
    ...routineBoardRoutes(catalogue.routine),
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
      query: BorderForm,
      response: Geometry,
      handle: async ({ query }) => counties[query.form],
    }),
    defineRoute({
      method: 'GET',
      url: '/api/borders/prefectures',
      action: 'area.read',
      summary: 'Borders of the nine prefectures',
      query: BorderForm,
      response: Geometry,
      handle: async ({ query }) => prefectures[query.form],
    }),
  ];
}
