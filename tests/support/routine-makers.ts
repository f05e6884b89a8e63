// Rows of visits by the calendar with valid defaults; a test states only what it is about.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { userAreas, users } from '../../db/schema/access.ts';
import { careAgreements, routineMembers, routineRounds, routineStarts } from '../../db/schema/routine.ts';
import { tasks } from '../../db/schema/tasks.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { newId } from '../../server/kernel/id.ts';
import { HOME, PRESENT } from './cast.ts';
import { findUserId, makeHousehold } from './makers.ts';

type Given<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>;
type Household = Awaited<ReturnType<typeof makeHousehold>>;
const placeOf = ({ countyCode, areaCode }: Household) => ({ countyCode, areaCode });

/** Zhixin's scattered tekun persons are visited by the calendar. */
export async function makeStart(db: Database, given: Given<typeof routineStarts> = {}) {
  const place = { countyCode: HOME.county, areaCode: HOME.township };
  const base = { id: newId(), groupId: 'scattered-tekun', startedAt: PRESENT };
  return (
    await db
      .insert(routineStarts)
      .values({ ...base, ...place, ...given })
      .returning()
  )[0]!;
}

/** A household that an officer put into a group. */
export async function makeMember(db: Database, given: Given<typeof routineMembers> & { household?: Household } = {}) {
  const { household = await makeHousehold(db), ...columns } = given;
  const base = {
    id: newId(),
    groupId: 'scattered-tekun',
    risk: 'medium',
    origin: 'hand',
    since: '2026-10-01',
    why: '独自在家',
  };
  const of = { householdId: household.id, ...placeOf(household), madeAt: PRESENT, changedAt: PRESENT };
  const [row] = await db
    .insert(routineMembers)
    .values({ ...base, ...of, ...columns })
    .returning();
  return { ...row!, household };
}

/** A visit by the calendar in somebody's hands, due on `dueOn`. */
export async function makeRound(
  db: Database,
  given: Given<typeof tasks> & { household?: Household; assignee?: string; dueOn?: string; groups?: string[] } = {},
) {
  const {
    household = await makeHousehold(db),
    assignee = HOME.coordinator,
    dueOn = '2026-10-20',
    groups = ['scattered-tekun'],
    ...columns
  } = given;
  const due = instantAt(dueOn, '17:30');
  const of = {
    subjectKind: 'household',
    subjectId: household.id,
    householdId: household.id,
    originKind: 'schedule',
    originId: newId(),
  };
  const times = { openedAt: PRESENT, dispatchDueAt: due, visitDueAt: due, confirmDueAt: due, stateAt: PRESENT };
  const [task] = await db
    .insert(tasks)
    .values({
      id: newId(),
      kind: 'routine',
      ...of,
      ...placeOf(household),
      severity: 'yellow',
      state: 'assigned',
      ...times,
      assigneeId: await findUserId(db, assignee),
      ...columns,
    })
    .returning();
  const round = { taskId: task!.id, householdId: household.id, ...placeOf(household), groups, risk: 'medium', dueOn };
  await db.insert(routineRounds).values({ ...round, visitors: ['coordinator', 'volunteer'] });
  return { ...task!, household };
}

/** An agreement of care that runs. */
export async function makeAgreement(
  db: Database,
  given: Given<typeof careAgreements> & { household?: Household } = {},
) {
  const { household = await makeHousehold(db), ...columns } = given;
  const said = { carer: '朴英姬', relation: 'neighbour', terms: '每天送一餐，每周洗衣一次。' };
  const days = { signedOn: '2026-01-01', from: '2026-01-01', until: '2026-12-31' };
  const made = { madeBy: await findUserId(db, HOME.officer), madeAt: PRESENT };
  const [row] = await db
    .insert(careAgreements)
    .values({ id: newId(), householdId: household.id, ...placeOf(household), ...said, ...days, ...made, ...columns })
    .returning();
  return { ...row!, household };
}

/** A volunteer who can sign in as the cast does, of the village unless `villages` says otherwise. */
export async function makeVolunteer(db: Database, username: string, villages: string[] = [HOME.village]) {
  const [like] = await db.select().from(users).where(sql`username = ${HOME.coordinator}`);
  const [row] = await db
    .insert(users)
    .values({ ...like!, id: newId(), username, name: `志愿者${username}`, visitorKind: 'volunteer' })
    .returning();
  await db.insert(userAreas).values(villages.map((areaCode) => ({ userId: row!.id, areaCode, fromOn: '2020-01-01' })));
  return row!;
}
