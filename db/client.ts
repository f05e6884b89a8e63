// The one way to a database: postgres.js under drizzle. Which role a pool connects as is told by its URL.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Client = postgres.Sql<{ bigint: number }>;
export type Database = PostgresJsDatabase<Record<string, never>> & { $client: Client };
/** A transaction, or the database itself: whatever can run one statement. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Executor = Pick<Database, 'execute' | 'select' | 'insert' | 'update' | 'delete' | 'selectDistinct'>;

/**
 * Opens a pool of at most `max` connections, each ended after a minute (`idleSeconds`) of rest; 64-bit integers come back as numbers
 * (ids and fen stay far below 2^53).
 */
export function connect(
  url: string,
  options: { max?: number; name: string; idleSeconds?: number; prepares?: boolean },
): Database {
  const client = postgres(url, {
    max: options.max ?? 4,
    onnotice: () => {},
    idle_timeout: options.idleSeconds ?? 60,
    connection: { application_name: options.name, TimeZone: 'Asia/Shanghai' },
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
  }) as unknown as Client;
  return drizzle(options.prepares ? preparing(client) : client) as unknown as Database;
}

/**
 * Statements are parsed and described once a connection instead of once a call, which drizzle has no word for: a list of requests is the
 * same few texts over and over. Not for the flow: its texts hold ids, and its temporary tables are others each time.
 */
function preparing(client: Client): Client {
  const within = (act: (inner: Client) => unknown) => (inner: Client) => act(preparing(inner));
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe')
        return (text: string, values?: [], more?: object) => target.unsafe(text, values, { ...more, prepare: true });
      if (name === 'begin' || name === 'savepoint') {
        const run = Reflect.get(target, name) as (...given: unknown[]) => unknown;
        return (...given: unknown[]) =>
          run(...given.map((one) => (typeof one === 'function' ? within(one as (inner: Client) => unknown) : one)));
      }
      return Reflect.get(target, name);
    },
  });
}

/** One further connection as the same role, and never another in its place while it rests: what a session holds stays until `disconnect`. */
export function connectBeside(database: Database): Database {
  const alone = { ...database.$client.options, max: 1, idle_timeout: 0, max_lifetime: null };
  return drizzle(postgres(alone as unknown as postgres.Options<Record<string, never>>)) as unknown as Database;
}

/** Ends a pool, waiting at most five seconds for what still runs. */
export async function disconnect(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 });
}

/** postgres.js itself under a transaction, for COPY, which drizzle has no word for. */
export function clientOf(tx: Transaction): Client {
  return (tx as unknown as { _: { session: { client: Client } } })._.session.client;
}

/** One cell of COPY's text format. */
export function copyCell(value: string | number | boolean | Buffer | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(/[\\\t\n\r]/g, (c) => COPY_ESCAPES[c] ?? c);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value);
}

const COPY_ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
