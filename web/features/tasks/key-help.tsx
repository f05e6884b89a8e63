// The table of keys behind `?`.
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { taskWords } from './words.ts';

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const common = useWords(ui);
  const { help } = useWords(taskWords);
  return (
    <Dialog title={help.title} onClose={onClose}>
      <table className="key-table">
        <tbody>
          {help.rows.map(([key, text]) => (
            <tr key={key}>
              <td>
                <span className="key">{key}</span>
              </td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint">{help.off}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}
