// What a sweep would ask of each village, against the room there is; the fullest first.
import type { SweepPreview } from '../../../server/flow/tasks/campaigns/model.ts';
import { useWords } from '../../ui/language.tsx';
import { campaignWords } from './words.ts';

const SHOWN = 6;

export function SweepVillages({ preview }: { preview: SweepPreview }) {
  const { form } = useWords(campaignWords);
  const rest = preview.villages.length - SHOWN;
  return (
    <>
      <p className="strong">{form.picked(preview.picked, preview.population)}</p>
      {preview.isTooLarge && <p className="late">{form.tooLarge}</p>}
      {preview.picked === 0 && <p>{form.nobody}</p>}
      {preview.villages.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{form.village}</th>
              <th scope="col" className="number">
                {form.households}
              </th>
              <th scope="col" className="number">
                {form.room}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.villages.slice(0, SHOWN).map((village) => (
              <tr key={village.code}>
                <td>{village.name}</td>
                <td className="number">{village.picked}</td>
                <td className={village.isOver ? 'number late' : 'number'}>
                  {village.room === null ? form.noOne : village.isOver ? `${village.room} ${form.over}` : village.room}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rest > 0 && <p className="faint">{form.more(rest)}</p>}
    </>
  );
}
