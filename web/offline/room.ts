// How much the phone can still hold, where its browser tells.

/** Below this a coordinator is told, in bytes: some sixty photos. */
const LOW = 20 * 1024 ** 2;

/** Bytes that are left for this app; null when the browser does not tell. */
export async function freeRoom(storage: Partial<Pick<StorageManager, 'estimate'>> | undefined): Promise<number | null> {
  try {
    const { quota, usage } = (await storage?.estimate?.()) ?? {};
    return quota === undefined ? null : quota - (usage ?? 0);
  } catch {
    return null;
  }
}

export function isLow(free: number | null): free is number {
  return free !== null && free < LOW;
}
