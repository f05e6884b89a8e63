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

/** An instant as a person writes it: a day (its last minute in the province), or ISO 8601. */
export function parseInstant(text: string): Date {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:00+08:00`) : new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new Error(`“${text}”不是时刻，例：2026-10-15。 / "${text}" is no instant; an example: 2026-10-15.`);
  return instant;
}
