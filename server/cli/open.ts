// Opens the service for one command, and closes it whatever happens. Same configuration as the server.
import { readConfig } from '../config.ts';
import { openService, type Service } from '../service.ts';

/** Runs `act` with an open service. */
export async function withService<T>(act: (service: Service) => Promise<T>): Promise<T> {
  const service = await openService(readConfig(), 'shouwang-command');
  try {
    return await act(service);
  } finally {
    await service.close();
  }
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** An instant as a person writes it: a day (its last minute in the province), or ISO 8601; without a zone in the province's time. */
export function parseInstant(text: string): Date {
  const [, day, time = '23:59', zone = '+08:00'] = INSTANT.exec(text.trim()) ?? [];
  const instant = new Date(day ? `${day}T${time}${zone}` : Number.NaN);
  // 2026-02-30 would quietly become 2 March.
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (!isDay || Number.isNaN(instant.getTime()))
    throw new Error(`“${text}”不是时刻，例：2026-10-15。 / "${text}" is no instant; an example: 2026-10-15.`);
  return instant;
}
