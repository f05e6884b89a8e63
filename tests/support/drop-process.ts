// A process that watches a drop folder, to be killed on it: database URL, data folder, drop folder, the present.
import { connect } from '../../db/client.ts';
import { startDropFolder } from '../../server/doors/drop-folder.ts';
import { CATALOGUE, KEYS } from './catalogue.ts';

const [url, dataDir, folder, present] = process.argv.slice(2) as [string, string, string, string];
const flow = connect(url, { max: 3, name: 'drop-process' });
const clock = () => new Date(present);
const door = { flow, keys: KEYS, catalogue: CATALOGUE, clock, config: { dataDir }, urls: { flow: url } };
await startDropFolder(door, { folder, every: 50, quiet: 0 });
