// The province of a very first start is made up beside everything else that such a start does: it needs no database.
import { existsSync, readdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import { makeProvince, PROVINCE, provinceFolder } from './make.ts';
import type { Say } from './rehearse.ts';

/** Waits until the province is made, and puts its files into their place; called by whoever holds the data folder. */
export type BringProvince = (say: Say) => Promise<void>;

const SAID = '  编造一个省 making up a province …';

/**
 * Begins at once where nothing was ever started; elsewhere the province is made when it is asked for, if it is. It is made beside its
 * place, since a second server on the same folder is refused only later.
 */
export function makeAhead(config: Config): BringProvince {
  const { rehearse, rehearsalFolder, databaseUrl, dataDir } = config;
  const place = provinceFolder(config);
  const isFirst = rehearse && !rehearsalFolder && !databaseUrl && !existsSync(join(dataDir, 'postgres'));
  const out = `${place}.making-${process.pid}`;
  const making = isFirst ? makeProvince({ ...PROVINCE, out }) : undefined;
  making?.catch(() => {}); // told to who waits for it
  return async (say) => {
    say(SAID);
    await (making ?? makeProvince({ ...PROVINCE, out }, say));
    await clearBeside(place, out);
    await rename(out, place);
  };
}

/** What starts that were killed had made so far, and the province of one that was killed just after. */
async function clearBeside(place: string, out: string): Promise<void> {
  for (const name of readdirSync(dirname(place)))
    if (name.startsWith(basename(place)) && name !== basename(out))
      await rm(join(dirname(place), name), { recursive: true, force: true });
}
