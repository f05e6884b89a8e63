// The API's description, made from the routes' own schemas: /api/docs/json, and pages to try it at /api/docs.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Route } from '../access/route.ts';
import { PROBLEMS } from '../kernel/problem.ts';
import { PIECE_TYPE, STREAM_TYPE } from './upload.ts';

const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  titles: z.object({ zh: z.string(), en: z.string() }),
  status: z.number(),
  code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  requestId: z.string(),
});

export async function publishOpenApi(app: FastifyInstance): Promise<void> {
  // Fastify only carries these schemas to the description; `validate.ts` and `register.ts` are what reads them.
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '守望 Shouwang',
        version: '0.1.0',
        description: 'Errors: application/problem+json. Sign in first: POST /api/session.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'shouwang' },
          key: { type: 'http', scheme: 'bearer', description: 'A department’s key: POST /api/keys.' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { docExpansion: 'list', tryItOutEnabled: false },
  });
}

const Rows = z.string().describe('one JSON object a line; its keys are the dataset’s headings');

/** A route's place in the description; the tag is the noun of its action. */
export function describeRoute(route: Route): FastifySchema {
  const { params, query, headers, takesFile, takesStream } = route;
  const body = takesStream ? Rows : route.body;
  return {
    summary: route.summary,
    description: `Action \`${route.action}\`.${route.needsVersion ? ' Needs If-Match: `"v<version>"`.' : ''}`,
    tags: [route.action.split('.')[0]],
    ...(!route.isPublic && { security: [route.isKeyed ? { key: [] } : { session: [] }] }),
    ...(takesFile && { consumes: ['multipart/form-data'] }),
    ...(takesStream && { consumes: [STREAM_TYPE] }),
    ...(route.takesPiece && { consumes: [PIECE_TYPE] }),
    ...(params && { params }),
    ...(headers && { headers }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: { [route.isAccepted ? 202 : 200]: route.response, default: ProblemBody },
  } as FastifySchema;
}
