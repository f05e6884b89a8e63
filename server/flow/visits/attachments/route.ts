// A photo or signature as whoever judges the visit sees it. Every look is in the log.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, FileAnswer, type Route } from '../../../access/route.ts';
import { within } from '../../../access/scope.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { orNotFound } from '../../../kernel/problem.ts';
import { readPicture } from './model.ts';
import { readPieces } from './pieces.ts';

/** The route of one attachment; one that has not arrived whole is not there yet. */
export function attachmentRoute(keys: Keys): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/visits/:id/attachments/:attachmentId',
    action: 'attachment.read',
    summary: 'A photo or signature of a visit, as a file',
    params: z.object({ id: z.uuid(), attachmentId: z.uuid() }),
    response: z.null(),
    async handle({ tx, scope, params, record }) {
      const [found] = await tx.execute<{ id: string; area: string; kind: string }>(sql`
        select id, area_code as area, kind from attachments where id = ${params.attachmentId}::uuid and visit_id = ${params.id}::uuid
          and completed_at is not null and ${within(scope, sql`county_code`, sql`area_code`)}`);
      const { id, area, kind } = orNotFound(found);
      const content = await readPieces(tx, keys, id);
      const type = readPicture(content)?.type ?? 'application/octet-stream';
      await record({ subjectKind: 'attachment', subjectId: id, areaCode: area, details: { visit: params.id, kind } });
      return new FileAnswer({ name: `${id}.${type === 'image/png' ? 'png' : 'jpg'}`, type, content });
    },
  });
}
