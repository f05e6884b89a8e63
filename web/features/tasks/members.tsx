// Who lives there, as far as the registry knows; numbers come masked from the server.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { taskWords } from './words.ts';

export function Members({ members, address }: Pick<TaskDetail, 'members' | 'address'>) {
  const words = useWords(taskWords);
  return (
    <div className="panel-section">
      {members.length === 0 && <p className="faint">{words.noMembers}</p>}
      <ul>
        {members.map((member, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two members may share name and relation; the list is never reordered
          <li key={index} className="member">
            <p>
              <b>{member.name}</b> <span className="faint">{member.relation}</span>
              <span className="member-age">
                {member.isLiving ? (
                  member.age !== null && words.age(member.age)
                ) : (
                  <span className="strong">{words.dead}</span>
                )}
              </span>
            </p>
            <p className="faint member-numbers">
              {member.idMasked}
              {member.phone && `　${words.phone} ${member.phone}`}
            </p>
          </li>
        ))}
      </ul>
      {address && (
        <p className="member-address">
          <span className="faint">{words.address}　</span>
          {address}
        </p>
      )}
    </div>
  );
}
