// Sign-in; whoever is signed in already goes to where they wanted, or to the home of their role.
import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from 'react-router';
import { sessionQuery } from '../api/session.ts';
import { homeOf } from '../features/session/home.ts';
import { SignInForm } from '../features/session/sign-in-form.tsx';

export default function SignInPage() {
  const { data: me } = useQuery(sessionQuery);
  const from = (useLocation().state as { from?: string } | null)?.from;
  if (me) return <Navigate to={from && from !== '/' ? from : homeOf(me.role)} replace />;
  return <SignInForm />;
}
