// Visits by the calendar in a rehearsal: they have begun in the cast's townships; staff walk most of them, miss some, and one volunteer
// goes where they are named.
import { sql } from 'drizzle-orm';
import type { Answers, Form, Question, Value } from '../flow/visits/forms/model.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import type { Service } from '../service.ts';
import type { Act } from './act.ts';
import type { Hands } from './hands.ts';
import { hashOf } from './hands-plan.ts';
import { readStaff } from './hands-read.ts';
import { mix, mixShare } from './province/draw.ts';

const TOWNSHIPS = ['222405105', '220102001', '222403100'];
const GROUPS = ['scattered-tekun', 'oldest', 'severe-disability'];
/** The volunteer of the cast, and how many households they are named for. */
const VOLUNTEER = 'longjing-zhixin-volunteer';
const NAMED = 3;
/** So many in a hundred are missed, others late; of those met nearly all are well. */
const MISSED = 0.08;
const LATE = 0.18;
const LATE_DAYS = 9;
const WELL = 0.9;
const NOTES = {
  F1: '人在家，精神还好，米面油都有。',
  F2: '药快吃完了，走不动，想有人帮着取。',
  F3: '敲门没人应，邻居说去女儿家了。',
};

/** Begins the groups in the cast's townships, signs an agreement or two; what has begun is left as it is. */
export async function beginRounds(service: Service, { office }: Hands, now: Date): Promise<void> {
  const staff = await readStaff(service.flow);
  const begun = await service.flow.execute<{ key: string }>(
    sql`select group_id || ' ' || area_code as key from routine_starts where ended_at is null`,
  );
  const running = new Set(begun.map((row) => row.key));
  for (const area of TOWNSHIPS)
    for (const groupId of GROUPS) {
      const user = staff.dispatcherOf(area);
      if (!user || running.has(`${groupId} ${area}`)) continue;
      const act: Act = { user, method: 'POST', url: '/api/routine/starts', body: { groupId, area }, now };
      await office.together((tx) => office.perform(tx, act));
    }
}

/** Names the volunteer for a few households of Zhixin, and enters the agreements of two; run again, it adds nothing. */
async function nameCarers(service: Service, { office }: Hands, now: Date): Promise<void> {
  const staff = await readStaff(service.flow);
  const [area] = TOWNSHIPS as [string];
  const user = staff.officerOf(area);
  const volunteer = [...staff.byId.values()].find((one) => one.username === VOLUNTEER);
  const [done] = await service.flow.execute(sql`select 1 from routine_members where carer_id is not null limit 1`);
  if (!user || !volunteer || done) return;
  const members = await service.flow.execute<{ id: string; number: string }>(sql`
    select m.id, h.registry_number as number from routine_members m join households h on h.id = m.household_id
    where m.area_code ^@ ${area} and m.group_id = 'scattered-tekun' and m.until_on is null order by h.registry_number limit ${NAMED}`);
  const today = dayOf(now);
  await office.together(async (tx) => {
    for (const [index, { id, number }] of members.entries()) {
      const named = { user, now, params: { id }, body: { carerId: volunteer.id } };
      await office.perform(tx, { ...named, method: 'PUT', url: '/api/routine/members/:id' });
      if (index === 0) continue;
      const said = { carer: index === 1 ? '朴英姬' : '崔东日', relation: index === 1 ? 'neighbour' : 'village' };
      const days = {
        signedOn: addDays(today, -300),
        from: addDays(today, -300),
        until: addDays(today, index === 1 ? 65 : 240),
      };
      const body = { household: number, ...said, terms: '每天送一餐，每周洗衣、打扫一次，有病陪着去卫生院。', ...days };
      await office.perform(tx, { user, now, method: 'POST', url: '/api/routine/agreements', body });
    }
  });
}

interface Round extends Record<string, unknown> {
  id: string;
  household: string;
  assignee: string;
  dueOn: string;
  opened: string;
}

/** Makes the visits whose time has come by then; the same are missed at every start. Returns how many were made. */
export async function walkRounds(service: Service, hands: Hands, until: Date): Promise<number> {
  await nameCarers(service, hands, until);
  const { office, seed } = hands;
  const staff = await readStaff(service.flow);
  const open = await service.flow.execute<Round>(sql`
    select t.id, h.registry_number as household, t.assignee_id as assignee, r.due_on::text as "dueOn", t.opened_at as opened
    from tasks t join routine_rounds r on r.task_id = t.id join households h on h.id = t.household_id
    where t.kind = 'routine' and t.state in ('assigned', 'accepted') and t.assignee_id is not null order by r.due_on, h.registry_number`);
  const well = answersOfWell(service.catalogue.forms);
  let made = 0;
  for (const { id, household, assignee, dueOn, opened } of open) {
    const user = staff.byId.get(assignee);
    const key = mix(hashOf(household), hashOf(dueOn));
    const share = (of: number) => mixShare(seed, key, of);
    const day = addDays(dueOn, share(2) < LATE ? LATE_DAYS : -Math.floor(share(1) * 4));
    const at = new Date(Math.max(instantAt(day, '10:20').getTime(), new Date(opened).getTime() + 3600_000));
    if (!user || share(2) < MISSED || at > until) continue;
    const outcomeCode = share(3) < WELL ? 'F1' : share(4) < 0.5 ? 'F2' : 'F3';
    const body = {
      ...{ taskId: id, visitedAt: at.toISOString(), place: null, noPlaceReason: '手机没有定上位' },
      ...{
        outcomeCode,
        cause: null,
        note: NOTES[outcomeCode],
        assistanceNote: null,
        answers: outcomeCode === 'F1' ? well : {},
      },
    };
    const act: Act = { user, method: 'PUT', url: '/api/visits/:id', params: { id: newId(at) }, body, now: at };
    await office
      .together((tx) => office.perform(tx, act))
      .catch((refused: unknown) => {
        if (!(refused instanceof Problem)) throw refused;
      });
    made++;
  }
  return made;
}

/** What is answered where all is well: what the form takes for it, so that the next visit can open with “all as last time?”. */
function answersOfWell(forms: readonly Form[]): Answers {
  const form = forms.find(({ kinds }) => kinds.includes('routine'));
  if (!form?.as_last) return {};
  const good = new Map(form.as_last.when.map((clause) => [clause.question, clause.in?.[0]]));
  const answerTo = (question: Question): Value => {
    const said = good.get(question.id) ?? ('options' in question ? 'none' : true);
    return question.kind === 'many' ? [String(said)] : said;
  };
  const questions = form.sections.flatMap((section) => section.questions);
  const values = Object.fromEntries(questions.map((question) => [question.id, answerTo(question)]));
  return { form: form.id, version: form.version, values, known: {} };
}
