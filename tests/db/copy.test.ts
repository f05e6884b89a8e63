// COPY in pieces: everything arrives, the connection is free between two of them, and no failure is waited for without end.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '../../db/client.ts';
import { CopyInto } from '../../db/copy.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

/** In a transaction with a temporary table of positive numbers and words, rolled back after. */
async function withTable(act: (tx: Transaction, copy: CopyInto) => Promise<void>): Promise<void> {
  const end = new Error('the test ends');
  await database.flow
    .transaction(async (tx) => {
      await tx.execute(
        sql`create temporary table words (number int not null check (number > 0), word text) on commit drop`,
      );
      await act(tx as Transaction, new CopyInto(tx as Transaction, 'words'));
      throw end;
    })
    .catch((error: unknown) => {
      if (error !== end) throw error;
    });
}

describe('lines on their way into a table', () => {
  it('all arrive, long ones too, and other statements are heard between two pieces', async () => {
    await withTable(async (tx, copy) => {
      const long = '长'.repeat(300_000);
      for (let number = 1; number <= 30_000; number++) {
        copy.add(`${number}\t${number === 7 ? long : '词'}`);
        if (copy.isFull) await copy.send();
        if (number !== 9_000) continue;
        await copy.close();
        expect([...(await tx.execute(sql`select count(*)::int as count from words`))]).toEqual([{ count: 9_000 }]);
      }
      await copy.close();
      const [row] = await tx.execute(sql`select count(*)::int as count, sum(length(word))::int as length from words`);
      expect(row).toEqual({ count: 30_000, length: 29_999 + long.length });
    });
  });

  it('that end without a line say nothing', async () => {
    await withTable(async (_, copy) => {
      await copy.close();
      copy.abort();
    });
  });

  it('are refused when PostgreSQL refuses one after the last byte was sent', async () => {
    const sent = withTable(async (_, copy) => {
      copy.add('1\tone');
      copy.add('0\tnothing');
      await copy.close();
    });
    await expect(sent).rejects.toMatchObject({ code: '23514' });
  });

  it('are refused when PostgreSQL refuses one on the way', async () => {
    const sent = withTable(async (_, copy) => {
      copy.add('no number\tone');
      for (let number = 1; number < 400_000; number++) {
        copy.add(`${number}\tword`);
        if (copy.isFull) await copy.send();
      }
      await copy.close();
    });
    await expect(sent).rejects.toMatchObject({ code: '22P02' });
  });

  it('that are broken off leave a connection that goes on', async () => {
    const broken = new Error('broken off');
    for (let time = 0; time < 6; time++) {
      const sent = withTable(async (_, copy) => {
        copy.add('1\tone');
        await copy.send();
        copy.abort();
        throw broken;
      });
      await expect(sent).rejects.toBe(broken);
    }
    expect([...(await database.flow.execute(sql`select 1 as one`))]).toEqual([{ one: 1 }]);
  });
});
