import { Start } from '../../features/session/start.tsx';

export default function StartPage() {
  return <Start />;
}
