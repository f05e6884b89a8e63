// On the list: the way to a household of one's own, and those half written.
import { serviceNow } from '../../api/now.ts';
import { leadDraftsOf, startLead } from '../../offline/lead-drafts.ts';
import { saveDraft } from '../../offline/phone.ts';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { goTo, Link, pathOf } from '../address.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';
import { leadWords } from './lead-words.ts';

export function LeadStarts() {
  const words = useWords(leadWords);
  const field = useWords(fieldWords);
  const say = useToast();
  const { phone, change } = usePhone();
  const areas = phone.profile.areas ?? [];
  const drafts = leadDraftsOf(phone);
  const start = async () => {
    const blank = drafts.find((one) => one.lead?.head === '');
    const draft = blank ?? startLead(areas.length === 1 ? (areas[0]?.code ?? '') : '', serviceNow());
    if (!blank && !(await change((before) => saveDraft(before, draft)))) return say(field.full);
    goTo(pathOf('lead', draft.taskId));
  };
  const named = drafts.filter((one) => one.lead?.head !== '');
  if (areas.length === 0 && named.length === 0) return null;
  return (
    <>
      {named.length > 0 && (
        <ul aria-label={words.started}>
          {named.map((draft) => (
            <li key={draft.taskId}>
              <Link className="household-card" to={pathOf('lead', draft.taskId)}>
                <span className="household-name">
                  <b>{field.homeOf(draft.lead?.head || words.unnamed)}</b>
                </span>
                <span className="household-line draft-line">{words.started}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {areas.length > 0 && (
        <p className="field-hint">
          <button type="button" className="link-button quiet-link" onClick={() => void start()}>
            {words.start}
          </button>
        </p>
      )}
    </>
  );
}
