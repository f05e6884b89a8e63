// Every route there is, in the order of the flow. `main.ts` serves this list, and the tests take each entry of it.
import type { Route } from './access/route.ts';
import { accessRoutes } from './access/routes.ts';
import { routes as audit } from './audit/routes.ts';
import type { Catalogue } from './catalogue.ts';
import { doorRoutes } from './doors/routes.ts';
import { attachmentRoutes } from './field/attachments.ts';
import { fieldRoutes } from './field/routes.ts';
import { alertRoutes } from './flow/alerts/routes.ts';
import { ticketRoutes } from './flow/feedback/routes.ts';
import { readRuleVersions } from './flow/rules/versions.ts';
import { campaignRoutes } from './flow/tasks/campaigns/routes.ts';
import { taskRoutes } from './flow/tasks/routes.ts';
import { routineRoutes } from './flow/tasks/routine/routes.ts';
import { visitRoutes } from './flow/visits/routes.ts';
import { householdRoutes } from './household/routes.ts';
import { insightRoutes } from './insight/routes.ts';
import type { Keys } from './kernel/keys.ts';
import { leadRoutes } from './leads/routes.ts';
import { type Channels, NO_CHANNELS } from './messages/channels.ts';
import { loadMessagePolicy } from './messages/policy.ts';
import { messageRoutes } from './messages/routes.ts';
import { phoneRoutes } from './phones/routes.ts';
import { routes as staff } from './staff/routes.ts';
import { routes as stations } from './stations/routes.ts';
import { studioRoutes } from './studio/routes.ts';
import { trainingRoutes } from './training/routes.ts';

interface Needs {
  catalogue: Catalogue;
  keys: Keys;
  /** Holds files on their way in. */
  dataDir: string;
  /** By which people are told outside the service; left out: none. */
  channels?: Channels;
  /** The version of the phone's app that is served; left out: no pages are. */
  phoneVersion?: () => string | null;
}

/** The routes, given the policy data, the keys of personal numbers, and what stands around the service. */
export function allRoutes(of: Needs): Route[] {
  const { catalogue, keys, channels = NO_CHANNELS } = of;
  const { attemptReasons, book, contracts, deadlines, departments, forms, measures, outcomes, sourceRules, areaRules } =
    catalogue;
  const versions = readRuleVersions(book);
  const tasks = taskRoutes({ book, versions, keys, deadlines });
  const visits = visitRoutes({
    ...{ outcomes, causes: book.causes, forms, attemptReasons, versions, keys },
    ...{ indicators: book.catalogue.indicators, contracts, departments },
  });
  return [
    ...accessRoutes(deadlines),
    ...audit,
    ...stations,
    ...staff,
    ...alertRoutes({ versions, book, contracts, departments, measures, sourceRules, areaRules }),
    ...campaignRoutes({ book, outcomes }),
    ...routineRoutes(catalogue.routine),
    ...tasks,
    ...visits,
    ...leadRoutes({ keys, deadlines, causes: book.causes }),
    ...fieldRoutes({ catalogue, versions, keys, routes: [...tasks, ...visits] }),
    ...attachmentRoutes(keys),
    ...phoneRoutes(of.phoneVersion ?? (() => null)),
    ...ticketRoutes({ outcomes, contracts, departments, versions }),
    ...doorRoutes(of),
    ...householdRoutes({ catalogue, versions, keys }),
    ...insightRoutes(catalogue),
    ...studioRoutes(catalogue),
    ...trainingRoutes(),
    ...messageRoutes({ keys, policy: loadMessagePolicy(), channels }),
  ];
}
