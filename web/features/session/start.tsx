// The plain start page of roles whose work has no pages yet.
import { useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { sessionWords } from './words.ts';
import './session.css';

export function Start() {
  const me = useMe();
  const words = useWords(sessionWords);
  const { roles } = useWords(roleWords);
  const acts = me.actions.map((action) => words.acts[action]).filter((text) => text !== undefined);
  return (
    <main className="start" id="content">
      <h1>
        {roles[me.role]}　{me.name}
      </h1>
      <p className="faint">{me.body?.name ?? me.department}</p>
      <h2>{words.youCan}</h2>
      <ul>
        {acts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p>{words.noPages}</p>
      <p>
        <a className="button" href="/api/docs">
          {words.docs}
        </a>
      </p>
    </main>
  );
}
