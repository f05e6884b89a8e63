// The process in which a province is made up: what to make comes as its one argument, and it tells its parent how far it is.
import type { MakerMessage, Making } from './make.ts';
import { writeProvince } from './province/province.ts';

// Nobody waits for it any more: the next start makes the province anew.
process.once('disconnect', () => process.exit(1));
const making = JSON.parse(process.argv[2]!) as Making;
await writeProvince(making, (done) => {
  process.send?.({ done, all: making.households } satisfies MakerMessage);
});
process.disconnect();
process.exit(0);
