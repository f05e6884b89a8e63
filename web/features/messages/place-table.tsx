// Where people are told and where they cannot be: counties for the province, townships for a county.
import type { MessagesView } from '../../../server/messages/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { messageWords } from './words.ts';

export function PlaceTable({ places }: { places: MessagesView['places'] }) {
  const words = useWords(messageWords);
  const { columns } = words;
  return (
    <section className="message-part">
      <h2>{words.places}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{columns.place}</th>
            {[columns.all, columns.delivered, columns.failed, columns.people, columns.unreachable].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place.code}>
              <td>{place.name}</td>
              <td className="number">{formatCount(place.messages)}</td>
              <td className="number">{formatCount(place.delivered)}</td>
              <td className={place.failed > 0 ? 'number late' : 'number'}>{formatCount(place.failed)}</td>
              <td className="number">{formatCount(place.people)}</td>
              <td className={place.unreachable > 0 ? 'number strong' : 'number'}>{formatCount(place.unreachable)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
