// A process that hands one file in by the page's way, to be killed on it: database URL, data folder, file.
import { basename } from 'node:path';
import { connect } from '../../db/client.ts';
import { startIntake } from '../../server/doors/intakes.ts';
import { PRESENT } from './cast.ts';
import { CATALOGUE, KEYS } from './catalogue.ts';

const [url, dataDir, path] = process.argv.slice(2) as [string, string, string];
const flow = connect(url, { max: 3, name: 'intake-process' });
const door = { flow, keys: KEYS, catalogue: CATALOGUE, clock: () => PRESENT, config: { dataDir } };
await startIntake(door, { channel: 'page', path, fileName: basename(path) });
