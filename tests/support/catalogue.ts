// The shipped policy, one key ring and the route table that tests share; each worker reads them once.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../server/catalogue.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { parseKeys } from '../../server/kernel/keys.ts';
import type { Channels } from '../../server/messages/channels.ts';
import { allRoutes } from '../../server/routes.ts';
import { GATEWAY_SECRET } from './gateway.ts';

/** The key ring of all tests: what one makes, another's app can read. */
export const KEYS = parseKeys(`1:${Buffer.alloc(32, 7).toString('base64')}`);

export const CATALOGUE = await loadCatalogue(join(PROJECT_ROOT, 'rules'));

/** Where the files of intakes are kept in tests. */
export const DATA_DIR = mkdtempSync(join(tmpdir(), 'shouwang-inbox-'));

/** Gateways hand in receipts by the tests' own secret; none is asked to send anything. */
export const CHANNELS: Channels = { list: [], secrets: { sms: GATEWAY_SECRET } };

export const ROUTES = allRoutes({ catalogue: CATALOGUE, keys: KEYS, dataDir: DATA_DIR, channels: CHANNELS });
