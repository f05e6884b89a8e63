// postgres.js 3.4 throws out of its own timer when a connection breaks while a query is being written (its issues 1066, 1154, 1208).
// The connection is gone, the query has failed, the pool opens another: nothing of ours is half-done, and no process need end.

/** Says so and goes on when a database connection broke that way; anything else uncaught ends the process. */
export function surviveLostConnections(): void {
  process.on('uncaughtException', (error) => {
    const isLost = /postgres[\\/]/.test(error.stack ?? '') && /null \(reading '(write|end)'\)/.test(error.message);
    console.error(isLost ? '数据库连接断了，正在重连。 / The database connection broke; reconnecting.' : error);
    if (!isLost) process.exit(1);
  });
}
