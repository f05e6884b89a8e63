// Clashes and choices over the model of a server: of two visits to one task that say another outcome, and phones that choose.
import type { ChangeAnswer } from '../../server/field/model.ts';
import { type Choices, chooseBetween, clashesOf } from '../../web/offline/clashes.ts';
import { startDraft } from '../../web/offline/draft.ts';
import { isToVisit } from '../../web/offline/list.ts';
import { finishVisit, showAll } from '../../web/offline/phone.ts';
import { ModelDesk } from './model-desk.ts';
import { type Desk, SimPhone } from './phones.ts';

type Changes = Parameters<Desk['send']>[1];
type Clashes = NonNullable<ChangeAnswer['clashes']>;

/** A desk that finds where visits differ. What it told of a visit it tells again, less what was chosen. */
export class ClashDesk extends ModelDesk {
  /** The outcome of each visit that came. */
  readonly outcomes = new Map<string, string>();
  readonly clashes = new Map<string, Clashes>();
  /** By visit: each choice that was written, in order; more than one is a fault. */
  readonly choices = new Map<string, Choices[]>();
  readonly #done = new Map<string, ChangeAnswer>();

  override async send(holder: string, changes: Changes) {
    const items: ChangeAnswer[] = [];
    let now = '';
    for (const change of changes) {
      if (change.kind === 'choose') {
        items.push(this.#choose(change));
        continue;
      }
      const answer = await super.send(holder, [change]);
      now = answer.now;
      items.push(change.kind === 'visit' ? this.#compare(change, answer.items[0]!) : answer.items[0]!);
    }
    return { now, items };
  }

  #compare({ id, taskId, body }: Changes[number], answer: ChangeAnswer): ChangeAnswer {
    const mine = (body as { outcomeCode: string }).outcomeCode;
    if (!answer.again) {
      this.outcomes.set(id, mine);
      const other = [...this.visits].filter(([visit, task]) => task === taskId && visit !== id).pop();
      const theirs = other && this.outcomes.get(other[0]);
      const isOver = answer.task && ['closed', 'cancelled'].includes(answer.task.state);
      if (answer.outcome === 'kept' && theirs !== undefined && theirs !== mine && !isOver)
        this.clashes.set(id, [
          {
            ...{ field: 'outcomeCode', label: { zh: '情况', en: 'Finding' }, mine, theirs, base: null },
            ...{ theirsSource: { zh: '别人', en: 'another' }, theirsAt: '2026-10-15T01:00:00Z' },
          },
        ]);
    }
    const waiting = this.choices.has(id) ? [] : (this.clashes.get(id) ?? []);
    return waiting.length > 0 ? { ...answer, clashes: waiting } : answer;
  }

  #choose({ id, body }: Changes[number]): ChangeAnswer {
    const known = this.#done.get(id);
    if (known) return { ...known, again: true };
    const { visitId, choices } = body as { visitId: string; choices: Choices };
    this.choices.set(visitId, [...(this.choices.get(visitId) ?? []), choices]);
    const told = { keptBecause: null, code: null, detail: null, errors: [], task: null };
    const answer: ChangeAnswer = { id, outcome: 'applied', again: false, ...told };
    this.#done.set(id, answer);
    return answer;
  }
}

/** A phone whose visits say one of two things, and whose holder chooses when asked. */
export class ChoosingPhone extends SimPhone {
  /** Every visit between which and another something was chosen here. */
  readonly chosen = new Map<string, Choices>();

  visit(choice: number, outcomeCode: string): void {
    const open = showAll(this.phone).filter(isToVisit);
    const task = open[choice % Math.max(1, open.length)]?.task;
    if (!task) return;
    const said = { outcomeCode, cause: null, note: '门口看到的', noPlaceReason: '没有信号' };
    const draft = { ...startDraft(task.id, '某', new Date(task.openedAt)), ...said };
    this.finished.push(draft.id);
    this.change((phone) => finishVisit(phone, draft, new Date(task.openedAt)));
  }

  choose(side: 'mine' | 'theirs'): void {
    const entry = this.phone.outbox.find((one) => clashesOf(one).length > 0);
    if (!entry) return;
    const choices = Object.fromEntries(clashesOf(entry).map(({ field }) => [field, side]));
    this.chosen.set(entry.id, choices);
    this.change((phone) => chooseBetween(phone, entry.id, choices, new Date(entry.madeAt)));
  }
}
