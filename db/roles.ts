// The three roles: owner (migrations), shouwang_flow (steps), shouwang_web (requests). Their passwords come from the key ring.
import postgres from 'postgres';

export interface RoleUrls {
  owner: string;
  flow: string;
  web: string;
}

/**
 * Makes the database (if `name` is given), the two roles and their passwords; can be repeated. Returns one URL a role.
 * Roles belong to the whole cluster: two installations on one cluster must share their key ring, or give each its own roles' URLs.
 */
export async function ensureRoles(ownerUrl: string, password: string, name?: string): Promise<RoleUrls> {
  const url = new URL(ownerUrl);
  if (name) await ensureDatabase(ownerUrl, name);
  if (name) url.pathname = `/${name}`;
  const client = postgres(url.href, { max: 1, onnotice: () => {} });
  try {
    // One at a time: two processes that alter one role at once collide on its catalog row.
    await client.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('shouwang.roles'))`;
      for (const role of ['shouwang_flow', 'shouwang_web']) {
        const [existing] = await tx`select 1 from pg_roles where rolname = ${role}`;
        const verb = existing ? 'alter' : 'create';
        await tx.unsafe(
          `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}'`,
        );
      }
      // A request that runs longer than this is a fault, and must not hold its locks.
      await tx.unsafe(`alter role shouwang_web set statement_timeout = '15s'`);
      await tx.unsafe(`grant connect, temporary on database "${url.pathname.slice(1)}" to shouwang_flow, shouwang_web`);
    });
  } finally {
    await client.end();
  }
  return {
    owner: url.href,
    flow: withUser(url, 'shouwang_flow', password),
    web: withUser(url, 'shouwang_web', password),
  };
}

function withUser(url: URL, user: string, password: string): string {
  const changed = new URL(url.href);
  changed.username = user;
  changed.password = password;
  return changed.href;
}

async function ensureDatabase(ownerUrl: string, name: string): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [existing] = await client`select 1 from pg_database where datname = ${name}`;
    if (!existing)
      await client.unsafe(`create database "${name}"`).catch((error: { code?: string }) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error; // somebody else was first
      });
  } finally {
    await client.end();
  }
}
