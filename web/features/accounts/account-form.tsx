// The form of an account, new or changed: what a role has no use for is not asked. Faults stand under their fields, as the server says them.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PasswordMade, Workplaces } from '../../../server/access/accounts/model.ts';
import { type AccountRow, ROUTINE_ONLY } from '../../../server/access/model.ts';
import { ApiError } from '../../api/problem.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Field } from '../../ui/field.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { BodyChoice } from './body-choice.tsx';
import { changeAccount, LEVELS, makeAccount, ROLES, VISITOR_KINDS } from './queries.ts';
import { draftOf, withRole } from './state.ts';
import { VillageChoice } from './village-choice.tsx';
import { accountWords } from './words.ts';

interface AccountFormProps {
  /** Null: a new one. */
  account: AccountRow | null;
  isOwn: boolean;
  workplaces: Workplaces;
  onMade: (made: PasswordMade) => void;
  onClose: () => void;
}

export function AccountForm({ account, isOwn, workplaces, onMade, onClose }: AccountFormProps) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const common = useWords(ui);
  const { form, notDone } = useWords(accountWords);
  const { roles, visitorKinds, routineOnly } = useWords(roleWords);
  const problemText = useProblemText();
  const say = useToast();
  const [draft, setDraft] = useState(() => draftOf(account));
  const [username, setUsername] = useState('');
  const level = LEVELS[draft.role];
  const isCoordinator = draft.role === 'village-coordinator';
  const saving = useMutation({
    mutationFn: async () => {
      if (!account) return onMade(await makeAccount({ ...draft, username: username.trim() }));
      await changeAccount({ id: account.id, version: account.version, to: draft });
      say(form.made(draft.name));
      onClose();
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
  const faults = saving.error instanceof ApiError ? saving.error.errors : [];
  const faultOf = (pointer: string) =>
    faults.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  const field = (pointer: string, name: string, control: ReactNode, hint?: string) => (
    <Field name={name} hint={hint} faults={faultOf(pointer).map(({ detail }) => detail)}>
      {control}
    </Field>
  );
  return (
    <>
      <div className="panel-head">
        <h2>{account ? form.change(account.name) : form.make}</h2>
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
      <form
        className="panel-part form-rows"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        {!account &&
          field(
            '/username',
            form.username,
            <input
              className="field"
              required
              maxLength={40}
              autoCapitalize="none"
              spellCheck={false}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />,
            form.usernameHint,
          )}
        {field(
          '/name',
          form.name,
          <input
            className="field"
            required
            maxLength={40}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />,
        )}
        {field(
          '/role',
          form.role,
          <select
            className="field"
            disabled={isOwn}
            value={draft.role}
            onChange={(event) => setDraft(withRole(draft, event.target.value as typeof draft.role))}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roles[role]}
              </option>
            ))}
          </select>,
        )}
        {level && (
          <BodyChoice
            key={level}
            level={level}
            workplaces={workplaces}
            value={draft.bodyKey}
            faults={faultOf('/bodyKey').map(({ detail }) => detail)}
            onChange={(bodyKey) => setDraft({ ...draft, bodyKey })}
          />
        )}
        {draft.role === 'department-liaison' &&
          field(
            '/department',
            form.department,
            <select
              className="field"
              value={draft.department ?? ''}
              onChange={(event) => setDraft({ ...draft, department: event.target.value || null })}
            >
              <option value="">{form.pick}</option>
              {workplaces.departments.map(({ code, names }) => (
                <option key={code} value={code}>
                  {names[language]}
                </option>
              ))}
            </select>,
          )}
        {isCoordinator && (
          <>
            <div className="form-pair">
              {field(
                '/visitorKind',
                form.visitorKind,
                <select
                  className="field"
                  value={draft.visitorKind ?? ''}
                  onChange={(event) =>
                    setDraft({ ...draft, visitorKind: event.target.value as typeof draft.visitorKind })
                  }
                >
                  {VISITOR_KINDS.map((kind) => (
                    <option key={kind} value={kind}>
                      {visitorKinds[kind]}
                    </option>
                  ))}
                </select>,
              )}
              {field(
                '/capacity',
                form.capacity,
                <input
                  className="field"
                  type="number"
                  min={1}
                  max={200}
                  required
                  value={draft.capacity}
                  onChange={(event) => setDraft({ ...draft, capacity: Number(event.target.value) })}
                />,
              )}
            </div>
            {ROUTINE_ONLY.includes(draft.visitorKind ?? '') && <p className="form-hint">{routineOnly}</p>}
            <VillageChoice
              known={account?.villages ?? []}
              value={draft.villages}
              faults={faultOf('/villages').map(({ detail }) => detail)}
              onChange={(villages) => setDraft({ ...draft, villages })}
            />
          </>
        )}
        {saving.isError && (
          <p className="note-line is-urgent" role="alert">
            <b>{notDone}</b> {problemText(saving.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <ActButton type="submit" className="button button-primary" disabled={saving.isPending}>
            {saving.isPending ? form.saving : account ? form.save : form.create}
          </ActButton>
        </div>
      </form>
    </>
  );
}
