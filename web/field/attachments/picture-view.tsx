// A picture that lies sealed on the phone, opened for as long as it is looked at.
import { useEffect, useState } from 'react';
import { useWords } from '../../ui/language.tsx';
import { usePhone } from '../open-phone.tsx';
import { attachmentWords } from './words.ts';

interface PictureViewProps {
  id: string;
  alt: string;
  width: number;
  height: number;
}

export function PictureView({ id, alt, width, height }: PictureViewProps) {
  const words = useWords(attachmentWords);
  const { bytes } = usePhone();
  const [address, setAddress] = useState<string | null>(null);
  const [isGone, setIsGone] = useState(false);
  useEffect(() => {
    let made: string | undefined;
    let isLeft = false;
    const show = (content: Uint8Array | undefined) => {
      if (isLeft) return;
      if (!content) return setIsGone(true);
      made = URL.createObjectURL(new Blob([content as BlobPart]));
      setAddress(made);
    };
    bytes.read(id).then(show, () => show(undefined));
    return () => {
      isLeft = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [bytes, id]);
  if (isGone) return <p className="faint">{words.gone}</p>;
  // The place is kept while it is opened, so that nothing jumps.
  return <img className="kept-picture" src={address ?? undefined} alt={alt} width={width} height={height} />;
}
