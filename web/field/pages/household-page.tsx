// One household before the door: why, who, how to reach them; below, the two buttons that matter.
import { serviceNow } from '../../api/now.ts';
import { startDraft } from '../../offline/draft.ts';
import type { Shown } from '../../offline/holdings.ts';
import { isToAccept, isToVisit } from '../../offline/list.ts';
import { addMove, saveDraft } from '../../offline/phone.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { goTo, Link, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { lazyPage } from '../lazy-page.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { Household } from './household.tsx';
import { listWords } from './list-words.ts';

const Attempts = lazyPage(() => import('./attempts.tsx').then((file) => file.Attempts));

export function HouseholdPage({ id }: { id: string }) {
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const now = useNow();
  const say = useToast();
  const { shown: all, phone, change, sync } = usePhone();
  const shown = all.find(({ task }) => task.id === id);
  if (!shown)
    return (
      <Frame title={words.detail} backTo={pathOf()}>
        <Empty>
          <p className="strong">{words.absent}</p>
          <Link className="button field-button" to={pathOf()}>
            {words.toList}
          </Link>
        </Empty>
      </Frame>
    );
  const { task, draft, unsent, state } = shown;
  const head = task.head ?? common.someone;
  const canVisit = isToVisit(shown) || draft !== undefined;
  const callable = task.members.find((member) => member.phone)?.phone;

  const arrive = async () => {
    const going = draft ?? startDraft(id, head, serviceNow());
    if (!draft && !(await change((before) => saveDraft(before, going)))) return say(words.full);
    goTo(pathOf('visit', id));
  };
  const accept = async () => {
    const move = { kind: 'accept' as const, taskId: id, household: head, body: {} };
    if (!(await change((before) => addMove(before, move, serviceNow())))) return say(words.full);
    sync();
  };
  return (
    <Frame
      title={words.homeOf(head)}
      backTo={pathOf()}
      end={task.place.split(' ').pop()}
      footer={
        (canVisit || callable || unsent) && (
          <>
            {callable && (
              <a className="button" href={`tel:${callable}`}>
                {words.callUp}
              </a>
            )}
            {canVisit && (
              <button type="button" className="button button-primary" onClick={() => void arrive()}>
                {draft ? words.resume : words.arrived}
              </button>
            )}
            {!canVisit && unsent && (
              <Link className="button button-primary" to={pathOf('outbox')}>
                {words.seeOutbox}
              </Link>
            )}
          </>
        )
      }
    >
      {shown.isGone && (
        <p className="field-banner is-offline" role="status">
          {words.gone}
        </p>
      )}
      {isToAccept(shown) && (
        <div className="field-section accept">
          <button type="button" className="button field-button" onClick={() => void accept()}>
            {words.accept}
          </button>
        </div>
      )}
      {state === 'accepted' && !shown.isGone && !draft && (
        <p className="field-banner" role="status">
          ✓ {task.state === 'accepted' ? words.accepted : words.acceptedHere}
        </p>
      )}
      <Household shown={shown} outcomes={phone.words.outcomes} now={now} />
      <AlsoHere shown={shown} all={all} />
      <Attempts shown={shown} />
      {isToVisit(shown) && !draft && (
        <p className="field-hint">
          <Link className="quiet-link" to={pathOf('h', id, 'back')}>
            {words.handBack}
          </Link>
        </p>
      )}
    </Frame>
  );
}

/** What else is to be done at the same door. */
function AlsoHere({ shown, all }: { shown: Shown; all: readonly Shown[] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(listWords);
  const key = shown.task.householdKey;
  const others = all.filter(({ task }) => key && task.householdKey === key && task.id !== shown.task.id);
  if (others.length === 0) return null;
  return (
    <section className="field-section">
      <h2>{words.alsoHere}</h2>
      {others.map(({ task, state }) => (
        <Link key={task.id} className="phone-link" to={pathOf('h', task.id)}>
          {task.reasons[0]?.names[language] ?? common.taskKinds[task.kind]}
          {words.comma}
          {common.taskStates[state]}
        </Link>
      ))}
    </section>
  );
}
