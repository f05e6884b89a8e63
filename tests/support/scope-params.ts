// With which ids each route is called when tests/api/scope.test.ts asks for a family that is none of the caller's business.

/** A family in Zhixin and everything that hangs on it. */
export interface World {
  taskId: string;
  /** A task that its coordinator has accepted. */
  heldTaskId: string;
  alertId: string;
  visitId: string;
  /** A visit with a photo that has arrived, and that photo. */
  photographedId: string;
  attachmentId: string;
  householdId: string;
  batchId: number;
  /** The police's file on its way in. */
  intakeId: string;
  pairId: string;
  /** What the police are asked about their row. */
  ticketId: string;
  coordinatorId: string;
  /** Told at the desk, in no registry. */
  leadId: string;
  absenceId: string;
  startId: string;
  memberId: string;
  agreementId: string;
  householdNumber: string;
  /** The dispatcher's own. */
  viewId: string;
  silenceId: string;
  stationId: string;
  campaignId: string;
  phoneId: string;
  /** A task whose visit is made. */
  visitedId: string;
  /** The police's key for pushing, what is sent with it, and what was pushed by it. */
  keyId: string;
  secret: string;
  pushedId: string;
  /** Whatever of it would be a leak in an answer. */
  marks: string[];
}

/** The ids a route is called with, by `METHOD url`. Every route whose url has a parameter stands here. */
export const PARAMS: Record<string, (world: World) => Record<string, string | number>> = {
  'GET /api/alerts/:id': (world) => ({ id: world.alertId }),
  'GET /api/tasks/:id': (world) => ({ id: world.taskId }),
  'GET /api/households/:id': (world) => ({ id: world.householdId }),
  'GET /api/households/:id/line': (world) => ({ id: world.householdId }),
  'GET /api/households/:id/series': (world) => ({ id: world.householdId }),
  'GET /api/households/:id/log': (world) => ({ id: world.householdId }),
  'GET /api/households/:id/report': (world) => ({ id: world.householdId }),
  'POST /api/households/:id/reveal': (world) => ({ id: world.householdId }),
  'PUT /api/paper-visits/:id': () => ({ id: '01a13d12-ba80-73e8-95a1-7a7e32b98f62' }),
  'POST /api/tasks/:id/dispatch': (world) => ({ id: world.taskId }),
  'POST /api/tasks/:id/accept': (world) => ({ id: world.heldTaskId }),
  'POST /api/tasks/:id/return': (world) => ({ id: world.heldTaskId }),
  'POST /api/tasks/:id/second-look': (world) => ({ id: world.taskId }),
  'POST /api/tasks/:id/confirm': (world) => ({ id: world.heldTaskId }),
  'POST /api/tasks/:id/acknowledge': (world) => ({ id: world.heldTaskId }),
  'POST /api/tasks/:id/extend': (world) => ({ id: world.heldTaskId }),
  'GET /api/tasks/:id/form': (world) => ({ id: world.taskId }),
  'GET /api/tasks/:id/messages': (world) => ({ id: world.taskId }),
  'GET /api/users/:id/contact': (world) => ({ id: world.coordinatorId }),
  'PUT /api/users/:id/contact': (world) => ({ id: world.coordinatorId }),
  'DELETE /api/views/:id': (world) => ({ id: world.viewId }),
  'PUT /api/stations/:id': (world) => ({ id: world.stationId }),
  'POST /api/stations/:id/close': (world) => ({ id: world.stationId }),
  'POST /api/leads/:id/link': (world) => ({ id: world.leadId }),
  'POST /api/leads/:id/register': (world) => ({ id: world.leadId }),
  'GET /api/rules/:id': () => ({ id: 'unsafe-housing' }),
  'GET /api/rules/:id/terms': () => ({ id: 'unsafe-housing' }),
  'POST /api/absences/:id/end': (world) => ({ id: world.absenceId }),
  'POST /api/routine/starts/:id/end': (world) => ({ id: world.startId }),
  'PUT /api/routine/members/:id': (world) => ({ id: world.memberId }),
  'POST /api/routine/members/:id/end': (world) => ({ id: world.memberId }),
  'PUT /api/routine/agreements/:id': (world) => ({ id: world.agreementId }),
  'POST /api/routine/agreements/:id/end': (world) => ({ id: world.agreementId }),
  'POST /api/silences/:id/end': (world) => ({ id: world.silenceId }),
  'GET /api/campaigns/:id': (world) => ({ id: world.campaignId }),
  'POST /api/campaigns/:id/end': (world) => ({ id: world.campaignId }),
  'PUT /api/visits/:id': () => ({ id: '01a13d12-ba80-73e8-95a1-7a7e32b98f61' }),
  'HEAD /api/field/attachments/:id': (world) => ({ id: world.attachmentId }),
  'PATCH /api/field/attachments/:id': (world) => ({ id: world.attachmentId }),
  'GET /api/visits/:id/attachments/:attachmentId': (world) => ({
    id: world.photographedId,
    attachmentId: world.attachmentId,
  }),
  'PUT /api/visit-attempts/:id': () => ({ id: '01a13d12-ba80-73e8-95a1-7a7e32b98f63' }),
  'POST /api/tickets/:id/answer': (world) => ({ id: world.ticketId }),
  'GET /api/batches/:id': (world) => ({ id: world.batchId }),
  'GET /api/batches/:id/rejects': (world) => ({ id: world.batchId }),
  'GET /api/batches/:id/rejects.csv': (world) => ({ id: world.batchId }),
  'GET /api/batches/:id/withdrawal': (world) => ({ id: world.batchId }),
  'POST /api/batches/:id/withdraw': (world) => ({ id: world.batchId }),
  'POST /api/batches/:id/confirm': (world) => ({ id: world.batchId }),
  'GET /api/pairs/:id': (world) => ({ id: world.pairId }),
  'GET /api/pairs/:id/effects': (world) => ({ id: world.pairId }),
  'POST /api/pairs/:id/link': (world) => ({ id: world.pairId }),
  'POST /api/pairs/:id/dismiss': (world) => ({ id: world.pairId }),
  'POST /api/pairs/:id/undo': (world) => ({ id: world.pairId }),
  'GET /api/intakes/:id': (world) => ({ id: world.intakeId }),
  'POST /api/intakes/:id/cancel': (world) => ({ id: world.intakeId }),
  'POST /api/intakes/:id/hand-in': (world) => ({ id: world.intakeId }),
  'GET /api/sources/:dataset/template': () => ({ dataset: 'registry' }),
  'PUT /api/sources/:dataset': () => ({ dataset: 'registry' }),
  'POST /api/keys/:id/revoke': (world) => ({ id: world.keyId }),
  'POST /api/push/:dataset': () => ({ dataset: 'registry' }),
  'POST /api/phones/:id/lost': (world) => ({ id: world.phoneId }),
  'POST /api/phones/:id/found': (world) => ({ id: world.phoneId }),
  'GET /api/push/intakes/:id': (world) => ({ id: world.pushedId }),
};
