// How far a visit's photos and signatures have come; what could not be sent, and once more.
import { attachmentsOf } from '../offline/attachments.ts';
import { retryAttachments } from '../offline/phone.ts';
import { useLanguage, useWords } from '../ui/language.tsx';
import { usePhone } from './open-phone.tsx';
import { roomWords } from './room-words.ts';

export function AttachmentLine({ visitId }: { visitId: string }) {
  const { language } = useLanguage();
  const words = useWords(roomWords);
  const { phone, change, sync } = usePhone();
  const { all, sent } = attachmentsOf(phone.attachments, visitId);
  if (all.length === 0) return null;
  const refused = all.filter((one) => one.state === 'needs-you');
  const [first] = refused;
  // The server says one text as “中文 / English”.
  const said = first?.refusal?.split(' / ')[language === 'zh' ? 0 : 1] ?? first?.refusal ?? '';
  const again = async () => {
    await change((before) => retryAttachments(before, visitId));
    sync();
  };
  return (
    <>
      <p className="attachment-line">{words.photos(sent, all.length)}</p>
      {first && (
        <>
          <p className="late">
            {words.refused(refused.length)} {first.refusal === 'lost' ? words.lost : said}
          </p>
          <button type="button" className="button field-button wide" onClick={() => void again()}>
            {words.retry}
          </button>
        </>
      )}
    </>
  );
}
