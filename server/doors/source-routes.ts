// Sources: how each is, whether it is planned, connected or suspended, its template, and what its headings mean.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { mayDo } from '../access/model.ts';
import { defineRoute, FileAnswer, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { layoutFaults } from '../flow/ingest/layout.ts';
import { confirmLayout } from '../flow/ingest/layout-store.ts';
import { SOURCE_STATES, SourceView } from '../flow/ingest/model.ts';
import { templateCsv, templateXlsx } from '../flow/ingest/template.ts';
import { readHealth } from '../insight/health.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { intakeOf } from './intake-routes.ts';

const Dataset = z.object({ dataset: z.string().max(80) });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function sourceRoutes(catalogue: Catalogue): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/sources',
    action: 'source.read',
    summary:
      'Datasets: what came when, what is late, blind or unlike its own history; a liaison sees their own department’s',
    isTrusted: true,
    response: z.object({ items: z.array(SourceView) }),
    async handle({ tx, user, now }) {
      const own = user.role === 'department-liaison' ? (user.department ?? '') : undefined;
      return { items: await readHealth(tx, catalogue, now, own) };
    },
  });

  const change = defineRoute({
    method: 'PUT',
    url: '/api/sources/:dataset',
    action: 'source.change',
    summary: 'Say that a source is planned, connected or suspended, from a day',
    isTrusted: true,
    params: Dataset,
    body: z.object({
      state: z.enum(SOURCE_STATES),
      fromOn: z.iso.date(),
      note: z.string().trim().max(500).default(''),
    }),
    response: SourceView,
    async handle({ tx, user, params, body, now, record }) {
      const contract = orNotFound(catalogue.contracts.find((one) => one.dataset === params.dataset));
      await tx.execute(sql`insert into sources (dataset, state, from_on, note, set_by)
        values (${contract.dataset}, ${body.state}, ${body.fromOn}, ${body.note}, ${user.id})
        on conflict (dataset) do update set state = excluded.state, from_on = excluded.from_on, note = excluded.note, set_by = excluded.set_by`);
      await record({ subjectKind: 'source', subjectId: contract.dataset, areaCode: '22', details: body });
      const views = await readHealth(tx, catalogue, now, contract.department);
      const view = views.find((one) => one.dataset === contract.dataset);
      if (!view) throw new Problem('not-found');
      return view;
    },
  });

  const template = defineRoute({
    method: 'GET',
    url: '/api/sources/:dataset/template',
    action: 'source.read',
    summary: 'The empty file of a dataset, headings and one filled example, to be filled in',
    isTrusted: true,
    params: Dataset,
    query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
    response: z.string().describe('a workbook, or CSV'),
    async handle({ user, params, query }) {
      const contract = orNotFound(
        catalogue.contracts.find(
          (one) =>
            one.dataset === params.dataset &&
            mayDo(user.role, 'batch.read') &&
            (user.role !== 'department-liaison' || one.department === user.department),
        ),
      );
      const name = `${contract.title.zh}_模板.${query.format}`;
      return query.format === 'csv'
        ? new FileAnswer({ name, type: 'text/csv; charset=utf-8', content: templateCsv(contract) })
        : new FileAnswer({ name, type: XLSX, content: templateXlsx(contract) });
    },
  });

  const confirm = defineRoute({
    method: 'POST',
    url: '/api/layouts',
    action: 'layout.confirm',
    summary: 'Confirm what the headings of a refused file mean: a version of the contract, for it and all like it',
    isTrusted: true,
    body: z.object({
      intakeId: z.uuid(),
      dataset: z.string().max(80),
      headings: z.record(z.string().max(200), z.string().max(200).nullable()),
    }),
    response: z.object({ dataset: z.string(), version: z.number() }),
    async handle({ tx, user, body, now, record }) {
      const intake = await intakeOf(tx, user, body.intakeId);
      const { dataset, headings } = body;
      const contract = orNotFound(
        catalogue.contracts.find(
          (one) => one.dataset === dataset && (intake.department ?? one.department) === one.department,
        ),
      );
      const faults = layoutFaults(contract, headings);
      if (faults.length > 0) {
        const errors = faults.map(({ zh, en }) => ({ pointer: '/headings', detail: `${zh} / ${en}` }));
        throw new Problem('wrong-input', undefined, errors);
      }
      const version = await confirmLayout(tx, { dataset, headings, by: user.id, now });
      const details = { intake: intake.id, version, headings };
      await record({ subjectKind: 'dataset', subjectId: dataset, areaCode: '22', details });
      return { dataset, version };
    },
  });

  return [list, change, template, confirm];
}
