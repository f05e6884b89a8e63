// The coordinator's scenes on the phone, in its type.
import { useMe } from '../../api/session.ts';
import { SceneList } from '../../features/training/scene-list.tsx';
import { trainingWords } from '../../features/training/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useAddress } from '../desk/use-address.ts';
import { Frame } from './frame.tsx';

export default function FieldTrainingPage() {
  const me = useMe();
  const words = useWords(trainingWords);
  const { search, change } = useAddress();
  return (
    <Frame title={words.link} backTo="/field">
      {me.isRehearsal ? (
        <SceneList scene={search.get('scene')} onScene={(scene) => change({ scene }, { replace: true })} />
      ) : (
        <Empty>
          <p className="strong">{words.notHere}</p>
          <p>{words.notHereHint}</p>
        </Empty>
      )}
    </Frame>
  );
}
