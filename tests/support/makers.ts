// Rows with valid defaults, as the flow role would have written them; a test states only what it is about.
import { createHash, randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { userAreas, users } from '../../db/schema/access.ts';
import { alertEvidence, alerts, leads, silences } from '../../db/schema/alerts.ts';
import { batches, facts, intakes, rejects } from '../../db/schema/ingest.ts';
import { candidatePairs, households, memberships, persons } from '../../db/schema/match.ts';
import { messageEvents, messages } from '../../db/schema/messages.ts';
import { outcomes, tickets } from '../../db/schema/outcomes.ts';
import { phones } from '../../db/schema/phones.ts';
import { findings, householdIndicators, ruleVersions } from '../../db/schema/rules.ts';
import { stationPeople, stations } from '../../db/schema/stations.ts';
import { absences, campaigns, savedViews, taskAlerts, tasks, visitAttempts, visits } from '../../db/schema/tasks.ts';
import { addKey, type NewKey } from '../../server/access/api-keys.ts';
import type { VisitInput } from '../../server/flow/visits/model.ts';
import { addDays, dayOf } from '../../server/kernel/clock.ts';
import { newId } from '../../server/kernel/id.ts';
import { HOME, PRESENT } from './cast.ts';

type Given<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>;

const HOUR = 3600_000;
const later = (hours: number) => new Date(PRESENT.getTime() + hours * HOUR);

/** A delivery that was taken in. */
export async function makeBatch(db: Database, given: Given<typeof batches> = {}) {
  const base = {
    dataset: 'registry',
    origin: 'delivery',
    department: 'police',
    fileName: '公安厅_户籍人口_202609.csv',
  };
  const rest = {
    sha256: randomUUID(),
    status: 'accepted',
    inForceFrom: PRESENT,
    receivedAt: PRESENT,
    period: '2026-09',
  };
  const [row] = await db
    .insert(batches)
    .values({ ...base, ...rest, ...given })
    .returning();
  return row!;
}

/** A refused line of a delivery. */
export async function makeReject(db: Database, given: Given<typeof rejects> & { batchId: number }) {
  const base = {
    line: 7,
    columnName: '公民身份号码',
    code: 'bad-check-digit',
    expectedZh: '校验位不对',
    expectedEn: 'check digit',
  };
  const [row] = await db
    .insert(rejects)
    .values({ ...base, ...given })
    .returning();
  return row!;
}

/** Two numbers that may be one person, of a family's head and brother. */
export async function makePair(
  db: Database,
  given: Given<typeof candidatePairs> & { household?: Awaited<ReturnType<typeof makeHousehold>> } = {},
) {
  const { household = await makeHousehold(db), ...columns } = given;
  const [person, other] = household.members;
  const of = {
    personId: person!.id,
    otherId: other!.id,
    countyCode: household.countyCode,
    areaCode: household.areaCode,
  };
  const base = { id: newId(), kind: 'same-name-birth-village', state: 'open', foundAt: PRESENT };
  const [pair] = await db
    .insert(candidatePairs)
    .values({ ...base, ...of, ...columns })
    .returning();
  return pair!;
}

/** A file on its way in. */
export async function makeIntake(db: Database, given: Given<typeof intakes> = {}) {
  const base = { channel: 'page', department: 'police', fileName: '公安厅_户籍人口_202609.csv', isKept: false };
  const rest = { state: 'waiting', startedAt: PRESENT, bytesTotal: 1000 };
  const [row] = await db
    .insert(intakes)
    .values({ id: newId(), ...base, ...rest, ...given })
    .returning();
  return row!;
}

/** A key for pushing, of the police unless `department` says otherwise; `secret` is what its system sends. */
export async function makeKey(db: Database, given: Partial<NewKey> = {}) {
  return await addKey(db, { department: 'police', label: '公安厅交换平台', createdBy: null, ...given }, PRESENT);
}

/** The published version of the rule that alerts are made of, where the database has it; else an invented one. */
export async function findRule(db: Database) {
  const [known] = await db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.ruleId, 'disaster-household'), eq(ruleVersions.status, 'published')));
  if (known) return known;
  const base = { ruleId: 'disaster-household', version: 1, hash: 'made', status: 'published', publishedAt: PRESENT };
  const [row] = await db
    .insert(ruleVersions)
    .values({ ...base, definition: {} })
    .returning();
  return row!;
}

/** The rule author's draft of a rule, the same as the version in force; its id. */
export async function makeDraft(db: Database, ruleId = 'heavy-medical-spending'): Promise<string> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into rule_versions (rule_id, version, hash, definition, origin, status, drafted_by, drafted_at)
    select rule_id, (select max(version) + 1 from rule_versions where rule_id = ${ruleId}), 'made', definition, 'local', 'draft',
      ${await findUserId(db, 'rule-author')}::uuid, ${PRESENT.toISOString()}::timestamptz
    from rule_versions where rule_id = ${ruleId} and status = 'published' returning id`);
  return String(row!.id);
}

/** A household of two in Zhixin, with its registry rows, one fact, and its row of indicators. */
export async function makeHousehold(db: Database, given: Given<typeof households> & { head?: string } = {}) {
  const { head = '金顺姬', ...columns } = given;
  const areaCode = given.areaCode ?? HOME.village;
  const batch = await makeBatch(db);
  const members = await db
    .insert(persons)
    .values(
      [head, '金小弟'].map((name) => ({
        idKind: 'resident-id',
        idMasked: '2299**********1234',
        name,
        bornOn: '1970-01-01',
      })),
    )
    .returning();
  const place = { areaCode, countyCode: areaCode.slice(0, 6), settlement: 'rural' };
  const registryNumber = `H${randomUUID().slice(0, 13)}`;
  const [household] = await db
    .insert(households)
    .values({ publicId: newId(), registryNumber, headPersonId: members[0]!.id, ...place, ...columns })
    .returning();
  const told = { batchId: batch.id, line: 2, recordedAt: PRESENT };
  await db.insert(memberships).values(
    members.map((person, index) => ({
      personId: person.id,
      householdId: household!.id,
      kind: 'registered',
      relation: index === 0 ? '户主' : '弟',
      isHead: index === 0,
      fromOn: '2020-01-01',
      ...told,
    })),
  );
  const fact = { kind: 'disaster.loss', subjectKind: 'household', subjectId: household!.id, onDate: '2026-09-20' };
  await db.insert(facts).values({ ...fact, amount: 800_000, naturalKey: randomUUID(), ...told });
  await db.insert(householdIndicators).values({ householdId: household!.id, ...place });
  return { ...household!, members, batch };
}

/** An open alert on a household, with its finding and one line of evidence. */
export async function makeAlert(
  db: Database,
  given: Given<typeof alerts> & { household?: Awaited<ReturnType<typeof makeHousehold>> } = {},
) {
  const { household = await makeHousehold(db), ...columns } = given;
  const rule = await findRule(db);
  const of = {
    ruleId: rule.ruleId,
    ruleVersionId: rule.id,
    subjectKind: 'household',
    subjectId: household.id,
    eventKey: '',
  };
  const [finding] = await db
    .insert(findings)
    .values({ ...of, householdId: household.id, values: {}, sinceOn: '2026-09-20', foundAt: PRESENT })
    .returning();
  const place = { countyCode: household.countyCode, areaCode: household.areaCode };
  const [alert] = await db
    .insert(alerts)
    .values({
      id: newId(),
      ...of,
      ...place,
      findingId: finding!.id,
      householdId: household.id,
      class: 'discovery',
      severity: 'orange',
      cause: 'disaster',
      state: 'open',
      raisedAt: PRESENT,
      values: {},
      ...columns,
    })
    .returning();
  const row = { indicator: 'disaster.loss_90_days', kind: 'disaster.loss', batchId: household.batch.id, line: 2 };
  await db
    .insert(alertEvidence)
    .values({ alertId: alert!.id, ...place, ...row, onDate: '2026-09-20', amount: 800_000 });
  return { ...alert!, household };
}

/** A finding that stood when its rule was first run, and that no village has had room for. */
export async function makeWaiting(db: Database) {
  const household = await makeHousehold(db);
  const [rule] = await db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.status, 'published'), eq(ruleVersions.ruleId, 'heavy-medical-spending')));
  const of = { ruleId: rule!.ruleId, ruleVersionId: rule!.id, subjectKind: 'household', subjectId: household.id };
  const rest = { eventKey: '', values: {}, sinceOn: '2026-09-20', foundAt: PRESENT, isBacklog: true };
  await db.insert(findings).values({ ...of, householdId: household.id, ...rest });
  return household;
}

/** A silence that holds over Zhixin. */
export async function makeSilence(db: Database, given: Given<typeof silences> = {}) {
  const place = { countyCode: HOME.county, areaCode: HOME.township };
  const rest = { reason: '义诊已逐户看过', fromAt: PRESENT, untilAt: later(240), madeAt: PRESENT };
  const madeBy = await findUserId(db, HOME.dispatcher);
  const [row] = await db
    .insert(silences)
    .values({ id: newId(), ruleId: 'income-collapse', ...place, ...rest, madeBy, ...given })
    .returning();
  return row!;
}

/** A sweep that runs in Zhixin. */
export async function makeCampaign(db: Database, given: Given<typeof campaigns> = {}) {
  const place = { countyCode: HOME.county, areaCode: HOME.township };
  const rest = { kind: 'sweep', name: '秋季摸排', reason: '入冬前看一遍', beganAt: PRESENT, dueAt: later(240) };
  const [row] = await db
    .insert(campaigns)
    .values({ id: newId(), ...place, ...rest, condition: 'members.living > 0', ...given })
    .returning();
  return row!;
}

/** A view that the dispatcher of Longjing keeps. */
export async function makeView(db: Database, given: Given<typeof savedViews> = {}) {
  const userId = await findUserId(db, HOME.dispatcher);
  const [row] = await db
    .insert(savedViews)
    .values({
      id: newId(),
      userId,
      name: '智新镇红色',
      filter: 'area=222405105&severity=red',
      madeAt: PRESENT,
      ...given,
    })
    .returning();
  return row!;
}

/** A task for an alert's household, waiting at the county unless `state` says otherwise; `assignee` is a username. */
export async function makeTask(
  db: Database,
  given: Given<typeof tasks> & { alert?: Awaited<ReturnType<typeof makeAlert>>; assignee?: string } = {},
) {
  const { alert = await makeAlert(db), assignee, ...columns } = given;
  const assigneeId = assignee ? await findUserId(db, assignee) : null;
  const [task] = await db
    .insert(tasks)
    .values({
      id: newId(),
      kind: 'help',
      subjectKind: 'household',
      subjectId: alert.household.id,
      householdId: alert.household.id,
      originKind: 'alert',
      originId: alert.id,
      countyCode: alert.countyCode,
      areaCode: alert.areaCode,
      severity: alert.severity,
      state: 'waiting',
      assigneeId,
      openedAt: PRESENT,
      dispatchDueAt: later(24),
      visitDueAt: later(72),
      confirmDueAt: later(96),
      stateAt: PRESENT,
      ...columns,
    })
    .returning();
  await db.insert(taskAlerts).values({ taskId: task!.id, alertId: alert.id, joinedAt: PRESENT });
  return { ...task!, alert, household: alert.household };
}

/** A visit that answers a task. */
export async function makeVisit(
  db: Database,
  given: Given<typeof visits> & { task: Awaited<ReturnType<typeof makeTask>> },
) {
  const { task, ...columns } = given;
  const place = { householdId: task.householdId, countyCode: task.countyCode, areaCode: task.areaCode };
  const visitorId = task.assigneeId ?? (await findUserId(db, HOME.coordinator));
  const [visit] = await db
    .insert(visits)
    .values({
      id: newId(),
      taskId: task.id,
      ...place,
      visitorId,
      visitorKind: 'coordinator',
      visitedAt: PRESENT,
      submittedAt: PRESENT,
      latitude: 42.7,
      longitude: 129.4,
      accuracyMetres: 20,
      outcomeCode: 'A6',
      note: '房屋进水，已联系乡镇。',
      ...columns,
    })
    .returning();
  return visit!;
}

/** A try at which nobody was met. */
export async function makeAttempt(
  db: Database,
  given: Given<typeof visitAttempts> & { task: Awaited<ReturnType<typeof makeTask>> },
) {
  const { task, ...columns } = given;
  const place = { householdId: task.householdId, countyCode: task.countyCode, areaCode: task.areaCode };
  const visitorId = task.assigneeId ?? (await findUserId(db, HOME.coordinator));
  const said = { attemptedAt: PRESENT, receivedAt: PRESENT, why: 'not-home' };
  await db.insert(visitAttempts).values({ id: newId(), taskId: task.id, visitorId, ...place, ...said, ...columns });
}

/** A visit as a phone sends it. */
export function visitOf(taskId: string, given: Partial<VisitInput> = {}): VisitInput {
  const place = { latitude: 42.7, longitude: 129.4, accuracyMetres: 10 };
  const said = { outcomeCode: 'A6', cause: 'disaster', note: '房屋进水', assistanceNote: null, answers: {} };
  return { taskId, visitedAt: PRESENT.toISOString(), place, noPlaceReason: null, ...said, ...given };
}

/** A message to Zhixin's coordinator that tells of a task. */
export async function makeMessage(
  db: Database,
  given: Given<typeof messages> & { task: Awaited<ReturnType<typeof makeTask>> },
) {
  const { task, ...columns } = given;
  const userId = columns.userId ?? (await findUserId(db, HOME.coordinator));
  const place = { countyCode: HOME.county, areaCode: HOME.village };
  const of = { id: newId(PRESENT), userId, kind: 'now', isUrgent: true, state: 'sent', channel: 'sms', tries: 1 };
  const times = { madeAt: PRESENT, dueAt: PRESENT, nextAt: PRESENT, sentAt: PRESENT };
  const [message] = await db
    .insert(messages)
    .values({ ...of, ...place, ...times, ...columns })
    .returning();
  const event = { key: `given:${newId()}`, kind: 'given', isUrgent: true, at: PRESENT, messageId: message!.id };
  const about = { taskId: task.id, countyCode: task.countyCode, areaCode: task.areaCode };
  await db.insert(messageEvents).values({ ...event, ...about, userId });
  return message!;
}

/** What a warning turned out to be. */
export async function makeOutcome(
  db: Database,
  task: Awaited<ReturnType<typeof makeTask>>,
  given: Given<typeof outcomes> = {},
) {
  const of = { alertId: task.alert.id, taskId: task.id, ruleId: task.alert.ruleId, countyCode: task.countyCode };
  const [row] = await db
    .insert(outcomes)
    .values({ ...of, areaCode: task.areaCode, outcomeCode: 'A6', isConfirmed: true, closedAt: PRESENT, ...given })
    .returning();
  return row!;
}

/** A question to the police about the row behind a task's alert. */
export async function makeTicket(
  db: Database,
  given: Given<typeof tickets> & { task?: Awaited<ReturnType<typeof makeTask>> } = {},
) {
  const { task = await makeTask(db, { state: 'closed' }), ...columns } = given;
  const { id: batchId, department, dataset } = task.household.batch;
  const row = { department: department!, dataset, batchId, line: 2, alertId: task.alert.id, taskId: task.id };
  const place = { countyCode: task.countyCode, areaCode: task.areaCode };
  const state = { outcomeCode: 'C1', state: 'open', openedAt: PRESENT, dueAt: later(14 * 24) };
  const [ticket] = await db
    .insert(tickets)
    .values({ id: newId(), ...row, ...place, ...state, ...columns })
    .returning();
  return ticket!;
}

/** A lead: somebody called. */
export async function makeLead(db: Database, given: Given<typeof leads> = {}) {
  const place = { countyCode: HOME.county, areaCode: HOME.village };
  const [row] = await db
    .insert(leads)
    .values({ id: newId(), channel: '12345', receivedAt: PRESENT, ...place, summary: '邻居来电', ...given })
    .returning();
  return row!;
}

/** The social-work station of Zhixin, with somebody in it. */
export async function makeStation(db: Database, given: Given<typeof stations> = {}) {
  const place = { countyCode: HOME.county, areaCode: HOME.township, address: '智新镇政府院内', openedOn: '2024-03-01' };
  const base = { id: newId(), kind: 'station', name: '智新社工站', ...place, changedAt: PRESENT };
  const [row] = await db
    .insert(stations)
    .values({ ...base, ...given })
    .returning();
  const person = { id: newId(), stationId: row!.id, name: '社工甲', kind: 'social-worker', fromOn: '2024-03-01' };
  await db.insert(stationPeople).values(person);
  return row!;
}

/** Another coordinator for villages of Zhixin, beside the cast's; with the password of the cast. */
export async function makeCoordinator(
  db: Database,
  username: string,
  given: Partial<Pick<typeof users.$inferInsert, 'name' | 'capacity' | 'isActive'>> & { villages?: string[] } = {},
) {
  const { villages = [HOME.village], ...columns } = given;
  const [like] = await db.select().from(users).where(eq(users.username, HOME.coordinator));
  const [row] = await db
    .insert(users)
    .values({ ...like!, id: newId(), username, name: username, ...columns })
    .returning();
  await db.insert(userAreas).values(villages.map((areaCode) => ({ userId: row!.id, areaCode, fromOn: '2020-01-01' })));
  return row!;
}

/** Days away, of the cast's coordinator in Zhixin unless `user` says otherwise; usernames. */
export async function makeAbsence(
  db: Database,
  given: Given<typeof absences> & { user?: string; cover?: string | null } = {},
) {
  const { user = HOME.coordinator, cover = null, ...columns } = given;
  const userId = await findUserId(db, user);
  const coverId = cover === null ? null : await findUserId(db, cover);
  const base = { id: newId(), fromOn: daysAgo(0), untilOn: daysAgo(-7), reason: '住院手术', madeAt: PRESENT };
  const [row] = await db
    .insert(absences)
    .values({ ...base, userId, coverId, madeBy: userId, ...columns })
    .returning();
  return row!;
}

/** A phone of the cast's coordinator in Zhixin, whose secret is `secret`. */
export async function makePhone(db: Database, given: Given<typeof phones> & { user?: string; secret?: string } = {}) {
  const { user = HOME.coordinator, secret = 's'.repeat(43), ...columns } = given;
  const secretHash = createHash('sha256').update(secret).digest('hex');
  const base = { id: newId(), firstSeenAt: PRESENT, seenAt: PRESENT, syncedAt: PRESENT, appVersion: 'now' };
  const [row] = await db
    .insert(phones)
    .values({ ...base, userId: await findUserId(db, user), secretHash, ...columns })
    .returning();
  return { ...row!, secret };
}

/** The id of a member of the cast. */
export async function findUserId(db: Database, username: string): Promise<string> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (!row) throw new Error(`Nobody is called ${username}.`);
  return row.id;
}

/** How many rows a table shows to this role. */
export async function countRows(db: Database, table: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`select count(*)::int as count from ${sql.identifier(table)}`);
  return row?.count ?? 0;
}

/** A day relative to the tests' present. */
export const daysAgo = (days: number) => addDays(dayOf(PRESENT), -days);
