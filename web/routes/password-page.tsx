// One's own password: changed by choice, or first of all where somebody else has set it.
import { useNavigate } from 'react-router';
import { useMe } from '../api/session.ts';
import { PasswordForm } from '../features/session/password-form.tsx';

export default function PasswordPage() {
  const navigate = useNavigate();
  const isForced = useMe().mustChangePassword;
  return <PasswordForm isForced={isForced} onDone={() => isForced || void navigate('/', { replace: true })} />;
}
