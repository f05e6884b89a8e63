// Which page at which address, each fetched when first opened, and the guard before them: sign-in first, then the home of the role.
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Action } from '../../server/access/model.ts';
import { sessionQuery, useMe } from '../api/session.ts';
import { homeOf } from '../features/session/home.ts';
import { useWords } from '../ui/language.tsx';
import { Failed, Skeleton } from '../ui/states.tsx';
import { ui } from '../ui/words.ts';

const SignInPage = lazy(() => import('./sign-in-page.tsx'));
const DeskShell = lazy(() => import('./desk/shell.tsx'));
const MapPage = lazy(() => import('./desk/map-page.tsx'));
const DeskPage = lazy(() => import('./desk/desk-page.tsx'));
const SourcesPage = lazy(() => import('./desk/sources-page.tsx'));
const PairsPage = lazy(() => import('./desk/pairs-page.tsx'));
const BoardsPage = lazy(() => import('./desk/boards-page.tsx'));
const WallPage = lazy(() => import('./wall-page.tsx'));
const RulesPage = lazy(() => import('./desk/rules-page.tsx'));
const RulePage = lazy(() => import('./desk/rule-page.tsx'));
const AccountsPage = lazy(() => import('./desk/accounts-page.tsx'));
const AccountsImportPage = lazy(() => import('./desk/accounts-import-page.tsx'));
const SecurityPage = lazy(() => import('./desk/security-page.tsx'));
const AuditPage = lazy(() => import('./desk/audit-page.tsx'));
const StationsPage = lazy(() => import('./desk/stations-page.tsx'));
const PasswordPage = lazy(() => import('./password-page.tsx'));
const FeedbackPage = lazy(() => import('./desk/feedback-page.tsx'));
const TicketsPage = lazy(() => import('./desk/tickets-page.tsx'));
const TrainingPage = lazy(() => import('./desk/training-page.tsx'));
const HouseholdsPage = lazy(() => import('./desk/households-page.tsx'));
const HouseholdPage = lazy(() => import('./desk/household-page.tsx'));
const ReportPage = lazy(() => import('./desk/report-page.tsx'));
const WhyPage = lazy(() => import('./desk/why-page.tsx'));
const VisitSheetPage = lazy(() => import('./desk/visit-sheet-page.tsx'));
const PaperVisitPage = lazy(() => import('./desk/paper-visit-page.tsx'));
const LeadsPage = lazy(() => import('./desk/leads-page.tsx'));
const AlikePage = lazy(() => import('./desk/alike-page.tsx'));
const RoutinePage = lazy(() => import('./desk/routine-page.tsx'));
const AbsencesPage = lazy(() => import('./desk/absences-page.tsx'));
const EscalationsPage = lazy(() => import('./desk/escalations-page.tsx'));
const PhonesPage = lazy(() => import('./desk/phones-page.tsx'));
const ViewAsPage = lazy(() => import('./desk/view-as-page.tsx'));
const SilencesPage = lazy(() => import('./desk/silences-page.tsx'));
const CampaignsPage = lazy(() => import('./desk/campaigns-page.tsx'));
const MessagesPage = lazy(() => import('./desk/messages-page.tsx'));
const ContactPage = lazy(() => import('./desk/contact-page.tsx'));
const StartPage = lazy(() => import('./desk/start-page.tsx'));
const FieldTrainingPage = lazy(() => import('./field/training-page.tsx'));

/** Lets signed-in people through; others go to sign-in and come back to the address they asked for. */
function SignedIn({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  const words = useWords(ui);
  if (session.isPending) return <Skeleton />;
  if (session.isError && !session.data)
    return <Failed what={words.product} error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  if (session.data.mustChangePassword) return <PasswordPage />;
  return children;
}

/** The phone's pages are an app of their own, which the server has at this very address. */
function ToPhone() {
  useEffect(() => location.replace('/field/'), []);
  return <Skeleton />;
}

/**
 * The desk's pages. Somebody who goes to the doors has a phone, and what stands on it stands behind its PIN; here it would stand beside
 * it, for whoever holds a locked phone whose session goes on.
 */
function Desk() {
  return useMe().role === 'village-coordinator' ? <ToPhone /> : <DeskShell />;
}

function Home() {
  return <Navigate to={homeOf(useMe().role)} replace />;
}

/** Shows a page to those who hold the right it rests on; others go to their own home. */
function Needs({ action, children }: { action: Action; children: ReactNode }) {
  return useMe().actions.includes(action) ? children : <Home />;
}

export function Router() {
  return (
    <BrowserRouter>
      <Suspense fallback={<Skeleton />}>
        <Routes>
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/field/*" element={<ToPhone />} />
          <Route
            path="/field/training"
            element={
              <SignedIn>
                <Needs action="training.start">
                  <FieldTrainingPage />
                </Needs>
              </SignedIn>
            }
          />
          <Route
            path="/password"
            element={
              <SignedIn>
                <PasswordPage />
              </SignedIn>
            }
          />
          <Route
            path="/wall"
            element={
              <SignedIn>
                <Needs action="map.read">
                  <WallPage />
                </Needs>
              </SignedIn>
            }
          />
          <Route
            element={
              <SignedIn>
                <Desk />
              </SignedIn>
            }
          >
            <Route
              path="/map"
              element={
                <Needs action="map.read">
                  <MapPage />
                </Needs>
              }
            />
            <Route
              path="/desk"
              element={
                <Needs action="task.read">
                  <DeskPage />
                </Needs>
              }
            />
            <Route
              path="/sources/:dataset?"
              element={
                <Needs action="source.read">
                  <SourcesPage />
                </Needs>
              }
            />
            <Route
              path="/pairs/:id?"
              element={
                <Needs action="pair.read">
                  <PairsPage />
                </Needs>
              }
            />
            <Route
              path="/boards/:board?"
              element={
                <Needs action="board.read">
                  <BoardsPage />
                </Needs>
              }
            />
            <Route
              path="/feedback"
              element={
                <Needs action="precision.read">
                  <FeedbackPage />
                </Needs>
              }
            />
            <Route
              path="/tickets"
              element={
                <Needs action="ticket.answer">
                  <TicketsPage />
                </Needs>
              }
            />
            <Route
              path="/rules"
              element={
                <Needs action="rule.read">
                  <RulesPage />
                </Needs>
              }
            />
            <Route
              path="/rules/:id"
              element={
                <Needs action="rule.read">
                  <RulePage />
                </Needs>
              }
            />
            <Route
              path="/accounts"
              element={
                <Needs action="user.read">
                  <AccountsPage />
                </Needs>
              }
            />
            <Route
              path="/accounts/import"
              element={
                <Needs action="user.import">
                  <AccountsImportPage />
                </Needs>
              }
            />
            <Route
              path="/security"
              element={
                <Needs action="security.read">
                  <SecurityPage />
                </Needs>
              }
            />
            <Route
              path="/audit"
              element={
                <Needs action="audit.read">
                  <AuditPage />
                </Needs>
              }
            />
            <Route
              path="/stations"
              element={
                <Needs action="station.read">
                  <StationsPage />
                </Needs>
              }
            />
            <Route
              path="/households"
              element={
                <Needs action="household.read">
                  <HouseholdsPage />
                </Needs>
              }
            />
            <Route
              path="/households/:id"
              element={
                <Needs action="household.read">
                  <HouseholdPage />
                </Needs>
              }
            />
            <Route
              path="/households/:id/report"
              element={
                <Needs action="household.report">
                  <ReportPage />
                </Needs>
              }
            />
            <Route
              path="/alerts/:id"
              element={
                <Needs action="alert.read">
                  <WhyPage />
                </Needs>
              }
            />
            <Route
              path="/tasks/:id/sheet"
              element={
                <Needs action="task.read">
                  <VisitSheetPage />
                </Needs>
              }
            />
            <Route
              path="/tasks/:id/paper"
              element={
                <Needs action="visit.enter-paper">
                  <PaperVisitPage />
                </Needs>
              }
            />
            <Route path="/training" element={<TrainingPage />} />
            <Route
              path="/absences"
              element={
                <Needs action="absence.read">
                  <AbsencesPage />
                </Needs>
              }
            />
            <Route
              path="/leads"
              element={
                <Needs action="lead.read">
                  <LeadsPage />
                </Needs>
              }
            />
            <Route
              path="/alike"
              element={
                <Needs action="visit.compare">
                  <AlikePage />
                </Needs>
              }
            />
            <Route
              path="/routine"
              element={
                <Needs action="routine.read">
                  <RoutinePage />
                </Needs>
              }
            />
            <Route
              path="/escalations"
              element={
                <Needs action="task.acknowledge">
                  <EscalationsPage />
                </Needs>
              }
            />
            <Route
              path="/phones"
              element={
                <Needs action="phone.read">
                  <PhonesPage />
                </Needs>
              }
            />
            <Route
              path="/phones/as/:id"
              element={
                <Needs action="field.view-as">
                  <ViewAsPage />
                </Needs>
              }
            />
            <Route
              path="/silences"
              element={
                <Needs action="silence.read">
                  <SilencesPage />
                </Needs>
              }
            />
            <Route
              path="/campaigns"
              element={
                <Needs action="campaign.read">
                  <CampaignsPage />
                </Needs>
              }
            />
            <Route
              path="/messages"
              element={
                <Needs action="message.read">
                  <MessagesPage />
                </Needs>
              }
            />
            <Route path="/contact" element={<ContactPage />} />
            <Route path="/start" element={<StartPage />} />
            <Route path="*" element={<Home />} />
          </Route>
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}
