// The phones of the cast's villages on the first evening: work fetched, one long out of reach, and households that nobody had been sent
// to, found by a coordinator (with a photo) or told of at the desk. By the routes that phones and pages use.
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { SignedIn } from '../access/route.ts';
import { PROJECT_ROOT } from '../config.ts';
import { readPhoneVersion } from '../http/static.ts';
import { newId } from '../kernel/id.ts';
import type { DeskLeadInput } from '../leads/model.ts';
import type { Service } from '../service.ts';
import { drawHouse } from './draw-house.ts';
import type { Hands } from './hands.ts';
import { readStaff } from './hands-read.ts';

/** The village of the cast in which a coordinator came upon somebody, and in whose county somebody called. */
const FINDER = 'longjing-zhixin-village';
const DESK = 'longjing';
/** Phones beside those of the cast's villages: enough for a page. */
const MOST = 12;
const HOUR = 3_600_000;

/** Run again, it adds nothing: whoever has a phone keeps it, and leads are looked for by who told of them. */
export async function carryPhones(service: Service, hands: Hands, now: Date): Promise<void> {
  const staff = await readStaff(service.flow);
  const users = [...staff.byId.values()];
  const version = readPhoneVersion(join(PROJECT_ROOT, 'web', 'dist'))() ?? 'unknown';
  const carriers = await service.flow.execute<{ id: string }>(sql`
    select u.id from users u where u.role = 'village-coordinator' and not exists (select 1 from phones p where p.user_id = u.id)
      and exists (select 1 from tasks t where t.assignee_id = u.id and t.county_code in ('220102', '222405', '222403')
        and t.state in ('assigned', 'accepted')) order by u.username like 'staff-%', u.username limit ${MOST}`);
  for (const [index, { id }] of carriers.entries()) {
    const user = staff.byId.get(id)!;
    // One has been where there is no signal since the day before yesterday, with two visits not yet sent.
    const isAway = index === 1;
    // The others this morning, or when they came home last night.
    const hours = index % 2 === 0 ? 0.1 + index / 15 : 14.5 + index / 10;
    const at = new Date(now.getTime() - (isAway ? 45 : hours) * HOUR);
    const phone = tellOf(version, isAway ? { unsent: 2, since: at } : { unsent: 0 });
    await hands.office.together((tx) =>
      hands.office.perform(tx, { user, method: 'GET', url: '/api/field/sync', phone, now: at }),
    );
  }
  const [told] = await service.flow.execute(sql`select 1 from leads limit 1`);
  const [finder, desk] = [FINDER, DESK].map((name) => users.find(({ username }) => username === name));
  if (told || !finder || !desk) return;
  const [village] = await service.flow.execute<{ code: string }>(
    sql`select min(area_code) as code from user_areas where user_id = ${finder.id}::uuid and until_on is null`,
  );
  await findHousehold(hands, { user: finder, area: village!.code, now });
  await takeCall(hands, { user: desk, area: village!.code, now });
}

/** The line that a phone tells of itself; whose it is, its session says. */
function tellOf(version: string, of: { unsent: number; since?: Date }): string {
  const hash = createHash('sha256').update(randomBytes(32)).digest('hex');
  const [used, quota] = [3_400_000 + of.unsent * 400_000, 2_000_000_000];
  return [
    crypto.randomUUID(),
    hash,
    version,
    of.unsent,
    of.since?.getTime() ?? '',
    0,
    of.unsent,
    used,
    quota,
    Date.now(),
  ].join(';');
}

interface Telling {
  user: SignedIn;
  area: string;
  now: Date;
}

/** On the way home: an old man alone after a fall. The photo follows as a phone sends it. */
async function findHousehold({ office }: Hands, { user, area, now }: Telling): Promise<void> {
  const at = new Date(now.getTime() - 17 * HOUR);
  const taskId = newId(at);
  const photo = drawHouse();
  const declared = {
    ...{ id: newId(at), kind: 'photo', document: null, takenAt: at.toISOString(), place: null },
    ...{ bytes: photo.bytes.length, sha256: createHash('sha256').update(photo.bytes).digest('hex') },
    ...{ width: photo.width, height: photo.height },
  };
  const visit = {
    ...{ taskId, visitedAt: at.toISOString(), place: null, noPlaceReason: '山沟里定不了位' },
    ...{ outcomeCode: 'A6', cause: 'illness', assistanceNote: '先送了米面油，约好明天带去卫生院。', answers: {} },
    note: '路过听邻居说的。老人一个人，上周在院里摔了，下不了炕，药也断了三天。',
    attachments: [declared],
    lead: { areaCode: area, head: '金龙浩', people: 1, phone: '14400001234', urgency: 'days' },
  };
  const body = { changes: [{ id: newId(at), kind: 'lead', taskId, body: visit }] };
  await office.together(async (tx) => {
    const answer = await office.perform(tx, { user, method: 'POST', url: '/api/field/changes', body, now: at });
    const refused = (answer as { items: { outcome: string; detail: string | null }[] }).items.find(
      ({ outcome }) => outcome !== 'applied',
    );
    if (refused) throw new Error(`the rehearsal's lead was refused: ${JSON.stringify(refused)}`);
    await office.perform(tx, {
      ...{ user, method: 'PATCH', url: '/api/field/attachments/:id', params: { id: declared.id }, now: at },
      ...{ headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0' }, piece: photo.bytes },
    });
  });
}

/** A neighbour called the line, and the county wrote it down: nobody has been there yet. */
async function takeCall({ office }: Hands, { user, area, now }: Telling): Promise<void> {
  const body: DeskLeadInput = {
    ...{ areaCode: area, head: '朴顺子', people: 2, phone: '14400005678', idNumber: null, address: '村部后面第二排' },
    ...{ urgency: 'later', channel: '12345', cause: 'job-loss' },
    summary: '邻居来电：儿子在外地工地停工，两个月没寄钱回来，老两口舍不得点煤。',
  };
  const at = new Date(now.getTime() - 2 * HOUR);
  await office.together((tx) => office.perform(tx, { user, method: 'POST', url: '/api/leads', body, now: at }));
}
