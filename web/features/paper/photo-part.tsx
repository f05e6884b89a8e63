// The photos of a sheet in the clerk's form: chosen, looked at, taken off again before they are sent.
import { useWords } from '../../ui/language.tsx';
import type { usePhotos } from './use-photos.ts';
import { paperWords } from './words.ts';

export function PhotoPart({ photos, isBusy, fault, add, remove }: ReturnType<typeof usePhotos>) {
  const { photo: words } = useWords(paperWords);
  return (
    <fieldset>
      <legend>{words.title}</legend>
      <p className="faint">{words.hint}</p>
      <label className={isBusy ? 'button entry-file is-busy' : 'button entry-file'}>
        {isBusy ? words.making : words.add}
        <input
          className="visually-hidden"
          type="file"
          accept="image/*"
          multiple
          disabled={isBusy}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = ''; // the same file may be chosen again
            if (files.length > 0) void add(files);
          }}
        />
      </label>
      {fault && (
        <p className="late" role="alert">
          {words.faults[fault]}
        </p>
      )}
      {photos.length > 0 && (
        <ol className="entry-photos" aria-label={words.title}>
          {photos.map((one, at) => (
            <li key={one.declared.id}>
              <img src={one.address} alt={one.name} width={one.declared.width} height={one.declared.height} />
              <button
                type="button"
                className="link-button"
                aria-label={words.removeNumber(at + 1)}
                onClick={() => remove(one)}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ol>
      )}
    </fieldset>
  );
}
