// The doors, for people and for departments' systems: files, batches, sources, pushed rows. Above every stage, since handing in and taking back go through several.
import type { Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Keys } from '../kernel/keys.ts';
import { batchRoutes } from './batch-routes.ts';
import { intakeRoutes } from './intake-routes.ts';
import { pairRoutes } from './pair-routes.ts';
import { pushRoutes } from './push-routes.ts';
import { sourceRoutes } from './source-routes.ts';

/** `dataDir` holds the inbox of files that are on their way in. */
export function doorRoutes(of: { catalogue: Catalogue; keys: Keys; dataDir: string }): Route[] {
  return [...intakeRoutes(of), ...batchRoutes(of), ...sourceRoutes(of.catalogue), ...pushRoutes(of), ...pairRoutes(of)];
}
