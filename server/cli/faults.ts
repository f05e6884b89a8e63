// What was wrong with an input, item by item, as the API tells it: for the terminal.
import { Problem } from '../kernel/problem.ts';

/** Runs `act`; a problem with items is thrown again with each item in its message. */
export async function tellingFaults<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || error.errors.length === 0) throw error;
    const told = error.errors.map(({ pointer, detail }) => `  ${pointer}  ${detail}`);
    throw new Error([error.message, ...told].join('\n'));
  }
}
