// A process that hands one file in by the page's way, to be killed on it or to lose its database: database URL, data folder, file.
// Says at the end what became of it.
import { basename } from 'node:path';
import { connect, disconnect } from '../../db/client.ts';
import { surviveLostConnections } from '../../db/lost-connection.ts';
import { startIntake } from '../../server/doors/intakes.ts';
import { PRESENT } from './cast.ts';
import { CATALOGUE, KEYS } from './catalogue.ts';

surviveLostConnections();
const [url, dataDir, path] = process.argv.slice(2) as [string, string, string];
const flow = connect(url, { max: 3, name: 'intake-process' });
const door = { flow, keys: KEYS, catalogue: CATALOGUE, clock: () => PRESENT, config: { dataDir } };
const { ended } = await startIntake(door, { channel: 'page', path, fileName: basename(path) });
const { state, failure } = await ended;
console.log(`${state} ${failure?.told.en ?? ''}`);
await disconnect(flow);
