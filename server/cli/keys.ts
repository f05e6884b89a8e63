// `shouwang keys`: departments' keys for pushing rows.
import { parseArgs } from 'node:util';
import { addKey, listKeys, revokeKey } from '../access/api-keys.ts';
import { recordAct } from '../audit/record.ts';
import { withService } from './open.ts';

const MOST_LISTED = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function keys(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { department: { type: 'string' }, label: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [verb, id] = positionals;
  const asJson = values.json ?? false;
  if (verb === undefined) return await list(asJson);
  if (verb === 'create' && values.department && values.label?.trim())
    return await create({ department: values.department, label: values.label.trim() }, asJson);
  if (verb === 'revoke' && id) return await revoke(id);
  throw new Error('用法 Usage: keys [create --department D --label L | revoke <id>] [--json]');
}

async function list(asJson: boolean): Promise<number> {
  return await withService(async ({ flow }) => {
    const rows = await listKeys(flow, { limit: MOST_LISTED });
    if (asJson) for (const row of rows) console.log(JSON.stringify(row));
    else if (rows.length === 0) console.log('没有。 / None.');
    else
      console.table(
        rows.map(({ id, name, department, label, createdAt, lastUsedAt, revokedAt }) => ({
          ...{ id, key: name, department, label, created: createdAt, last_used: lastUsedAt, revoked: revokedAt },
        })),
      );
    return 0;
  });
}

async function create(of: { department: string; label: string }, asJson: boolean): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    const made = await flow.transaction(async (tx) => {
      const key = await addKey(tx, { ...of, createdBy: null }, now);
      const about = { subjectKind: 'key', subjectId: key.id, details: { key: key.name, ...of } };
      await recordAct(tx, { at: now, actor: 'command', action: 'key.create', ...about });
      return key;
    });
    console.log(asJson ? JSON.stringify(made) : `${made.secret}\n只显示这一次。 / Shown this once.  ${made.id}`);
    return 0;
  });
}

async function revoke(id: string): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    const isThere =
      UUID.test(id) &&
      (await flow.transaction(async (tx) => {
        if (!(await revokeKey(tx, id, now))) return false;
        await recordAct(tx, { at: now, actor: 'command', action: 'key.revoke', subjectKind: 'key', subjectId: id });
        return true;
      }));
    if (!isThere) throw new Error(`没有密钥“${id}”（keys 可查）。 / There is no key "${id}" (see keys).`);
    console.log('已撤销。 / Revoked.');
    return 0;
  });
}
